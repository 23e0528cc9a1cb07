import { type Listed, nearestEntry, originAt } from "../../../../provider/domain/access/decision";
import { gives, type Permissions } from "../../../../provider/domain/permissions";
import type { JobTokenAccess } from "../../../../simulator";

/** What each project's jobs may do, by its id: one bit for each deed. */
export type Reach = ReadonlyMap<number, number>;

const NAMES = ["read_jobs", "read_packages", "admin_packages", "read_repositories", "admin_repositories"] as const;
const DEEDS = ["clone", ...NAMES, "do everything else", "push"] as const;

const bit = (deed: (typeof DEEDS)[number]) => 1 << DEEDS.indexOf(deed);

/** All deeds. */
export const EVERYTHING = (1 << DEEDS.length) - 1;

/** What one of them may do. */
export function bitsOf(access: JobTokenAccess | undefined): number {
  if (access === undefined) return 0;
  const { permissions, push } = access;
  const given = NAMES.filter((name) => gives(permissions, [name]));
  const all = permissions === "default" ? bit("do everything else") : 0;
  return given.reduce((bits, name) => bits | bit(name), bit("clone") | all | (push ? bit("push") : 0));
}

/** A project whose jobs knock. */
export interface Caller {
  readonly id: number;
  readonly path: string;
}

/** An entry of a list that nobody has written yet. */
export interface Opening {
  readonly kind: "group" | "project";
  readonly path: string;
  readonly permissions: Permissions;
}

/** What the jobs of the callers may do where a closed project's list holds these entries. */
export function reachOf(callers: readonly Caller[], entries: readonly Opening[], mayPush: boolean): Reach {
  const listed = entries.map(
    ({ kind, path, permissions }): Listed => ({ kind, name: path.toLowerCase(), permissions }),
  );
  return new Map(
    callers.map(({ id, path }) => {
      const permissions = nearestEntry(listed, originAt(path))?.permissions;
      const push = mayPush && permissions !== undefined && gives(permissions, ["admin_repositories"]);
      return [id, bitsOf(permissions && { permissions, push })];
    }),
  );
}

export function join(a: Reach, b: Reach, both: (a: number, b: number) => number): Reach {
  return new Map([...a].map(([id, bits]) => [id, both(bits, b.get(id) ?? 0)]));
}

/** Says which project's jobs do what: `4 push`. */
export function textsOf(reach: Reach): string[] {
  return [...reach].flatMap(([id, bits]) => DEEDS.filter((deed) => bits & bit(deed)).map((deed) => `${id} ${deed}`));
}
