import { boolean, day, integer, list, moment, text } from "../../grape/param-types";
import { optional, type Values } from "../../grape/params";
import { VISIBILITIES } from "../../model/group";
import { AccessLevel } from "../../model/members";
import type { Project } from "../../model/project";
import type { Visit } from "../access";
import { includesText, sortBy } from "../lists";

export const LEVELS: readonly number[] = [5, 10, 15, 20, 25, 30, 40, 50];
const ORDERS = ["id", "name", "path", "created_at", "updated_at", "last_activity_at", "similarity", "star_count"];

/** Declared by every list of projects. */
export const projectFilters = {
  archived: optional(boolean),
  active: optional(boolean),
  visibility: optional(text, { values: VISIBILITIES }),
  search: optional(text),
  search_namespaces: optional(boolean),
  owned: optional(boolean, { initial: false }),
  membership: optional(boolean, { initial: false }),
  min_access_level: optional(integer, { values: LEVELS }),
  topic: optional(list(text)),
  id_after: optional(integer),
  id_before: optional(integer),
  starred: optional(boolean, { initial: false }),
  imported: optional(boolean, { initial: false }),
  with_issues_enabled: optional(boolean, { initial: false }),
  with_merge_requests_enabled: optional(boolean, { initial: false }),
  last_activity_after: optional(moment),
  last_activity_before: optional(moment),
  updated_after: optional(moment),
  updated_before: optional(moment),
  marked_for_deletion_on: optional(day),
  pagination: optional(text),
  simple: optional(boolean, { initial: false }),
  order_by: optional(text, { values: ORDERS, initial: "created_at" }),
  sort: optional(text, { values: ["asc", "desc"], initial: "desc" }),
};

type Filters = Values<typeof projectFilters>;

export function projectMatches(call: Visit, project: Project, filters: Filters): boolean {
  const archived = project.settings.get("archived") === true;
  if (filters.archived !== undefined && filters.archived !== archived) return false;
  if (filters.active !== undefined && filters.active === (archived || project.markedForDeletionOn !== null))
    return false;
  if (filters.visibility && project.visibility !== filters.visibility) return false;
  if (filters.id_after && project.id <= filters.id_after) return false;
  if (filters.id_before && project.id >= filters.id_before) return false;
  if (filters.topic && !filters.topic.every((topic) => project.topics.includes(topic))) return false;
  // Nobody stars or imports anything here.
  if (filters.starred || filters.imported) return false;
  return hasRole(call, project, filters) && isFound(project, filters) && isAsSet(project, filters);
}

function isAsSet(project: Project, filters: Filters): boolean {
  const { settings, markedForDeletionOn } = project;
  if (filters.with_issues_enabled && settings.get("issues_enabled") === false) return false;
  if (filters.with_merge_requests_enabled && settings.get("merge_requests_enabled") === false) return false;
  if (filters.marked_for_deletion_on && markedForDeletionOn !== filters.marked_for_deletion_on) return false;
  return (
    isBetween(project.updatedAt, filters.last_activity_after, filters.last_activity_before) &&
    isBetween(project.updatedAt, filters.updated_after, filters.updated_before)
  );
}

function isBetween(time: Date, after: Date | null | undefined, before: Date | null | undefined): boolean {
  return !(after && time < after) && !(before && time > before);
}

/** An administrator is no member without a membership. */
function hasRole({ instance, user }: Visit, project: Project, filters: Filters): boolean {
  const { owned, membership, min_access_level: minimum } = filters;
  if (!owned && !membership && !minimum) return true;
  if (user === undefined) return false;
  const level = project.namespaceId === user.namespaceId ? AccessLevel.owner : instance.members.level(user.id, project);
  return level >= Math.max(owned ? AccessLevel.owner : 0, membership ? AccessLevel.minimal : 0, minimum ?? 0);
}

function isFound(project: Project, { search, search_namespaces: wide }: Filters): boolean {
  if (!search) return true;
  const fields = [project.name, project.path, project.description ?? "", ...(wide ? [project.fullPath] : [])];
  return fields.some((field) => includesText(field, search));
}

/** As asked for; dates of creation are in the order of ids. */
export function sortedProjects(projects: readonly Project[], { order_by, sort }: Filters): Project[] {
  const direction = sort === "asc" ? 1 : -1;
  const byId = sortBy(projects, direction, ({ id }) => id);
  if (order_by === "name" || order_by === "path") return sortBy(byId, direction, (project) => project[order_by]);
  if (order_by !== "updated_at" && order_by !== "last_activity_at") return byId;
  return sortBy(byId, direction, ({ updatedAt }) => updatedAt.getTime());
}
