import { readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { type Environment, filled } from "../../provider/domain/environment";
import { codeOf } from "../../provider/domain/error-code";
import { CommandError } from "../command";
import type { Preview } from "./events";
import { selectedStack } from "./preview";

/** The names of project and stack: from the events, or from the settings if there were no events. */
export async function namesOf(
  { changes }: Preview,
  { cwd, stack }: { readonly cwd: string; readonly stack: string | undefined },
  env: Environment,
): Promise<{ readonly project: string; readonly stack: string }> {
  const [, ofEvents, project] = /^urn:pulumi:(.+?)::(.+?)::/.exec(changes[0]?.urn ?? "") ?? [];
  if (ofEvents !== undefined && project !== undefined) return { project, stack: ofEvents };
  const wanted = stack ?? filled(env.PULUMI_STACK) ?? (await selectedStack(cwd, env));
  return { project: projectAround(resolve(cwd)), stack: wanted.slice(wanted.lastIndexOf("/") + 1) };
}

/**
 * The name in Pulumi.yaml, read by a regular expression because no command of the CLI tells a project's name without opening the backend,
 * and this is needed where the backend can't be opened. Pulumi itself writes `name:` at the top level and on one line.
 */
function projectAround(folder: string): string {
  const settings = textOf(join(folder, "Pulumi.yaml"));
  const name = /^name:\s*["']?([\w.-]+)/m.exec(settings ?? "")?.[1];
  if (name !== undefined) return name;
  const above = dirname(folder);
  if (above === folder)
    throw new CommandError("There is no Pulumi.yaml here or above: name the program's folder with --cwd.");
  return projectAround(above);
}

function textOf(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    if (codeOf(error) === "ENOENT") return undefined;
    throw error;
  }
}
