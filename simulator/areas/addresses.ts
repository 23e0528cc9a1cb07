import { notFound, Refusal, refuse } from "../grape/errors";
import type { OpenCall } from "../grape/router";
import type { Group } from "../model/group";
import type { Instance } from "../model/instance";
import type { Project } from "../model/project";
import type { User } from "../model/users";
import { canReadGroup, canReadProject, type Visit } from "./access";

const NUMERIC = /^-?\d+$/;

/** A call whose path names a group or project. */
export type CallAt = OpenCall<{ readonly id: number | string | null }>;

/** Returns the group or project that the path's `:id` means, if the caller may see it. */
export function placeAt(call: CallAt, kind: "group" | "project"): Group | Project {
  return kind === "group" ? groupAt(call) : projectAt(call);
}

export const groupAt = (call: CallAt): Group => findGroup(call, call.params.id);
export const projectAt = (call: CallAt): Project => findProject(call, call.params.id);

/**
 * Returns the project that an address means, if the caller may see it. A path that the project has left is answered
 * with a redirect to its id, and only for reading. https://docs.gitlab.com/api/rest/#namespaced-paths
 */
export function findProject(call: OpenCall, address: number | string | null): Project {
  const { project, moved } = lookUp(call.instance, String(address)) ?? {};
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

function lookUp(instance: Instance, address: string) {
  if (!NUMERIC.test(address)) return address.includes("/") ? instance.namespaces.projectAtPath(address) : undefined;
  const project = instance.namespaces.projects.get(Number(address));
  return project && { project, moved: false };
}

/** Returns the group that an address means, if the caller may see it. */
export function findGroup({ instance, user }: Visit, address: number | string | null): Group {
  const text = String(address);
  const place = NUMERIC.test(text) ? instance.namespaces.groups.get(Number(text)) : instance.namespaces.atPath(text);
  if (place?.kind !== "group" || !canReadGroup(instance, user, place)) throw notFound("Group");
  return place;
}

export function findUser(instance: Instance, id: number | null): User {
  const user = id === null ? undefined : instance.users.byId(id);
  if (user === undefined) throw notFound("User");
  return user;
}
