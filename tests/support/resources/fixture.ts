import type { Named, World } from "../gitlab/world";
import type { Properties } from "../pulumi/provider";

/** One resource with its inputs: what is declared, and how to look at it and disturb it in GitLab. */
export interface ResourceFixture {
  readonly args: Properties;
  /** What it belongs to disappears, and takes everything along. */
  vanish(): Promise<void>;
  /** Returns whether GitLab holds what is declared. */
  holds(): Promise<boolean>;
  /** Returns whether all that destroy should take away is gone from GitLab. */
  isCleared(): Promise<boolean>;
  /** Someone changes it by hand. */
  disturb(): Promise<void>;
  /** Someone has made it by hand before. */
  makeByHand(): Promise<void>;
  /** The things named in `args` get new paths in GitLab. Returns the arguments with the new ones. */
  renameInGitLab(): Promise<Properties>;
}

/** Gives a project or group another path. Returns the new one in full. */
export async function renamed(world: World, what: Named, kind: "group" | "project" = "project"): Promise<string> {
  const name = `${what.path.slice(what.path.lastIndexOf("/") + 1)}-renamed`;
  await world.api.put(`/${kind}s/${what.id}`, { name, path: name });
  return `${what.path}-renamed`;
}
