import { badRequest, notFound } from "../../grape/errors";
import { pagedById } from "../../grape/keyset";
import { pages } from "../../grape/pagination";
import { boolean, integer, list, text } from "../../grape/param-types";
import { atLeastOneOf, optional, requires } from "../../grape/params";
import { accepted, created, ok, type Reply } from "../../grape/reply";
import { type OpenCall, openRoute, route, type SignedCall } from "../../grape/router";
import { settable } from "../../grape/settable";
import { VISIBILITIES } from "../../model/group";
import { AccessLevel } from "../../model/members";
import { ALL_PROJECT_DEFAULTS, type Project } from "../../model/project";
import { canReadProject, levelOn, requireAdmin, requireLevel, requireWritable } from "../access";
import { findProject, groupAt, projectAt } from "../addresses";
import { presentProjectBasic } from "../basic-entities";
import { requireUnmodified } from "../preconditions";
import { findNamespace } from "./namespace-routes";
import { presentGroupDetail, presentProject, presentProjectWithAccess, presentStatistics } from "./presentation";
import { projectFilters, projectMatches, sortedProjects } from "./project-filters";
import {
  archiveProject,
  changeProject,
  createProject,
  markProject,
  removeProject,
  restoreProject,
  transferProject,
  unarchiveProject,
} from "./project-operations";

const scopes = ["ai_workflows"];
const shaping = ["with_custom_attributes"];
const statistics = optional(boolean, { initial: false });
const byAddress = { id: requires(text) };
const removal = { permanently_remove: optional(boolean), full_path: optional(text) };

/** What can be given when a project is made, and changed later. */
const projectParams = {
  ...settable(ALL_PROJECT_DEFAULTS),
  name: optional(text),
  path: optional(text),
  description: optional(text),
  default_branch: optional(text),
  visibility: optional(text, { values: VISIBILITIES }),
  topics: optional(list(text)),
  tag_list: optional(list(text)),
};
const newProject = { ...projectParams, namespace_id: optional(integer), initialize_with_readme: optional(boolean) };

export const projectRoutes = [
  route("POST /projects", { scopes, params: newProject, rules: [atLeastOneOf("name", "path")] }, (call) =>
    created(presentProject(call.instance, call.user, createProject(call, call.params))),
  ),

  openRoute("GET /projects", { scopes, shaping, params: { ...pages, ...projectFilters, statistics } }, (call) => {
    return listed(call, call.instance.namespaces.projects.values());
  }),

  openRoute(
    "GET /users/:user_id/projects",
    { scopes, shaping, params: { ...pages, ...projectFilters, statistics, user_id: requires(text) } },
    (call) => {
      const { users, namespaces } = call.instance;
      const owner = users.byIdOrUsername(call.params.user_id ?? "");
      if (owner === undefined) throw notFound("User");
      return listed(call, namespaces.projectsIn(owner.namespaceId));
    },
  ),

  openRoute(
    "GET /projects/:id",
    { scopes, shaping: ["license", ...shaping], params: { id: requires(text), statistics } },
    (call) => {
      const { instance, user } = call;
      const project = findProject(call, call.params.id);
      if (user === undefined) return ok(presentProjectBasic(instance, user, project));
      return ok(withStatistics(call, project, presentProjectWithAccess(instance, user, project)));
    },
  ),

  route(
    "PUT /projects/:id",
    { scopes, params: { ...projectParams, ...byAddress }, rules: [atLeastOneOf(...Object.keys(projectParams))] },
    (call) => {
      const project = projectAt(call);
      changeProject(call, project, call.params);
      return ok(presentProject(call.instance, call.user, project));
    },
  ),

  route("PUT /projects/:id/transfer", { scopes, params: { ...byAddress, namespace: requires(text) } }, (call) => {
    const project = ownedProject(call);
    requireWritable(call.instance, project);
    transferProject(call, project, findNamespace(call, call.params.namespace));
    return ok(presentProject(call.instance, call.user, project));
  }),

  route(
    "POST /groups/:id/projects/:project_id",
    { scopes, params: { ...byAddress, project_id: requires(text) } },
    (call) => {
      requireAdmin(call);
      const group = groupAt(call);
      transferProject(call, findProject(call, call.params.project_id), group);
      return created(presentGroupDetail(call, group));
    },
  ),

  route("POST /projects/:id/archive", { scopes, params: byAddress }, (call) => changed(call, archiveProject)),
  route("POST /projects/:id/unarchive", { scopes, params: byAddress }, (call) => changed(call, unarchiveProject)),
  route("POST /projects/:id/restore", { scopes, params: byAddress }, (call) => changed(call, restoreProject)),

  // The first DELETE marks the project and renames it. A second one that gives the new path removes it.
  route("DELETE /projects/:id", { scopes, params: { ...byAddress, ...removal } }, (call) => {
    const project = ownedProject(call);
    const precondition = () => requireUnmodified(call, project.updatedAt);
    if (!call.params.permanently_remove) markProject(call, project, precondition);
    else removeProject(call, project, { fullPath: call.params.full_path, precondition });
    return accepted();
  }),
];

function ownedProject(call: SignedCall<{ readonly id: string | null }>): Project {
  const project = projectAt(call);
  requireLevel(call, project, AccessLevel.owner);
  return project;
}

type Change = (act: SignedCall, project: Project) => void;

function changed(call: SignedCall<{ readonly id: string | null }>, change: Change): Reply {
  const project = ownedProject(call);
  change(call, project);
  return created(presentProject(call.instance, call.user, project));
}

/** Reporters and more see how large a project is, where somebody asks. */
function withStatistics(call: OpenCall<{ statistics: boolean | null }>, project: Project, shown: object): object {
  const { instance, user, params } = call;
  const may = levelOn(instance, user, project) >= AccessLevel.reporter;
  return params.statistics && may ? { ...shown, statistics: presentStatistics(project) } : shown;
}

type Listing = OpenCall<
  Parameters<typeof projectMatches>[2] & { page: number | null; per_page: number | null; statistics: boolean | null }
>;

function listed(call: Listing, projects: Iterable<Project>): Reply {
  const { instance, params, user } = call;
  requirePairedUpdates(call);
  const found = [...projects].filter((row) => projectMatches(call, row, params) && canReadProject(instance, user, row));
  const present = (row: Project) =>
    user && !params.simple
      ? withStatistics(call, row, presentProjectWithAccess(instance, user, row))
      : presentProjectBasic(instance, user, row);
  return pagedById(call, { type: "Project", rows: sortedProjects(found, params), present });
}

/** The filter by updates works with its own order only. */
function requirePairedUpdates({ params }: Listing): void {
  if (!params.updated_after && !params.updated_before) return;
  if (params.order_by !== "updated_at") throw badRequest("`updated_at` filter and `updated_at` sorting must be paired");
}
