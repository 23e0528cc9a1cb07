import { forbidden, notFound, Refusal, refuse } from "../grape/errors";
import type { OpenCall, SignedCall } from "../grape/router";
import type { Group } from "../model/group";
import type { Instance } from "../model/instance";
import { AccessLevel } from "../model/member";
import type { Project } from "../model/project";
import type { User } from "../model/user";

type Viewer = User | undefined;

/** The viewer's level on a project or group; administrators count as owners of everything. */
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

export function ownsProject(instance: Instance, viewer: Viewer, project: Project): boolean {
  return levelOn(instance, viewer, project) >= AccessLevel.owner;
}

export function ownsGroup(instance: Instance, viewer: Viewer, group: Group): boolean {
  return levelOn(instance, viewer, group) >= AccessLevel.owner;
}

function isOpenTo(viewer: Viewer, place: Group | Project): boolean {
  if (place.visibility === "public") return true;
  return place.visibility === "internal" && viewer !== undefined && !viewer.external;
}

/** For endpoints that only administrators may call. */
export function requireAdmin({ user }: SignedCall): void {
  if (!user.admin) throw forbidden();
}

const numeric = /^-?\d+$/;

/**
 * The project that an `:id` means, if the caller may see it. A path that the project has left is answered with a
 * redirect to its id, and only for reading. https://docs.gitlab.com/api/rest/#namespaced-paths
 */
export function findProject(call: OpenCall, id: number | string | null): Project {
  const address = String(id);
  const { project, moved } = projectAt(call.instance, address) ?? {};
  if (project === undefined || !canReadProject(call.instance, call.user, project)) throw notFound("Project");
  if (!moved) return project;
  if (call.method !== "GET") throw refuse(405, "Non GET methods are not allowed for moved projects");
  const location = call.url.replace(/(\/projects\/)[^/?]+/, `$1${project.id}`) + call.search;
  throw new Refusal({
    status: 301,
    text: `This resource has been moved permanently to ${location}`,
    headers: { Location: location },
  });
}

function projectAt(instance: Instance, address: string) {
  if (!numeric.test(address)) return address.includes("/") ? instance.namespaces.projectAtPath(address) : undefined;
  const project = instance.namespaces.projects.get(Number(address));
  return project && { project, moved: false };
}

export function findGroup(call: OpenCall, id: number | string | null): Group {
  const group = groupAt(call.instance, String(id));
  if (group === undefined || !canReadGroup(call.instance, call.user, group)) throw notFound("Group");
  return group;
}

function groupAt(instance: Instance, address: string): Group | undefined {
  if (numeric.test(address)) return instance.namespaces.groups.get(Number(address));
  const place = instance.namespaces.atPath(address);
  return place?.kind === "group" ? place : undefined;
}
