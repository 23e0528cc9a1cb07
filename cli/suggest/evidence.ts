import { groupsAbove } from "../../provider/domain/address";
import type { Inventory } from "../inventory/reading";
import type { AllowlistEntry, ProjectRecord } from "../inventory/record";
import { UNUSED_AFTER_DAYS } from "../inventory/summary";
import { isBelow } from "../paths";

/** A project that came in, by the authentication log. */
interface Caller {
  readonly id: number;
  readonly path: string;
  /** YYYY-MM-DD. */
  readonly lastUsed: string;
  /** The project that is asked about, or an entry of its list, lets it in today. */
  readonly isListed: boolean;
}

/** An entry, and when a job token that it lets in was last used; undefined where none ever was. */
export interface ListedEntry {
  readonly kind: "group" | "project";
  readonly id: number;
  /** Undefined where GitLab hides the target from the credential. */
  readonly path: string | undefined;
  readonly permissions: AllowlistEntry["permissions"];
  readonly lastUsed: string | undefined;
  readonly isStale: boolean;
}

/** What the authentication log and the list say of one project. */
export interface Evidence {
  readonly path: string;
  readonly id: number;
  /** Undefined where GitLab does not show it to the credential. */
  readonly isClosed: boolean | undefined;
  readonly visibility: ProjectRecord["visibility"];
  /** Who used it, by path. */
  readonly callers: readonly Caller[];
  readonly entries: readonly ListedEntry[];
}

/** Returns the evidence, or the reason why there is none. */
export function evidenceOf(record: ProjectRecord, day: string): Evidence | { readonly why: string } {
  const { uses, projects, groups, path } = record;
  if (projects === null || groups === null) return { why: `the lists of ${path} could not be read` };
  if (uses === null)
    return { why: `the authentication log of ${path} could not be read: only GraphQL shows it, to Maintainers` };
  const entries = [
    ...groups.map((entry) => listed("group", entry, record, day)),
    ...projects.filter(({ id }) => id !== record.id).map((entry) => listed("project", entry, record, day)),
  ];
  return {
    path,
    id: record.id,
    isClosed: record.enabled ?? undefined,
    visibility: record.visibility,
    callers: uses
      .map(({ project, lastAuthorizedAt }) => ({
        id: project.id,
        path: project.path,
        lastUsed: lastAuthorizedAt.slice(0, 10),
        isListed: entries.some((entry) => admits(entry, project)),
      }))
      .sort((a, b) => (a.path < b.path ? -1 : 1)),
    entries,
  };
}

function listed(
  kind: ListedEntry["kind"],
  { id, path, permissions, createdAt }: AllowlistEntry,
  { uses }: ProjectRecord,
  day: string,
): ListedEntry {
  const used = (uses ?? [])
    .filter(({ project }) => admits({ kind, id, path }, project))
    .map((use) => use.lastAuthorizedAt);
  const lastUsed = used.sort().at(-1)?.slice(0, 10);
  const since = lastUsed ?? createdAt?.slice(0, 10);
  return {
    kind,
    id,
    path,
    permissions,
    lastUsed,
    isStale: since === undefined || daysFrom(since, day) >= UNUSED_AFTER_DAYS,
  };
}

function admits(
  { kind, id, path }: Pick<ListedEntry, "id" | "kind" | "path">,
  project: { readonly id: number; readonly path: string },
): boolean {
  return kind === "project" ? id === project.id : isBelow(project.path, path);
}

function daysFrom(day: string, to: string): number {
  return (Date.parse(to) - Date.parse(day)) / 86_400_000;
}

/** A group that could stand for several callers, and what it would cost. */
export interface Covering {
  readonly group: string;
  readonly callers: readonly string[];
  /** Projects below it that the inventory knows, archived ones as well: all of them would come in. */
  readonly projects: number;
  readonly neverUsed: number;
}

/**
 * Returns the groups that hold several of the callers, the deepest of those that hold the same ones. Top-level groups are left out: one of
 * them lets in a whole company.
 */
export function coveringGroups(callers: readonly string[], { projects }: Pick<Inventory, "projects">): Covering[] {
  const groups = new Set(callers.flatMap(groupsAbove).filter((group) => group.includes("/")));
  const all = [...groups].map((group): Covering => {
    const held = callers.filter((path) => isBelow(path, group));
    const known = projects.filter(({ path }) => isBelow(path, group)).length;
    const count = Math.max(known, held.length);
    return { group, callers: held, projects: count, neverUsed: count - held.length };
  });
  const several = all.filter(({ callers: held }) => held.length > 1);
  const isDeepest = ({ group, callers: held }: Covering) =>
    !several.some((other) => isBelow(other.group, group) && other.callers.length === held.length);
  return several.filter(isDeepest).sort((a, b) => a.neverUsed - b.neverUsed || (a.group < b.group ? -1 : 1));
}
