import { badRequest, forbidden, notFound } from "../../grape/errors";
import { paged, pages } from "../../grape/pagination";
import { boolean, integer, text } from "../../grape/param-types";
import { requires } from "../../grape/params";
import { created, noContent, ok } from "../../grape/reply";
import { route, type SignedCall } from "../../grape/router";
import { presentGroupBasic } from "../../model/group";
import type { Project } from "../../model/project";
import { canAdminProject, canReadGroup, canReadProject, findProject } from "../access";
import { presentProjectBasic } from "../namespaces/present-project";

/** Projects and groups are counted apart. https://docs.gitlab.com/ci/jobs/ci_job_token/ */
const maximumEntries = 200;

const byAddress = { id: requires(text) };
/** Adding and removing take numbers only, although the documentation says "integer or string". */
const byNumber = { id: requires(integer, { allowBlank: false }) };

export const jobTokenScopeRoutes = [
  route("GET /projects/:id/job_token_scope", { params: byAddress }, (call) => {
    const project = adminProject(call, call.params.id);
    const enforced = call.instance.settings.enforceJobTokenScope;
    return ok({ inbound_enabled: enforced || project.inboundJobTokenScope, outbound_enabled: false });
  }),

  route(
    "PATCH /projects/:id/job_token_scope",
    { params: { ...byAddress, enabled: requires(boolean, { allowBlank: false }) } },
    (call) => {
      const project = adminProject(call, call.params.id);
      if (!call.params.enabled && call.instance.settings.enforceJobTokenScope) throw badRequest(enforcedText);
      project.inboundJobTokenScope = call.params.enabled;
      return noContent();
    },
  ),

  route("GET /projects/:id/job_token_scope/allowlist", { params: { ...byAddress, ...pages } }, (call) => {
    const { instance } = call;
    const project = adminProject(call, call.params.id);
    // The project itself is always on its list. What the caller can't read is listed too.
    const listed = [...project.allowedProjects, project.id].sort((a, b) => a - b);
    return paged(call, listed, (id) =>
      presentProjectBasic(instance, undefined, known(instance.namespaces.projects, id)),
    );
  }),

  route("GET /projects/:id/job_token_scope/groups_allowlist", { params: { ...byAddress, ...pages } }, (call) => {
    const { instance } = call;
    const project = adminProject(call, call.params.id);
    const listed = [...project.allowedGroups].sort((a, b) => a - b);
    return paged(call, listed, (id) => presentGroupBasic(known(instance.namespaces.groups, id), instance.origin));
  }),

  route(
    "POST /projects/:id/job_token_scope/allowlist",
    { params: { ...byNumber, target_project_id: requires(integer, { allowBlank: false }) } },
    (call) => {
      const project = adminProject(call, call.params.id);
      const target = call.instance.namespaces.projects.get(call.params.target_project_id);
      if (target === undefined) throw notFound("target_project_id not found");
      if (!canReadProject(call.instance, call.user, target)) throw badRequest(unreadable("target_project"));
      const invalid = [
        ...(target === project ? ["Target project can't be the same as the source project"] : []),
        ...full(project.allowedProjects, "project links in this direction"),
      ];
      if (invalid.length > 0) throw badRequest(`Validation failed: ${invalid.join(", ")}`);
      if (project.allowedProjects.has(target.id)) throw badRequest(alreadyListed("project"));
      project.allowedProjects.add(target.id);
      return created({ source_project_id: project.id, target_project_id: target.id });
    },
  ),

  route(
    "POST /projects/:id/job_token_scope/groups_allowlist",
    { params: { ...byNumber, target_group_id: requires(integer, { allowBlank: false }) } },
    (call) => {
      const project = adminProject(call, call.params.id);
      const target = call.instance.namespaces.groups.get(call.params.target_group_id);
      if (target === undefined) throw notFound("target_group_id not found");
      if (!canReadGroup(call.instance, call.user, target)) throw badRequest(unreadable("target_group"));
      const invalid = full(project.allowedGroups, "group links");
      if (invalid.length > 0) throw badRequest(`Validation failed: ${invalid.join(", ")}`);
      if (project.allowedGroups.has(target.id)) throw badRequest(alreadyListed("group"));
      project.allowedGroups.add(target.id);
      return created({ source_project_id: project.id, target_group_id: target.id });
    },
  ),

  // Removing looks for the target first, then for the project, and asks for the role last.
  route(
    "DELETE /projects/:id/job_token_scope/allowlist/:target_project_id",
    { params: { ...byNumber, target_project_id: requires(integer, { allowBlank: false }) } },
    (call) => {
      const target = call.instance.namespaces.projects.get(call.params.target_project_id);
      if (target === undefined) throw notFound("Project");
      const project = findProject(call, call.params.id);
      if (!canAdminProject(call.instance, call.user, project)) throw forbidden(insufficient);
      if (target === project) throw badRequest("Source project cannot be removed from the job token scope");
      if (!project.allowedProjects.delete(target.id)) throw badRequest(notListed("project"));
      return noContent();
    },
  ),

  route(
    "DELETE /projects/:id/job_token_scope/groups_allowlist/:target_group_id",
    { params: { ...byNumber, target_group_id: requires(integer, { allowBlank: false }) } },
    (call) => {
      const target = call.instance.namespaces.groups.get(call.params.target_group_id);
      if (target === undefined) throw notFound("target_group_id not found");
      const project = findProject(call, call.params.id);
      if (!canAdminProject(call.instance, call.user, project)) throw forbidden(insufficient);
      if (!project.allowedGroups.delete(target.id)) throw badRequest(notListed("group"));
      return noContent();
    },
  ),
];

function adminProject(call: SignedCall, id: number | string | null): Project {
  const project = findProject(call, id);
  if (!canAdminProject(call.instance, call.user, project)) throw forbidden();
  return project;
}

function known<T>(entries: ReadonlyMap<number, T>, id: number): T {
  const entry = entries.get(id);
  if (entry === undefined) throw new Error(`An allowlist names ${id}, which was deleted.`);
  return entry;
}

const enforcedText =
  "Job token scope cannot be disabled for this project because it is enforced for the instance. Contact your administrator to modify this setting.";
const insufficient = "Insufficient permissions to modify the job token scope";
const unreadable = (what: string) =>
  `The ${what} that you are attempting to access does not exist or you don't have permission to perform this action`;
const alreadyListed = (what: string) => `This ${what} is already in the job token allowlist.`;
const notListed = (what: string) => `Target ${what} is not in the job token scope`;
/** Judged before the database finds an entry twice: on a full list every addition fails with this. */
const full = (entries: ReadonlySet<number>, what: string) =>
  entries.size >= maximumEntries ? [`Source project exceeds the allowable number of ${what}`] : [];
