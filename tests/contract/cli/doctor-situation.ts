import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { main } from "../../../cli/main";

/** What the doctor meets: where the program is, what Pulumi says, and the environment. */
export interface Situation {
  readonly env?: Readonly<Record<string, string>>;
  /** Declared resources, by their names: the type's last word and the inputs. */
  readonly declared?: Readonly<Record<string, readonly [type: string, inputs: object]>>;
  /** What the preview does with them. @default "create" */
  readonly operation?: "create" | "same";
  /** The stack's configuration, as a preview shows it. */
  readonly config?: Readonly<Record<string, string>>;
  readonly exported?: object;
  /** What `pulumi stack export` says on stderr, when it fails. */
  readonly refusesExport?: string;
  /** The error with which the preview ends. */
  readonly failsWith?: string;
  readonly cli?: string;
  /** Files that replace those of a program that is well; an empty text takes one away. */
  readonly files?: Readonly<Record<string, string>>;
  readonly args?: readonly string[];
}

export interface Examined {
  readonly code: number;
  /** Both streams. */
  readonly text: string;
  /** stdout alone. */
  readonly out: string;
}

const WELL = {
  "Pulumi.yaml": "name: access\nruntime: nodejs\n",
  "package.json": JSON.stringify({ dependencies: { "pulumi-gitlab-ci-access": "0.1.0" } }),
  "node_modules/pulumi-gitlab-ci-access/package.json": JSON.stringify({ version: "0.1.0" }),
  "node_modules/@pulumi/pulumi/package.json": JSON.stringify({ version: "3.248.0" }),
};

const TYPE = "pulumi-nodejs:dynamic/gitlab:";

export function urnOf(name: string, type: string): string {
  return `urn:pulumi:dev::access::${TYPE}${type}::${name}`;
}

/** Runs the doctor in a folder of its own, with a CLI that says what Pulumi's says in that situation. */
export async function examined(situation: Situation): Promise<Examined> {
  const folder = mkdtempSync(join(tmpdir(), "gitlab-ci-access-doctor-"));
  const [said, out]: [string[], string[]] = [[], []];
  const spies = (["error", "log"] as const).map((stream) =>
    jest.spyOn(console, stream).mockImplementation((...[text]: unknown[]) => {
      said.push(String(text));
      if (stream === "log") out.push(String(text));
    }),
  );
  try {
    for (const [name, text] of Object.entries({ ...WELL, ...situation.files }))
      if (text !== "") put(join(folder, name), text);
    put(join(folder, "bin/pulumi"), cliOf(situation));
    if (situation.cli !== "") chmodSync(join(folder, "bin/pulumi"), 0o755);
    else rmSync(join(folder, "bin/pulumi"));
    const code = await main(["doctor", "--cwd", folder, ...(situation.args ?? [])], {
      ...situation.env,
      PATH: join(folder, "bin"),
    });
    return { code, text: said.join("\n"), out: out.join("\n") };
  } finally {
    for (const spy of spies) spy.mockRestore();
    rmSync(folder, { recursive: true });
  }
}

function put(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

function cliOf({ cli = "v3.258.0", exported = { resources: [] }, refusesExport, ...program }: Situation): string {
  const answers = {
    version: { lines: [cli] },
    stack:
      refusesExport === undefined ? { lines: [JSON.stringify({ deployment: exported })] } : { error: refusesExport },
    preview: { lines: eventsOf(program).map((event) => JSON.stringify(event)) },
  };
  return `#!${process.execPath}
    const { lines = [], error } = ${JSON.stringify(answers)}[process.argv[2]];
    for (const line of lines) console.log(line);
    if (error !== undefined) { console.error(error); process.exitCode = 255; }`;
}

function eventsOf({ declared = {}, operation = "create", config = {}, failsWith }: Situation): object[] {
  const steps = Object.entries(declared).map(([name, [type, inputs]]) => ({
    resourcePreEvent: {
      metadata: {
        op: operation,
        urn: urnOf(name, type),
        type: `${TYPE}${type}`,
        old: null,
        new: { inputs, outputs: {} },
      },
    },
  }));
  const prelude = { preludeEvent: { config } };
  if (failsWith === undefined) return [prelude, ...steps, { summaryEvent: { result: "succeeded" } }];
  return [{ diagnosticEvent: { severity: "error", message: failsWith } }, { summaryEvent: { result: "failed" } }];
}
