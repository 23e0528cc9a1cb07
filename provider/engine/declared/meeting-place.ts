import { accessSync, constants, lstatSync, mkdirSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { isAbsolute, join } from "node:path";
import { type Environment, filled } from "../../domain/environment";
import { codeOf } from "../../domain/error-code";

/** Where the provider processes of one engine meet. */
export interface MeetingPlace {
  /** In order of preference. A process writes to the first one that it can use and reads all: another may have found that one's disk full. */
  readonly folders: readonly string[];
  /** The engine's, which tells its processes from those of other engines. */
  readonly port: string;
}

/** Returns undefined without an engine: then there are no other processes to meet. */
export function meetingPlace(
  engineAddress: string | undefined,
  env: Environment,
  temporary = tmpdir(),
): MeetingPlace | undefined {
  const port = /:(\d+)$/.exec(engineAddress ?? "")?.[1];
  if (port === undefined) return undefined;
  const runtime = filled(env.XDG_RUNTIME_DIR) ?? "";
  const bases = [...(isAbsolute(runtime) ? [runtime] : []), filled(env.PULUMI_HOME) ?? pulumiHome(), temporary];
  const name = `pulumi-gitlab-ci-access-${process.getuid?.() ?? "user"}`;
  return { folders: [...new Set(bases.map((base) => join(base, name)))], port };
}

/** Makes the folder where it is missing. Throws where it can't be made, can't be written to, or is open to anybody else. */
export function prepare(folder: string): void {
  try {
    mkdirSync(folder, { mode: 0o700 });
  } catch (error) {
    if (codeOf(error) !== "EEXIST") throw error;
  }
  const problem = problemOf(folder);
  if (problem !== undefined) throw new Error(problem);
  accessSync(folder, constants.R_OK | constants.W_OK | constants.X_OK);
}

/** Why what stands in a folder can't be trusted; undefined where it is this user's own. Other users can make any name in a temporary folder. */
export function problemOf(folder: string): string | undefined {
  try {
    const found = lstatSync(folder);
    if (!found.isDirectory()) return `${folder} is a file or a link`;
    const user = process.getuid?.();
    if (user === undefined) return undefined; // Windows has neither owners by number nor modes.
    if (found.uid !== user) return `${folder} belongs to another user`;
    return (found.mode & 0o777) === 0o700 ? undefined : `${folder} is not for its owner alone (mode 0700)`;
  } catch (error) {
    return String(error);
  }
}

function pulumiHome(): string {
  try {
    return join(homedir(), ".pulumi");
  } catch {
    return tmpdir(); // A user id without a name and a home, as containers have it.
  }
}
