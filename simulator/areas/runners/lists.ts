import type { Group } from "../../model/group";
import type { Instance } from "../../model/instance";
import type { Project } from "../../model/project";
import { isOnline, isStale, type Runner } from "../../model/runners";

type Maybe<T> = T | null | undefined;

/** What REST's and GraphQL's lists of runners can be asked for. */
export interface RunnerFilters {
  readonly type?: Maybe<string>;
  readonly paused?: Maybe<boolean>;
  readonly status?: Maybe<string>;
  readonly scope?: Maybe<string>;
  readonly version_prefix?: Maybe<string>;
}

/** A place's own runners, those of the groups above it, and the instance's, unless it has switched them off. */
export function runnersFor({ namespaces, runners }: Instance, place: Group | Project): Runner[] {
  const isProject = place.kind === "project";
  const group = isProject ? namespaces.groupOf(place) : place;
  const takesGroups = !isProject || place.settings.get("group_runners_enabled") !== false;
  const above = takesGroups ? [...namespaces.lineage(group)].map(({ id }) => id) : [];
  const shared = isProject
    ? place.settings.get("shared_runners_enabled") !== false
    : (place.settings.get("shared_runners_setting") ?? "enabled") === "enabled";
  return runners.all().filter((runner) => {
    if (runner.type === "instance_type") return shared;
    if (runner.groupId !== null) return above.includes(runner.groupId);
    return isProject && runner.projectIds.has(place.id);
  });
}

export function runnerMatches(runner: Runner, filters: RunnerFilters, now: Date): boolean {
  if (filters.type && runner.type !== filters.type) return false;
  if (typeof filters.paused === "boolean" && filters.paused === runner.active) return false;
  const { version_prefix: prefix } = filters;
  if (prefix && !runner.managers.some(({ version }) => version?.startsWith(prefix))) return false;
  return isIn(runner, filters.status, now) && isIn(runner, filters.scope, now);
}

/** The filter by status is a query of the database: several statuses can be true at once, unlike in the answer. */
function isIn(runner: Runner, scope: string | null | undefined, now: Date): boolean {
  switch (scope) {
    case "active":
      return runner.active;
    case "paused":
      return !runner.active;
    case "online":
      return isOnline(runner, now);
    case "offline":
      return runner.contactedAt !== null && !isOnline(runner, now);
    case "never_contacted":
      return runner.contactedAt === null;
    case "stale":
      return isStale(runner, now);
    case "shared":
      return runner.type === "instance_type";
    case "specific":
      return runner.type !== "instance_type";
    default:
      return !scope || runner.type === scope;
  }
}
