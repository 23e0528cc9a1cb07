import { paged, pages } from "../../grape/pagination";
import { boolean, integer, list, text } from "../../grape/param-types";
import { optional, requires, type Values } from "../../grape/params";
import type { Reply } from "../../grape/reply";
import { type OpenCall, openRoute } from "../../grape/router";
import { includesText } from "../../grape/text-search";
import { type Group, presentGroup, visibilities } from "../../model/group";
import { canReadGroup, canReadProject, findGroup } from "../access";
import { levels, projectFilters, projectMatches, sortedProjects } from "./filters";
import { presentProject, presentProjectBasic } from "./present-project";

const scopes = ["ai_workflows"];
const byAddress = { id: requires(text) };
const filters = {
  ...pages,
  skip_groups: optional(list(integer)),
  all_available: optional(boolean),
  visibility: optional(text, { values: visibilities }),
  search: optional(text),
  owned: optional(boolean, { initial: false }),
  order_by: optional(text, { values: ["name", "path", "id", "similarity"], initial: "name" }),
  sort: optional(text, { values: ["asc", "desc"], initial: "asc" }),
  min_access_level: optional(integer, { values: levels }),
  top_level_only: optional(boolean),
  active: optional(boolean),
};

export const groupListRoutes = [
  openRoute("GET /groups", { scopes, params: filters }, (call) => {
    const { params, instance } = call;
    const all = [...instance.namespaces.groups.values()];
    return listed(call, params.top_level_only ? all.filter((group) => group.parentId === null) : all);
  }),

  openRoute("GET /groups/:id/subgroups", { scopes, params: { ...byAddress, ...filters } }, (call) => {
    const group = findGroup(call, call.params.id);
    return listed(call, [...call.instance.namespaces.subgroups(group.id)], true);
  }),

  openRoute("GET /groups/:id/descendant_groups", { scopes, params: { ...byAddress, ...filters } }, (call) => {
    const group = findGroup(call, call.params.id);
    return listed(call, [...call.instance.namespaces.descendants(group)], true);
  }),

  openRoute(
    "GET /groups/:id/projects",
    {
      scopes,
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

function listed(call: OpenCall<Filters>, candidates: Group[], below = false): Reply {
  const { instance, params, user } = call;
  const everything = params.all_available ?? (below || user === undefined || user.admin);
  const rows = candidates.filter((group) => {
    if (!canReadGroup(instance, user, group) || !matches(group, params)) return false;
    const level = user ? instance.members.level(user.id, group) : 0;
    if (!everything && level === 0) return false;
    return !(params.owned && level < 50) && level >= (params.min_access_level ?? 0);
  });
  return paged(call, sorted(rows, params), (group) => presentGroup(group, instance.origin));
}

function matches(group: Group, params: Filters): boolean {
  if (params.skip_groups?.includes(group.id)) return false;
  if (params.visibility && group.visibility !== params.visibility) return false;
  if (params.active !== undefined && params.active === (group.markedForDeletionOn !== null)) return false;
  const { search } = params;
  return !search || includesText(group.name, search) || includesText(group.fullPath, search);
}

function sorted(groups: Group[], { order_by, sort }: Filters): Group[] {
  const key =
    order_by === "id" ? (group: Group) => group.id : (group: Group) => (order_by === "path" ? group.path : group.name);
  const direction = sort === "desc" ? -1 : 1;
  return groups.sort((a, b) => direction * compare(key(a), key(b)) || a.id - b.id);
}

function compare(a: number | string, b: number | string): number {
  return a < b ? -1 : Number(a > b);
}
