import type { Instance } from "../../model/instance";

/** Would a job of the caller get into the project with its job token? https://docs.gitlab.com/ci/jobs/ci_job_token/ */
export function admits(instance: Instance, projectId: number, callerId: number): boolean {
  const project = instance.namespaces.projects.get(projectId);
  const caller = instance.namespaces.projects.get(callerId);
  if (project === undefined || caller === undefined) return false;
  const closed = instance.settings.enforceJobTokenScope || project.inboundJobTokenScope;
  if (!closed || caller === project || project.allowedProjects.has(callerId)) return true;
  const groups = instance.namespaces.lineage(instance.namespaces.groupOf(caller));
  return [...groups].some(({ id }) => project.allowedGroups.has(id));
}
