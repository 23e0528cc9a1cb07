import type { Instance } from "../../model/instance";
import { isOnline, type Runner, type RunnerManager, statusOf } from "../../model/runners";
import type { User } from "../../model/users";
import { canReadGroup, canReadProject } from "../access";
import { presentGroupBasic, presentProjectBasic, presentUserBasic } from "../basic-entities";
import { RunnerRights } from "./rights";

/** `Runner`: how lists show it; neither tags nor its owner are in it. */
export function presentRunner(instance: Instance, runner: Runner) {
  const { users, clock } = instance;
  const creator = runner.creatorId === null ? undefined : users.byId(runner.creatorId);
  const now = clock.now();
  return {
    id: runner.id,
    description: runner.description,
    ip_address: null,
    active: runner.active,
    paused: !runner.active,
    is_shared: runner.type === "instance_type",
    runner_type: runner.type,
    name: runner.name,
    online: isOnline(runner, now),
    created_by: creator ? presentUserBasic(instance, creator) : null,
    created_at: runner.createdAt.toISOString(),
    status: statusOf(runner, now),
    job_execution_status: "idle",
  };
}

export function presentRunnerManager(manager: RunnerManager, now: Date) {
  return {
    id: manager.id,
    system_id: manager.systemId,
    version: manager.version,
    revision: manager.revision,
    platform: manager.platform,
    architecture: manager.architecture,
    created_at: manager.createdAt.toISOString(),
    contacted_at: manager.contactedAt.toISOString(),
    ip_address: "127.0.0.1",
    status: statusOf({ ...manager, active: true }, now),
    job_execution_status: "idle",
  };
}

/** The only answers that show a runner's token: those of its creation, of a verification and of a reset. */
export function presentRegistration(runner: Runner) {
  return { id: runner.id, ...presentRunnerToken(runner) };
}

export function presentRunnerToken({ token, tokenExpiresAt }: Runner) {
  return { token, token_expires_at: tokenExpiresAt?.toISOString() ?? null };
}

/** `RunnerDetails`; only asking for one runner shows its projects. */
export function presentRunnerDetails(instance: Instance, viewer: User, runner: Runner, withProjects: boolean) {
  const latest = runner.managers.toSorted((a, b) => b.contactedAt.getTime() - a.contactedAt.getTime())[0];
  return {
    ...presentRunner(instance, runner),
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
    maintenance_note: new RunnerRights({ instance, user: viewer }).mayUpdate(runner) ? runner.maintenanceNote : null,
    ...(withProjects ? { projects: presentProjects(instance, viewer, runner) } : {}),
    groups: presentGroups(instance, viewer, runner),
  };
}

function presentProjects(instance: Instance, viewer: User, runner: Runner) {
  return projectsOf(instance, viewer, runner).map((project) => presentProjectBasic(instance, viewer, project));
}

/** Those of its projects that the viewer may see. */
export function projectsOf(instance: Instance, viewer: User, runner: Runner) {
  return [...runner.projectIds.keys()].flatMap((id) => {
    const project = instance.namespaces.projects.get(id);
    return project && canReadProject(instance, viewer, project) ? [project] : [];
  });
}

function presentGroups(instance: Instance, viewer: User, { groupId }: Runner) {
  const group = groupId === null ? undefined : instance.namespaces.groups.get(groupId);
  return group && canReadGroup(instance, viewer, group) ? [presentGroupBasic(group, instance.origin)] : [];
}
