import type { OpenCall } from "../../grape/router";
import { type Group, presentGroup } from "../../model/group";
import { canReadProject } from "../access";
import { presentProject } from "./present-project";

/** GitLab shows so many of a group's projects beside the group itself. */
const projectsShown = 100;

/** `GroupDetail`; its lists of projects are deprecated and left out where nobody asked. */
export function presentGroupDetail({ instance, user }: OpenCall, group: Group, withProjects = false) {
  const detail = {
    ...presentGroup(group, instance.origin),
    shared_with_groups: [],
    prevent_sharing_groups_outside_hierarchy: false,
  };
  if (!withProjects) return detail;
  const readable = [...instance.namespaces.projectsIn(group.id)].filter((row) => canReadProject(instance, user, row));
  const newest = readable.sort((a, b) => b.id - a.id).slice(0, projectsShown);
  return { ...detail, projects: newest.map((row) => presentProject(instance, user, row)), shared_projects: [] };
}
