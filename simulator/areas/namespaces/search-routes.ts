import { NotSimulated } from "../../grape/errors";
import { paged, pages } from "../../grape/pagination";
import { boolean, integer, list, text } from "../../grape/param-types";
import { optional, requires } from "../../grape/params";
import type { Reply } from "../../grape/reply";
import { openRoute, route, type SignedCall } from "../../grape/router";
import type { Group } from "../../model/group";
import type { Project } from "../../model/project";
import type { User } from "../../model/users";
import { canReadGroup, canReadProject } from "../access";
import { groupAt, projectAt } from "../addresses";
import { presentGroupBasic, presentProjectBasic, presentUserBasic } from "../basic-entities";
import { includesText } from "../lists";

const SCOPES = ["projects", "issues", "merge_requests", "milestones", "snippet_titles", "users"];
const search = {
  ...pages,
  scope: requires(text, { values: SCOPES }),
  search: requires(text),
};
const byAddress = { id: requires(text) };
const within = { ...byAddress, ...pages, search: optional(text) };

/** Searches by name, and the users and groups of a project. */
export const searchRoutes = [
  route("GET /search", { params: search }, (call) => {
    const { instance } = call;
    return found(call, [...instance.namespaces.projects.values()], instance.users.all());
  }),

  route("GET /groups/:id/search", { params: { ...byAddress, ...search } }, (call) => {
    const { instance } = call;
    const group = groupAt(call);
    const members = instance.members.allOf(group).flatMap(({ userId }) => instance.users.byId(userId) ?? []);
    return found(call, [...instance.namespaces.projectsBelow(group)], members);
  }),

  openRoute("GET /projects/:id/users", { params: { ...within, skip_users: optional(list(integer)) } }, (call) => {
    const { instance, params } = call;
    const people = instance.members
      .allOf(projectAt(call))
      .flatMap(({ userId }) => instance.users.byId(userId) ?? [])
      .filter(({ id }) => !params.skip_users?.includes(id))
      .filter(({ name, username }) => isNamed(params.search, name, username));
    return paged(call, people, (user) => presentUserBasic(instance, user));
  }),

  openRoute(
    "GET /projects/:id/groups",
    { params: { ...within, skip_groups: optional(list(integer)), with_shared: optional(boolean, { initial: false }) } },
    (call) => {
      const { instance, params } = call;
      const project = projectAt(call);
      const rows = groupsOf(call, project, params.with_shared === true)
        .filter(({ id }) => !params.skip_groups?.includes(id))
        .filter(({ name, fullPath }) => isNamed(params.search, name, fullPath));
      return paged(call, rows, (group) => ({
        ...presentGroupBasic(group, instance.origin),
        avatar_url: null,
        full_name: group.fullName,
        full_path: group.fullPath,
      }));
    },
  ),
];

type SearchCall = SignedCall<{
  readonly page: number | null;
  readonly per_page: number | null;
  readonly scope: string | null;
  readonly search: string | null;
}>;

/** Issues, milestones and snippets are none here; merge requests are searched in their own lists. */
function found(call: SearchCall, projects: readonly Project[], users: readonly User[]): Reply {
  const { instance, params, user } = call;
  const { scope, search: wanted } = params;
  if (scope === "merge_requests") throw new NotSimulated("the search for merge requests");
  if (scope === "users") {
    const people = users.filter(({ name, username }) => isNamed(wanted, name, username));
    return paged(call, people, (each) => presentUserBasic(instance, each));
  }
  const rows = projects.filter((row) => scope === "projects" && canReadProject(instance, user, row));
  const named = rows.filter(({ name, path, description }) => isNamed(wanted, name, path, description ?? ""));
  return paged(call, named, (row) => presentProjectBasic(instance, user, row));
}

function groupsOf(
  { instance, user }: { instance: SignedCall["instance"]; user: User | undefined },
  project: Project,
  shared: boolean,
): Group[] {
  const { members, namespaces } = instance;
  const above = [...namespaces.lineage(namespaces.groupOf(project))];
  const invited = members.shares.of(project).flatMap(({ groupId }) => namespaces.groups.get(groupId) ?? []);
  return [...above, ...(shared ? invited : [])].filter((group) => canReadGroup(instance, user, group));
}

function isNamed(wanted: string | null | undefined, ...fields: string[]): boolean {
  return !wanted || fields.some((field) => includesText(field, wanted));
}
