import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { ZodError } from "zod";
import type { Environment } from "../../provider/domain/environment";
import { codeOf } from "../../provider/domain/error-code";
import { CommandError } from "../command";
import { deploymentOf, resourcesIn } from "../doctor/deployment";
import type { StateResource } from "./checks/code";

/** Where the state of a stack comes from. */
export interface StateSource {
  readonly file: string | undefined;
  readonly stack: string | undefined;
  readonly cwd: string;
}

/** The resources of a stack, from a file that `pulumi stack export` wrote, or from the backend; undefined if nobody asked for it. */
export async function stateFrom(
  { file, stack, cwd }: StateSource,
  env: Environment,
): Promise<readonly StateResource[] | undefined> {
  if (file !== undefined) return inFile(file);
  if (stack === undefined) return undefined;
  const { deployment, findings } = await deploymentOf(["--stack", stack], { cwd, env });
  if (deployment !== undefined) return deployment.resources;
  throw new CommandError(findings.map(({ text }) => text).join("\n"));
}

function inFile(file: string): readonly StateResource[] {
  try {
    return resourcesIn(readFileSync(resolve(file), "utf8"));
  } catch (error) {
    const isOther = error instanceof SyntaxError || error instanceof ZodError;
    const why = isOther ? "is not what `pulumi stack export` writes" : `can't be read (${codeOf(error)})`;
    throw new CommandError(`${file} ${why}. Write it with: pulumi stack export --file ${file}`);
  }
}
