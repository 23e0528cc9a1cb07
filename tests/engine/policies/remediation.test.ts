import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { PulumiProject } from "../../support/pulumi-project";
import { fails, type Scenario, scenario, succeeds } from "../../support/scenario";
import type { Named } from "../../support/world";

/** The pack with one rule at a level. */
async function locking(project: PulumiProject, level: object | string = "remediate"): Promise<string[]> {
  const file = join(project.dir, "policies.json");
  await writeFile(file, JSON.stringify({ "require-locked-project-runner": level }));
  return ["--policy-pack", "node_modules/pulumi-gitlab-ci-access/policies", "--policy-pack-config", file];
}

function runnerOf(place: Named, more = ""): string {
  return `new gitlab.UserRunner("machine", {
    runnerType: "project_type", project: "${place.path}", runUntagged: false, tagList: ["docker"], ${more}
  });`;
}

/** What GitLab holds of the one runner of a project. */
async function heldBy({ api }: Scenario["world"], { id }: Named): Promise<{ id: number; locked: boolean }> {
  const [runner, ...others] = await api.get<{ id: number }[]>(`/projects/${id}/runners?type=project_type`);
  if (runner === undefined || others.length > 0) throw new Error(`The project has ${others.length + 1} runners or none.`);
  return api.get(`/runners/${runner.id}`);
}
