import { forbidden, invalid, refuse } from "../../grape/errors";
import { boolean, text } from "../../grape/param-types";
import { atLeastOneOf, optional, requires } from "../../grape/params";
import { accepted, created, ok, type Reply } from "../../grape/reply";
import { route, type SignedCall } from "../../grape/router";
import { keep } from "../../grape/settable";
import type { Namespace } from "../../model/namespaces";
import { allDefaults, type Project } from "../../model/project";
import { canAdminProject, findGroup, findProject, ownsProject, requireAdmin } from "../access";
import { inspected, isEmpty, projectNameErrors, visibilityErrors } from "./names";
import { findNamespace } from "./namespaces";
import { presentGroupDetail } from "./present-group";
import { presentProject } from "./present-project";
import { mayCreateIn, projectParams } from "./projects";

const byAddress = { id: requires(text) };
const scopes = ["ai_workflows"];

export const projectChangeRoutes = [
  route(
    "PUT /projects/:id",
    { scopes, params: { ...projectParams, ...byAddress }, rules: [atLeastOneOf(...Object.keys(projectParams))] },
    (call) => {
      const { instance, params, user } = call;
      const project = findProject(call, params.id);
      if (!canAdminProject(instance, user, project)) throw forbidden();
      if (params.visibility && !ownsProject(instance, user, project)) throw forbidden();
      const holder = holderOf(call, project);
      const names = { name: params.name ?? project.name, path: params.path ?? project.path };
      const visibility = params.visibility ?? project.visibility;
      const errors = {
        ...projectNameErrors(instance, holder, names, project),
        ...visibilityErrors(visibility, holder),
      };
      if (!isEmpty(errors)) throw invalid(errors);
      instance.namespaces.changeProject(project, (changed) => Object.assign(changed, names, { visibility }));
      if (params.description !== undefined) project.description = params.description;
      project.defaultBranch = params.default_branch ?? project.defaultBranch;
      project.topics = params.topics ?? params.tag_list ?? project.topics;
      keep(project.settings, allDefaults, params);
      project.updatedAt = instance.clock.now();
      return ok(presentProject(instance, user, project));
    },
  ),

  route("PUT /projects/:id/transfer", { scopes, params: { ...byAddress, namespace: requires(text) } }, (call) => {
    const project = ownedProject(call);
    transfer(call, project, findNamespace(call, call.params.namespace));
    return ok(presentProject(call.instance, call.user, project));
  }),

  route(
    "POST /groups/:id/projects/:project_id",
    { scopes, params: { ...byAddress, project_id: requires(text) } },
    (call) => {
      requireAdmin(call);
      const group = findGroup(call, call.params.id);
      transfer(call, findProject(call, call.params.project_id), group);
      return created(presentGroupDetail(call, group));
    },
  ),

  route("POST /projects/:id/archive", { scopes, params: byAddress }, (call) => archived(call, true)),
  route("POST /projects/:id/unarchive", { scopes, params: byAddress }, (call) => archived(call, false)),

  route("POST /projects/:id/restore", { scopes, params: byAddress }, (call) => {
    const project = ownedProject(call);
    if (project.markedForDeletionOn === null) throw refuse(400, "Project has not been marked for deletion");
    call.instance.restore(project);
    return created(presentProject(call.instance, call.user, project));
  }),

  // The first DELETE marks; a second one that names the project as it is called by then removes it.
  route(
    "DELETE /projects/:id",
    { scopes, params: { ...byAddress, permanently_remove: optional(boolean), full_path: optional(text) } },
    (call) => {
      const { instance, params } = call;
      const project = ownedProject(call);
      if (params.permanently_remove) {
        requireRemovable(project, params.full_path);
        instance.deleteProject(project);
        return accepted();
      }
      const ancestors = instance.namespaces.lineage(instance.namespaces.groupOf(project));
      if ([...ancestors].some((group) => group.markedForDeletionOn !== null)) return accepted();
      if (project.markedForDeletionOn !== null) throw refuse(400, "Project has been already marked for deletion");
      instance.markForDeletion(project);
      return accepted();
    },
  ),
];

function ownedProject(call: SignedCall<{ readonly id: string | null }>): Project {
  const project = findProject(call, call.params.id);
  if (!ownsProject(call.instance, call.user, project)) throw forbidden();
  return project;
}

function holderOf({ instance }: SignedCall, project: Project): Namespace {
  const holder = instance.namespaces.namespace(project.namespaceId);
  if (holder === undefined) throw new Error(`Project ${project.id} is in a namespace that was deleted.`);
  return holder;
}

function archived(call: SignedCall<{ readonly id: string | null }>, state: boolean): Reply {
  const project = ownedProject(call);
  project.settings.set("archived", state);
  return created(presentProject(call.instance, call.user, project));
}

function requireRemovable(project: Project, fullPath: string | null | undefined): void {
  if (project.markedForDeletionOn === null) throw refuse(400, "Project must be marked for deletion first.");
  if (project.fullPath !== fullPath) {
    throw refuse(400, "`full_path` is incorrect. You must enter the complete path for the project.");
  }
}

function transfer(call: SignedCall, project: Project, holder: Namespace): void {
  const { instance } = call;
  const obstacle = transferObstacle(call, project, holder);
  if (obstacle !== undefined) {
    throw refuse(400, `Failed to transfer project ${inspected({ new_namespace: [obstacle] })}`);
  }
  instance.namespaces.changeProject(project, (moved) => {
    moved.namespaceId = holder.id;
  });
  if (holder.kind === "group") instance.closeTo(holder.visibility, project);
}

function transferObstacle(call: SignedCall, project: Project, holder: Namespace): string | undefined {
  if (holder.id === project.namespaceId) return "Project is already in this namespace.";
  if (!mayCreateIn(call, holder)) return "You don't have permission to transfer projects into that namespace.";
  const errors = projectNameErrors(call.instance, holder, project);
  return isEmpty(errors) ? undefined : "Project with same name or path in target namespace already exists";
}
