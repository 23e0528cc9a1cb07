import { forbidden, notFound } from "../../grape/errors";
import { paged, pages } from "../../grape/pagination";
import { boolean, integer, text } from "../../grape/param-types";
import { requires } from "../../grape/params";
import { created, noContent, ok } from "../../grape/reply";
import { route, type SignedCall } from "../../grape/router";
import { isClosed } from "../../model/allowlist";
import type { Project } from "../../model/project";
import { canAdminProject } from "../access";
import { findProject } from "../addresses";
import { presentGroupBasic, presentProjectBasic } from "../basic-entities";
import * as operations from "./operations";

const scope = "/projects/:id/job_token_scope";
const byAddress = { id: requires(text) };
/** Adding and removing take numbers only, although the documentation says "integer or string". */
const number = requires(integer, { allowBlank: false });
const withProject = { id: number, target_project_id: number };
const withGroup = { id: number, target_group_id: number };

export const allowlistRoutes = [
  route(`GET ${scope}`, { params: byAddress }, (call) => {
    const closed = isClosed(call.instance, adminProject(call, call.params.id));
    return ok({ inbound_enabled: closed, outbound_enabled: false });
  }),

  route(`PATCH ${scope}`, { params: { ...byAddress, enabled: requires(boolean, { allowBlank: false }) } }, (call) => {
    operations.setClosed(call, adminProject(call, call.params.id), call.params.enabled);
    return noContent();
  }),

  route(`GET ${scope}/allowlist`, { params: { ...byAddress, ...pages } }, (call) => {
    const { instance, params } = call;
    const listed = operations.listedProjects(instance, adminProject(call, params.id));
    return paged(call, listed, (project) => presentProjectBasic(instance, undefined, project));
  }),

  route(`GET ${scope}/groups_allowlist`, { params: { ...byAddress, ...pages } }, (call) => {
    const { instance, params } = call;
    const listed = operations.listedGroups(instance, adminProject(call, params.id));
    return paged(call, listed, (group) => presentGroupBasic(group, instance.origin));
  }),

  route(`POST ${scope}/allowlist`, { params: withProject }, (call) => {
    const project = adminProject(call, call.params.id);
    const target = operations.targetProject(call.instance, call.params.target_project_id);
    operations.addProject(call, { project, target });
    return created({ source_project_id: project.id, target_project_id: target.id });
  }),

  route(`POST ${scope}/groups_allowlist`, { params: withGroup }, (call) => {
    const project = adminProject(call, call.params.id);
    const target = operations.targetGroup(call.instance, call.params.target_group_id);
    operations.addGroup(call, { project, target });
    return created({ source_project_id: project.id, target_group_id: target.id });
  }),

  // Removing looks for the target first, then for the project, and asks for the role last.
  route(`DELETE ${scope}/allowlist/:target_project_id`, { params: withProject }, (call) => {
    const target = call.instance.namespaces.projects.get(call.params.target_project_id);
    if (target === undefined) throw notFound("Project");
    operations.removeProject(call, { project: findProject(call, call.params.id), target });
    return noContent();
  }),

  route(`DELETE ${scope}/groups_allowlist/:target_group_id`, { params: withGroup }, (call) => {
    const target = operations.targetGroup(call.instance, call.params.target_group_id);
    operations.removeGroup(call, { project: findProject(call, call.params.id), target });
    return noContent();
  }),
];

function adminProject(call: SignedCall, id: number | string | null): Project {
  const project = findProject(call, id);
  if (!canAdminProject(call.instance, call.user, project)) throw forbidden();
  return project;
}
