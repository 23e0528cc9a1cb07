import { presentGroupBasic } from "../../model/group";
import type { Instance } from "../../model/instance";
import { presentRunner, type Runner } from "../../model/runner";
import type { User } from "../../model/user";
import { canReadGroup, canReadProject } from "../access";
import { presentProjectBasic } from "../namespaces/present-project";
import { RunnerRights } from "./rights";

export function presentListedRunner(instance: Instance, runner: Runner) {
  const creator = runner.creatorId === null ? undefined : instance.users.byId(runner.creatorId);
  return presentRunner(runner, creator, instance.clock.now(), instance.origin);
}

/** `RunnerDetails`; only asking for one runner shows its projects. */
export function presentRunnerDetails(instance: Instance, viewer: User, runner: Runner, withProjects: boolean) {
  const latest = runner.managers.toSorted((a, b) => b.contactedAt.getTime() - a.contactedAt.getTime())[0];
  return {
    ...presentListedRunner(instance, runner),
    tag_list: runner.tags,
    run_untagged: runner.runUntagged,
    locked: runner.locked,
    maximum_timeout: runner.maximumTimeout,
    access_level: runner.accessLevel,
    version: latest?.version ?? null,
    revision: latest?.revision ?? null,
    platform: latest?.platform ?? null,
    architecture: latest?.architecture ?? null,
    contacted_at: runner.contactedAt?.toISOString() ?? null,
    maintenance_note: new RunnerRights(instance, viewer).mayUpdate(runner) ? runner.maintenanceNote : null,
    ...(withProjects ? { projects: presentProjects(instance, viewer, runner) } : {}),
    groups: presentGroups(instance, viewer, runner),
  };
}

function presentProjects(instance: Instance, viewer: User, runner: Runner) {
  return projectsOf(instance, viewer, runner).map((project) => presentProjectBasic(instance, viewer, project));
}

/** Those of its projects that the viewer may see. */
export function projectsOf(instance: Instance, viewer: User, runner: Runner) {
  return [...runner.projectIds].flatMap((id) => {
    const project = instance.namespaces.projects.get(id);
    return project && canReadProject(instance, viewer, project) ? [project] : [];
  });
}

function presentGroups(instance: Instance, viewer: User, { groupId }: Runner) {
  const group = groupId === null ? undefined : instance.namespaces.groups.get(groupId);
  return group && canReadGroup(instance, viewer, group) ? [presentGroupBasic(group, instance.origin)] : [];
}
