import type { Finding } from "../finding";
import { aboutProject } from "../subjects";
import type { Estate } from "./estate";

const PUSH_RULE = "cross-project-push-by-default";

/** What only a live estate shows of projects. */
export function checkProjects(estate: Estate): Finding[] {
  const { projects } = estate.inventory;
  return projects.flatMap((project): Finding[] => {
    const isOn =
      project.pushRepositoryForJobTokenAllowed === true && project.crossProjectPushForJobTokenAllowed === true;
    const entries = [...(project.projects ?? []), ...(project.groups ?? [])];
    const wide = entries.filter(({ permissions }) => permissions === "default");
    if (!isOn || project.enabled !== true || wide.length === 0) return [];
    const names = wide.slice(0, 3).map(({ path, id }) => path ?? String(id));
    const more = wide.length > names.length ? ` and ${wide.length - names.length} more` : "";
    return [
      {
        ...{ rule: PUSH_RULE, level: "mandatory", severity: "high", about: aboutProject(project, estate.gitlab) },
        what: `Jobs of ${names.join(", ")}${more} may push to ${project.path}: cross-project push is on, and their entries have default permissions.`,
        why: "Code that somebody pushes runs with the target's next pipeline. Push is meant for entries that hold admin_repositories by name.",
        mend: "Choose permissions for the entries (ciJobTokenScopeUpdatePolicies, or permissions in a JobTokenAllowlist), or switch cross-project push off.",
      },
    ];
  });
}
