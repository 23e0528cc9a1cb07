import type { EntryPermissions } from "../../model/allowlist-entry";
import type { Group } from "../../model/group";
import type { Project } from "../../model/project";

/** Projects and groups are counted apart. https://docs.gitlab.com/ci/jobs/ci_job_token/ */
const MAXIMUM_ENTRIES = 200;

export const ENFORCED =
  "Job token scope cannot be disabled for this project because it is enforced for the instance. Contact your administrator to modify this setting.";

const unreadable = (what: string) =>
  `The ${what} that you are attempting to access does not exist or you don't have permission to perform this action`;
export const UNREADABLE = { project: unreadable("target_project"), group: unreadable("target_group") };

/** The errors of GitLab's models about a new entry. On a full list every addition fails, even that of a listed target. */
export function entryProblems(project: Project, target: Group | Project): string[] {
  const isProject = target.kind === "project";
  const { size } = isProject ? project.allowedProjects : project.allowedGroups;
  const what = isProject ? "project links in this direction" : "group links";
  return [
    ...(target === project ? ["Target project can't be the same as the source project"] : []),
    ...(size >= MAXIMUM_ENTRIES ? [`Source project exceeds the allowable number of ${what}`] : []),
  ];
}

/** The list is a set: a name that is in it twice breaks the schema of the column. */
export function permissionProblems({ jobTokenPolicies }: EntryPermissions): string[] {
  const unique = new Set(jobTokenPolicies).size === jobTokenPolicies.length;
  return unique ? [] : ["Job token policies must be a valid json schema"];
}
