import { forbidden } from "../grape/errors";
import type { Group } from "../model/group";
import type { Instance } from "../model/instance";
import { AccessLevel } from "../model/members";
import type { Project } from "../model/project";
import type { User } from "../model/users";

export type Viewer = User | undefined;

/** Where an operation acts, and who may see what. */
export interface Visit {
  readonly instance: Instance;
  readonly user: Viewer;
}

/** Where an operation acts, and for whom. */
export interface Act extends Visit {
  readonly user: User;
}

/** Returns the viewer's level on a project or group; administrators count as owners of everything. */
export function levelOn(instance: Instance, viewer: Viewer, place: Group | Project): number {
  if (viewer === undefined) return AccessLevel.none;
  if (viewer.admin) return AccessLevel.owner;
  if (place.kind === "project" && place.namespaceId === viewer.namespaceId) return AccessLevel.owner;
  return instance.members.level(viewer.id, place);
}

export function canReadProject(instance: Instance, viewer: Viewer, project: Project): boolean {
  return isOpenTo(viewer, project) || levelOn(instance, viewer, project) >= AccessLevel.guest;
}

/** A private group is also seen by those who are in one of the projects below it. */
export function canReadGroup(instance: Instance, viewer: Viewer, group: Group): boolean {
  if (isOpenTo(viewer, group) || levelOn(instance, viewer, group) >= AccessLevel.guest) return true;
  if (viewer === undefined) return false;
  const { namespaces, members } = instance;
  return members.ofUser(viewer.id).some((member) => {
    const project = member.source === "project" ? namespaces.projects.get(member.sourceId) : undefined;
    const nearest = project ? namespaces.groupOf(project) : namespaces.groups.get(member.sourceId);
    if (member.source === "group" && nearest && !hasProjects(instance, nearest)) return false;
    return [...namespaces.lineage(nearest)].includes(group);
  });
}

function hasProjects(instance: Instance, group: Group): boolean {
  return !instance.namespaces.projectsBelow(group).next().done;
}

/** `admin_project`: what job token settings ask for. */
export function canAdminProject(instance: Instance, viewer: Viewer, project: Project): boolean {
  return levelOn(instance, viewer, project) >= AccessLevel.maintainer;
}

/** `read_runners`: what the lists of a project's or group's runners ask for. config/authz/roles/security_manager.yml */
export function canReadRunners({ instance, user }: Visit, place: Group | Project): boolean {
  const level = levelOn(instance, user, place);
  return level === AccessLevel.securityManager || level >= AccessLevel.maintainer;
}

/** Returns whether the viewer sees the place without a role in it. */
export function isOpenTo(viewer: Viewer, place: Group | Project): boolean {
  if (place.visibility === "public") return true;
  return place.visibility === "internal" && viewer !== undefined && !viewer.external;
}

/**
 * `read_code`: planners and above read it, and guests as far as everybody does to whom the project is open; where the
 * repository is for members only, they have to be members. config/authz/roles/planner.yml, public_anonymous.yml
 */
export function canReadCode(instance: Instance, viewer: Viewer, project: Project): boolean {
  const access = project.settings.get("repository_access_level");
  if (access === "disabled") return false;
  const level = levelOn(instance, viewer, project);
  if (level >= AccessLevel.planner) return true;
  return isOpenTo(viewer, project) && (access !== "private" || level >= AccessLevel.guest);
}

/** What reporters read, and of a project that is open to somebody that one, too: environments, protected branches. */
export function canReadAsReporter(instance: Instance, viewer: Viewer, project: Project): boolean {
  return isOpenTo(viewer, project) || levelOn(instance, viewer, project) >= AccessLevel.reporter;
}

/** Refuses everybody who has less than the level on the place. */
export function requireLevel({ instance, user }: Act, place: Group | Project, level: number): void {
  if (levelOn(instance, user, place) < level) throw forbidden();
}

/** Returns whether the group or project, or a group above it, is archived. */
export function isArchived({ namespaces }: Instance, place: Group | Project): boolean {
  if (place.kind === "project" && place.settings.get("archived") === true) return true;
  const nearest = place.kind === "group" ? place : namespaces.groupOf(place);
  return [...namespaces.lineage(nearest)].some(({ archived }) => archived);
}

/**
 * Refuses what nobody may do in an archived group: to make groups, projects, variables, tokens and runners in it, invite
 * people, or move it.
 * config/authz/permission_groups/internal/group/archived.yml
 */
export function requireOpenGroup(instance: Instance, group: Group): void {
  if (isArchived(instance, group)) throw forbidden();
}

/**
 * Returns whether nobody may work on the project any more, because it is archived or marked for deletion. Nobody may
 * then push, open, merge or change merge requests and notes, move it, or see its triggers; settings, members, variables,
 * tokens, runners and allowlists can still be changed.
 * config/authz/permission_groups/internal/project/archived.yml
 */
export function isReadOnly(instance: Instance, project: Project): boolean {
  return isArchived(instance, project) || project.markedForDeletionOn !== null;
}

export function requireWritable(instance: Instance, project: Project): void {
  if (isReadOnly(instance, project)) throw forbidden();
}

/** Refuses everybody but administrators. */
export function requireAdmin({ user }: Act): void {
  if (!user.admin) throw forbidden();
}
