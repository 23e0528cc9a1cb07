import { z } from "zod";
import { typeNameOf } from "../../provider/domain/kinds";
import { readable, runPulumi, type Surroundings } from "../preview/run";
import { type Finding, ok, problem } from "./finding";

const resource = z.looseObject({
  urn: z.string(),
  type: z.string(),
  /** The URN of its provider and an id. */
  provider: z.string().nullish(),
  inputs: z.record(z.string(), z.unknown()).nullish(),
  outputs: z.record(z.string(), z.unknown()).nullish(),
});

const exported = z.object({
  deployment: z.looseObject({
    resources: z.array(resource).nullish(),
    pending_operations: z.array(z.object({ resource, type: z.string() })).nullish(),
  }),
});

type StateResource = z.output<typeof resource>;

/** Something that a run was doing when it was interrupted. */
export interface Pending {
  /** "creating", "updating", "deleting" … */
  readonly doing: string;
  readonly resource: StateResource;
}

/** What the backend holds of a stack. Secrets in it are encrypted. */
export interface Deployment {
  readonly resources: readonly StateResource[];
  readonly pending: readonly Pending[];
}

/** The resources in the text that `pulumi stack export` writes. Throws for another text. */
export function resourcesIn(text: string): readonly StateResource[] {
  return exported.parse(JSON.parse(text)).deployment.resources ?? [];
}

/** Asks the backend for the stack's state, and says how that went. */
export async function deploymentOf(
  stack: readonly string[],
  where: Surroundings,
): Promise<{ readonly deployment?: Deployment; readonly findings: readonly Finding[] }> {
  const lines: string[] = [];
  const command = ["stack", "export", "--non-interactive", ...stack];
  const { code, stderr } = await runPulumi(command, where, (line) => lines.push(line));
  if (code !== 0) return { findings: [unreadable(readable(stderr, where.env))] };
  const { deployment } = exported.parse(JSON.parse(lines.join("\n")));
  const resources = deployment.resources ?? [];
  const pending = (deployment.pending_operations ?? []).map(({ type, resource: of }) => ({
    doing: type,
    resource: of,
  }));
  const ours = resources.filter(({ type }) => typeNameOf(type) !== undefined).length;
  const text = `the backend holds the stack: ${resources.length} resources, ${ours} of this package`;
  return { deployment: { resources, pending }, findings: [ok("backend", text)] };
}

/** The ways out for what Pulumi says, the rest in its own words. */
const WAYS_OUT: readonly (readonly [said: RegExp, next: string])[] = [
  [/not logged in|PULUMI_ACCESS_TOKEN|pulumi login/i, "pulumi login, or PULUMI_BACKEND_URL for a backend of your own"],
  [/no stack named|no stack selected|stack '.*' not found/i, "pulumi stack init, or name another with --stack"],
  [/passphrase/i, "set PULUMI_CONFIG_PASSPHRASE, or PULUMI_CONFIG_PASSPHRASE_FILE, to the passphrase of this stack"],
  [/locked/i, "wait for the other run to end, or run `pulumi cancel` if it is surely dead"],
];

function unreadable(said: string): Finding {
  const [, next = "try `pulumi stack export` by itself"] = WAYS_OUT.find(([pattern]) => pattern.test(said)) ?? [];
  return problem("backend", `the stack's state can't be read. Pulumi says: ${said.replace(/\s+/g, " ")}`, next);
}
