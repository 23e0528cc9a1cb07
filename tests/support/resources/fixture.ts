import type { Named, World } from "../gitlab/world";
import type { Properties } from "../process/provider-process";

/** One resource in one situation: what is declared, and how to look at it and disturb it in GitLab. */
export interface Situation {
  readonly args: Properties;
  /** What it belongs to disappears, and takes everything along. */
  vanish(): Promise<void>;
  /** Does GitLab hold what is declared? */
  holds(): Promise<boolean>;
  /** Does GitLab hold nothing any more that destroy should have taken away? */
  isCleared(): Promise<boolean>;
  /** Someone changes it by hand. */
  disturb(): Promise<void>;
  /** Someone has made it by hand before. */
  makeByHand(): Promise<void>;
  /** The things named in `args` get new paths in GitLab. Answers the arguments under the new ones. */
  renameInGitLab(): Promise<Properties>;
}

/** Gives a project or group another path. Returns the new one in full. */
export async function renamed(world: World, what: Named, kind: "group" | "project" = "project"): Promise<string> {
  const name = `${what.path.slice(what.path.lastIndexOf("/") + 1)}-renamed`;
  await world.api.put(`/${kind}s/${what.id}`, { name, path: name });
  return `${what.path}-renamed`;
}
