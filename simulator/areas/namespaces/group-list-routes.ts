import { byCursor, pagedByCursor } from "../../grape/keyset";
import { paged, pages } from "../../grape/pagination";
import { boolean, day, integer, list, text } from "../../grape/param-types";
import { optional, requires, type Values } from "../../grape/params";
import type { Reply } from "../../grape/reply";
import { type OpenCall, openRoute } from "../../grape/router";
import { type Group, VISIBILITIES } from "../../model/group";
import { canReadGroup, canReadProject } from "../access";
import { findGroup } from "../addresses";
import { presentProjectBasic } from "../basic-entities";
import { includesText, sortBy } from "../lists";
import { presentGroup, presentGroupStatistics, presentProject } from "./presentation";
import { LEVELS, projectFilters, projectMatches, sortedProjects } from "./project-filters";

const scopes = ["ai_workflows"];
const shaping = ["with_custom_attributes"];
/** GitLab always pages subgroups by numbers, whatever pagination the request names. */
const shapingBelow = [...shaping, "pagination", "cursor"];
const byAddress = { id: requires(text) };
const filters = {
  ...pages,
  statistics: optional(boolean, { initial: false }),
  skip_groups: optional(list(integer)),
  all_available: optional(boolean),
  visibility: optional(text, { values: VISIBILITIES }),
  search: optional(text),
  owned: optional(boolean, { initial: false }),
  order_by: optional(text, { values: ["name", "path", "id", "similarity"], initial: "name" }),
  sort: optional(text, { values: ["asc", "desc"], initial: "asc" }),
  min_access_level: optional(integer, { values: LEVELS }),
  top_level_only: optional(boolean),
  active: optional(boolean),
  archived: optional(boolean),
  marked_for_deletion_on: optional(day),
};

export const groupListRoutes = [
  // Only callers without a credential page by cursor: everybody else gets numbers, whatever they ask for.
  openRoute("GET /groups", { scopes, shaping, params: { ...filters, ...byCursor } }, (call) => {
    const { params, instance, user } = call;
    const present = presenterFor(call);
    const all = [...instance.namespaces.groups.values()];
    const rows = found(call, params.top_level_only ? all.filter((group) => group.parentId === null) : all);
    if (user) return paged(call, rows, present);
    return pagedByCursor(call, {
      ...{ type: "Group", rows, present, orders: ["name asc"], descending: params.sort === "desc" },
      initial: { order_by: "name", sort: "asc" },
      columns: ({ name, id }) => ({ name, id }),
    });
  }),

  openRoute(
    "GET /groups/:id/subgroups",
    { scopes, shaping: shapingBelow, params: { ...byAddress, ...filters } },
    (call) => {
      const group = findGroup(call, call.params.id);
      return listed(call, [...call.instance.namespaces.subgroups(group.id)]);
    },
  ),

  openRoute(
    "GET /groups/:id/descendant_groups",
    { scopes, shaping: shapingBelow, params: { ...byAddress, ...filters } },
    (call) => {
      const group = findGroup(call, call.params.id);
      return listed(call, [...call.instance.namespaces.descendants(group)]);
    },
  ),

  openRoute(
    "GET /groups/:id/projects",
    {
      scopes,
      shaping: ["with_custom_attributes"],
      params: {
        ...byAddress,
        ...pages,
        ...projectFilters,
        include_subgroups: optional(boolean, { initial: false }),
        with_shared: optional(boolean, { initial: true }),
      },
    },
    (call) => {
      const { instance, params, user } = call;
      const { namespaces } = instance;
      const group = findGroup(call, params.id);
      const all = params.include_subgroups ? namespaces.projectsBelow(group) : namespaces.projectsIn(group.id);
      const rows = [...all].filter((row) => canReadProject(instance, user, row) && projectMatches(call, row, params));
      const present = params.simple ? presentProjectBasic : presentProject;
      return paged(call, sortedProjects(rows, params), (row) => present(instance, user, row));
    },
  ),
];

type Filters = Values<typeof filters>;

function listed(call: OpenCall<Filters>, candidates: Group[]): Reply {
  return paged(call, found(call, candidates, true), presenterFor(call));
}

/** Administrators see how large groups are, if they ask. */
function presenterFor({ instance, params, user }: OpenCall<Filters>): (group: Group) => object {
  const sized = params.statistics && user?.admin;
  return (group) => ({
    ...presentGroup(group, instance.origin),
    ...(sized ? { statistics: presentGroupStatistics(instance, group) } : {}),
  });
}

function found({ instance, params, user }: OpenCall<Filters>, candidates: Group[], below = false): Group[] {
  const everything = params.all_available ?? (below || user === undefined || user.admin);
  const rows = candidates.filter((group) => {
    if (!canReadGroup(instance, user, group) || !matches(group, params)) return false;
    const level = user ? instance.members.level(user.id, group) : 0;
    if (!everything && level === 0) return false;
    return !(params.owned && level < 50) && level >= (params.min_access_level ?? 0);
  });
  return sorted(rows, params);
}

function matches(group: Group, params: Filters): boolean {
  if (params.skip_groups?.includes(group.id)) return false;
  if (params.visibility && group.visibility !== params.visibility) return false;
  if (params.active !== undefined && params.active === (group.archived || group.markedForDeletionOn !== null))
    return false;
  if (params.archived !== undefined && params.archived !== group.archived) return false;
  const { marked_for_deletion_on: day, search } = params;
  if (day && group.markedForDeletionOn !== day) return false;
  return !search || includesText(group.name, search) || includesText(group.fullPath, search);
}

function sorted(groups: readonly Group[], { order_by, sort }: Filters): Group[] {
  const key = order_by === "id" || order_by === "path" ? order_by : "name";
  const byId = sortBy(groups, 1, ({ id }) => id);
  return sortBy(byId, sort === "desc" ? -1 : 1, (group) => group[key]);
}
