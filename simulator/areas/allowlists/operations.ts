import { badRequest, forbidden, notFound } from "../../grape/errors";
import { entryFor, isClosed } from "../../model/allowlist";
import { type AllowlistEntry, DEFAULT_PERMISSIONS, type EntryPermissions, permits } from "../../model/allowlist-entry";
import type { Group } from "../../model/group";
import type { Instance } from "../../model/instance";
import type { Project } from "../../model/project";
import { type Act, canAdminProject, canReadGroup, canReadProject } from "../access";
import { ENFORCED, entryProblems, permissionProblems, UNREADABLE } from "./rules";

/** A project, and the project or group whose job tokens may come in. */
interface Change<Target> {
  readonly project: Project;
  readonly target: Target;
}

/** An entry to make. REST can't say what it permits, so that GitLab's default holds. */
interface Addition<Target> extends Change<Target> {
  readonly permissions?: EntryPermissions;
}

/** What a job of one project may do in another with its job token, if the user who started it may. */
export interface JobTokenAccess {
  /** GitLab's names in lower case; `[]` leaves cloning and registry pulls. `default`: everything that the user may do. */
  readonly permissions: "default" | readonly string[];
  readonly push: boolean;
}

/** Returns whether a job of the caller gets into the project with its job token. https://docs.gitlab.com/ci/jobs/ci_job_token/ */
export function admits(instance: Instance, projectId: number, callerId: number): boolean {
  return accessOf(instance, projectId, callerId) !== undefined;
}

/** Returns what a job of the caller may do in the project, or undefined where it does not get in. The closest entry counts. */
export function accessOf(instance: Instance, projectId: number, callerId: number): JobTokenAccess | undefined {
  const project = instance.namespaces.projects.get(projectId);
  const caller = instance.namespaces.projects.get(callerId);
  if (project === undefined || caller === undefined) return undefined;
  const ownPush = project.settings.get("ci_push_repository_for_job_token_allowed") === true;
  if (caller === project) return { permissions: "default", push: ownPush };
  if (!isClosed(instance, project)) return { permissions: "default", push: false };
  const entry = entryFor(instance, project, caller);
  if (entry === undefined) return undefined;
  const permissions = entry.defaultPermissions ? "default" : entry.jobTokenPolicies;
  return { permissions, push: ownPush && project.crossProjectPush && permits(entry, ["admin_repositories"]) };
}

export function setClosed({ instance }: Act, project: Project, closed: boolean): void {
  if (!closed && instance.settings.enforceJobTokenScope) throw badRequest(ENFORCED);
  project.inboundJobTokenScope = closed;
}

/** Lists the projects in the order of ids: the project itself always, and also projects that the caller may not read. */
export function listedProjects({ namespaces }: Instance, project: Project): Project[] {
  return entries(namespaces.projects, [...new Set([...project.allowedProjects.keys(), project.id])]);
}

export function listedGroups({ namespaces }: Instance, project: Project): Group[] {
  return entries(namespaces.groups, [...project.allowedGroups.keys()]);
}

function entries<T>(all: ReadonlyMap<number, T>, ids: readonly number[]): T[] {
  return ids
    .toSorted((a, b) => a - b)
    .map((id) => {
      const entry = all.get(id);
      if (entry === undefined) throw new Error(`An allowlist names ${id}, which was deleted.`);
      return entry;
    });
}

export function addProject(act: Act, { project, target, permissions = DEFAULT_PERMISSIONS }: Addition<Project>): void {
  if (!canReadProject(act.instance, act.user, target)) throw badRequest(UNREADABLE.project);
  requireNoProblem([...entryProblems(project, target), ...permissionProblems(permissions)]);
  if (project.allowedProjects.has(target.id)) throw badRequest(alreadyListed("project"));
  project.allowedProjects.set(target.id, newEntry(act, permissions));
}

export function addGroup(act: Act, { project, target, permissions = DEFAULT_PERMISSIONS }: Addition<Group>): void {
  if (!canReadGroup(act.instance, act.user, target)) throw badRequest(UNREADABLE.group);
  requireNoProblem([...entryProblems(project, target), ...permissionProblems(permissions)]);
  if (project.allowedGroups.has(target.id)) throw badRequest(alreadyListed("group"));
  project.allowedGroups.set(target.id, newEntry(act, permissions));
}

/** Changes what an entry permits. Only GraphQL offers it. app/services/ci/job_token_scope/update_policies_service.rb */
export function changePermissions(
  act: Act,
  { project, target }: Change<Group | Project>,
  permissions: EntryPermissions,
): void {
  if (!canRead(act, target)) throw badRequest("You have insufficient permission to update this job token scope");
  const entries = target.kind === "project" ? project.allowedProjects : project.allowedGroups;
  // GitLab makes an entry of the project itself where there is none.
  const entry = entries.get(target.id) ?? (target === project ? newEntry(act, permissions) : undefined);
  if (entry === undefined) throw badRequest("Unable to find a job token scope for the given project & target");
  const [problem] = permissionProblems(permissions);
  if (problem !== undefined) throw badRequest(problem);
  entries.set(target.id, { ...entry, ...permissions });
}

function canRead({ instance, user }: Act, target: Group | Project): boolean {
  return target.kind === "project" ? canReadProject(instance, user, target) : canReadGroup(instance, user, target);
}

function newEntry({ instance, user }: Act, permissions: EntryPermissions): AllowlistEntry {
  return { ...permissions, addedById: user.id, createdAt: instance.clock.now() };
}

export function removeProject(act: Act, { project, target }: Change<Project>): void {
  requireMayChange(act, project);
  if (target === project) throw badRequest("Source project cannot be removed from the job token scope");
  if (!project.allowedProjects.delete(target.id)) throw badRequest(notListed("project"));
}

export function removeGroup(act: Act, { project, target }: Change<Group>): void {
  requireMayChange(act, project);
  if (!project.allowedGroups.delete(target.id)) throw badRequest(notListed("group"));
}

export function targetProject({ namespaces }: Instance, id: number): Project {
  const target = namespaces.projects.get(id);
  if (target === undefined) throw notFound("target_project_id not found");
  return target;
}

export function targetGroup({ namespaces }: Instance, id: number): Group {
  const target = namespaces.groups.get(id);
  if (target === undefined) throw notFound("target_group_id not found");
  return target;
}

function requireMayChange({ instance, user }: Act, project: Project): void {
  if (canAdminProject(instance, user, project)) return;
  throw forbidden("Insufficient permissions to modify the job token scope");
}

function requireNoProblem(problems: readonly string[]): void {
  if (problems.length > 0) throw badRequest(`Validation failed: ${problems.join(", ")}`);
}

const alreadyListed = (what: string) => `This ${what} is already in the job token allowlist.`;
const notListed = (what: string) => `Target ${what} is not in the job token scope`;
