import type { Group } from "../../model/group";
import type { Instance } from "../../model/instance";
import { pageSetting } from "../../model/page-settings";
import type { Project } from "../../model/project";
import { ownerProjectId, type Runner } from "../../model/runners";

type Whose = Pick<Runner, "type" | "groupId" | "projectIds">;

/** When a token given out now would expire: after the shortest of the intervals that apply, or never. */
export function runnerTokenExpiry(instance: Instance, runner: Whose): Date | null {
  const intervals = intervalsOf(instance, runner).filter((interval) => interval !== null);
  if (intervals.length === 0) return null;
  return new Date(instance.clock.now().getTime() + Math.min(...intervals) * 1000);
}

function intervalsOf(instance: Instance, runner: Whose): (number | null)[] {
  const { namespaces, settings } = instance;
  if (runner.type === "instance_type") return [settings.runnerTokenInterval("runner_token_expiration_interval")];
  if (runner.type === "group_type") return groupIntervals(instance, namespaces.groups.get(runner.groupId ?? 0));
  return projectIntervals(instance, namespaces.projects.get(ownerProjectId(runner) ?? 0));
}

/** The group's own, what groups above say of their subgroups, and what the instance says of groups. */
function groupIntervals({ namespaces, settings }: Instance, group: Group | undefined): (number | null)[] {
  if (group === undefined) return [];
  const above = [...namespaces.lineage(namespaces.parentOf(group))];
  return [
    settings.runnerTokenInterval("group_runner_token_expiration_interval"),
    pageSetting(group, "runner_token_expiration_interval"),
    ...above.map((ancestor) => pageSetting(ancestor, "subgroup_runner_token_expiration_interval")),
  ];
}

function projectIntervals({ namespaces, settings }: Instance, project: Project | undefined): (number | null)[] {
  if (project === undefined) return [];
  const above = [...namespaces.lineage(namespaces.groupOf(project))];
  return [
    settings.runnerTokenInterval("project_runner_token_expiration_interval"),
    pageSetting(project, "runner_token_expiration_interval"),
    ...above.map((ancestor) => pageSetting(ancestor, "project_runner_token_expiration_interval")),
  ];
}
