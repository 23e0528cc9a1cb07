import type { Inventory } from "../inventory/reading";
import type { AllowlistEntry, ProjectRecord, Use } from "../inventory/record";
import type { Estate, EstateEntry, EstateProject } from "./graph/estate";
import { isBelow } from "./graph/places";

const MOST_NAMES = 3;

/** What a map is drawn from. `caveats` are sentences about what the inventory lacks. */
export function estateOf({ header, projects, targets }: Inventory, caveats: readonly string[]): Estate {
  return {
    gitlab: header.gitlab,
    version: header.version ?? undefined,
    scope: [...header.scope.groups, ...header.scope.projects],
    readAs: header.readAs.username,
    startedAt: header.startedAt,
    caveats: [...caveats, ...unreadIn(projects)],
    projects: projects.map(projectOf),
    targets: targets.map(({ of: kind, id, path, archived, markedForDeletionOn }) => ({
      kind,
      id,
      path,
      isArchived: archived,
      isLeaving: markedForDeletionOn !== null,
    })),
  };
}

function unreadIn(projects: readonly ProjectRecord[]): string[] {
  const unread = projects.filter((project) => project.projects === null || project.groups === null);
  if (unread.length === 0) return [];
  const lists = unread.length === 1 ? "The list of 1 project" : `The lists of ${unread.length} projects`;
  const more = unread.length > MOST_NAMES ? " and others" : "";
  const names = unread
    .slice(0, MOST_NAMES)
    .map(({ path }) => path)
    .join(", ");
  return [`${lists} could not be read, so the map shows nobody who reaches them: ${names}${more}.`];
}

function projectOf(record: ProjectRecord): EstateProject {
  const { id, path, visibility, archived, markedForDeletionOn, enabled } = record;
  return {
    id,
    path,
    visibility,
    publicFeatures: visibility === "private" ? [] : publicFeaturesOf(record),
    isArchived: archived,
    isLeaving: markedForDeletionOn !== null,
    isClosed: enabled ?? undefined,
    takesPushes: takesPushes(record),
    entries: entriesOf(record),
    hasLog: record.uses !== null,
  };
}

function publicFeaturesOf({ featureAccess }: ProjectRecord): string[] {
  return Object.entries(featureAccess).flatMap(([feature, level]) =>
    level === "enabled" || level === "public" ? [feature] : [],
  );
}

/** Both settings have to be on. Where GitLab tells only one of them, the other counts as that one: a map is an upper bound. */
function takesPushes({
  pushRepositoryForJobTokenAllowed: push,
  crossProjectPushForJobTokenAllowed: cross,
}: ProjectRecord): boolean {
  return (push ?? cross ?? false) && (cross ?? push ?? false);
}

function entriesOf(record: ProjectRecord): EstateEntry[] | undefined {
  if (record.projects === null && record.groups === null) return undefined;
  const each =
    (kind: EstateEntry["kind"]) =>
    (entry: AllowlistEntry): EstateEntry => ({
      kind,
      id: entry.id,
      path: entry.path,
      permissions: entry.permissions,
      addedBy: entry.addedBy ?? undefined,
      createdAt: entry.createdAt ?? undefined,
      lastUsedAt: lastUseOf(kind, entry, record),
    });
  return [...(record.projects ?? []).map(each("project")), ...(record.groups ?? []).map(each("group"))];
}

/** When a job token of the listed project, or of one below the listed group, was last let in. */
function lastUseOf(
  kind: EstateEntry["kind"],
  { id, path }: AllowlistEntry,
  { uses }: ProjectRecord,
): string | undefined {
  const isBy = ({ project }: Use) =>
    kind === "project" ? project.id === id : path !== undefined && isBelow(project.path, path);
  return (uses ?? [])
    .filter(isBy)
    .map(({ lastAuthorizedAt }) => lastAuthorizedAt)
    .sort()
    .at(-1);
}
