import type { Environment } from "../../provider/domain/environment";
import { type Command, CommandError, exitCodes, misused, optionsOf } from "../command";
import { Doctor, type Examination } from "../doctor/examination";
import { inLine, type Level } from "../doctor/finding";

const usage = `Usage: gitlab-ci-access doctor [options]

Looks whether \`pulumi up\` can work, before it is run: what is installed, the backend, the program, the token with its
scopes, its end and its roles, sight of all that is let in, GitLab's version, GraphQL, and what an interrupted run of
this stack made and lost. It only reads, unless --revoke names something.
  --stack <name>           the stack; the selected one by default
  --cwd <folder>           where the program is
  --json                   print JSON instead of lines
  --revoke token:<id>      revoke a token, or delete a runner (runner:<id>), that doctor names as lost by an interrupted
                           run of this stack; may be given again

✓ is well, ! is worth knowing, ✗ stops a run; → is the next step.
Ends with 0 if nothing is ✗, 10 if something is, 2 if the preview failed, 3 if doctor itself can't work.`;

const options = {
  stack: { type: "string", short: "s" },
  cwd: { type: "string", short: "C" },
  json: { type: "boolean" },
  revoke: { type: "string", multiple: true },
} as const;

export const doctor: Command = {
  name: "doctor",
  summary: "looks whether pulumi up can work, and what an interrupted run has left",
  usage,
  run: async (argv, env) => {
    const { values, positionals } = optionsOf(doctor, options, argv);
    if (positionals.length > 0)
      throw misused(usage, `doctor takes no arguments, and these are: ${positionals.join(" ")}`);
    const { stack, cwd = ".", json = false, revoke = [] } = values;
    return run({ stack, cwd, json, revoke }, env);
  },
};

interface Wanted {
  readonly stack: string | undefined;
  readonly cwd: string;
  readonly json: boolean;
  readonly revoke: readonly string[];
}

async function run(wanted: Wanted, env: Environment): Promise<number> {
  const one = new Doctor(wanted, env);
  try {
    const found = await one.examine();
    const revoked = await revoke(found, wanted.revoke);
    if (wanted.json) console.log(inJson(found, revoked));
    else say(found, revoked);
    return codeOf(found, revoked);
  } finally {
    await one.close();
  }
}

/** Lets go what a person has named, and only where this examination has proved whose it is. */
async function revoke({ leftovers }: Examination, names: readonly string[]): Promise<readonly string[]> {
  const known = leftovers.map(({ name }) => name);
  const unknown = names.filter((name) => !known.includes(name));
  if (unknown.length > 0)
    throw new CommandError(
      `--revoke ${unknown.join(" ")}: doctor finds no such leftover of this stack, so nothing was revoked. It finds: ${known.join(", ") || "none"}.`,
    );
  for (const leftover of leftovers) if (names.includes(leftover.name)) await leftover.revoke();
  return names;
}

function inJson({ findings }: Examination, revoked: readonly string[]): string {
  return JSON.stringify({ schema: 1, findings, revoked }, null, 2);
}

function say({ findings }: Examination, revoked: readonly string[]): void {
  for (const finding of findings) console.log(inLine(finding));
  for (const name of revoked) console.log(`✓ ${name} is revoked`);
  const count = (level: Level) => findings.filter((finding) => finding.level === level).length;
  console.log(`\n${count("ok")} ✓, ${count("warning")} !, ${count("problem")} ✗`);
}

function codeOf({ findings, hasPreviewFailed }: Examination, revoked: readonly string[]): number {
  if (hasPreviewFailed) return exitCodes.previewFailed;
  const open = findings.filter(
    ({ level, next }) => level === "problem" && !revoked.some((name) => next?.includes(`--revoke ${name},`)),
  );
  return open.length > 0 ? exitCodes.finding : exitCodes.well;
}
