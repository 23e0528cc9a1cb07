import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Named, World } from "../../support/gitlab/world";
import { fails, type Scenario, scenario, succeeds, summaryOf } from "../../support/scenario";

const PACK = ["--policy-pack", "node_modules/pulumi-gitlab-ci-access/policies"];

/** The pack with the rule on remediate, but for one project's runner. */
async function locking({ project }: Scenario, lent: Named): Promise<string[]> {
  const except = [{ match: lent.path, reason: "lent to deploy" }];
  const config = { "require-locked-project-runner": { enforcementLevel: "remediate", except } };
  const file = join(project.dir, "policies.json");
  await writeFile(file, JSON.stringify(config));
  return [...PACK, "--policy-pack-config", file];
}

function runner(name: string, place: Named): string {
  return `new gitlab.UserRunner("${name}", {
    runnerType: "project_type", project: "${place.path}", runUntagged: false, tagList: ["docker"],
  });`;
}

/** What GitLab holds of the one runner of a project. */
async function heldBy({ api }: World, { id }: Named): Promise<{ id: number; locked: boolean }> {
  const [found, ...others] = await api.get<{ id: number }[]>(`/projects/${id}/runners?type=project_type`);
  if (found === undefined || others.length > 0)
    throw new Error(`The project has ${others.length + 1} runners or none.`);
  return api.get(`/runners/${found.id}`);
}

it(
  "require-locked-project-runner on remediate locks what was made before it, what is new, what is replaced, and leaves what has a waiver",
  scenario(async (scene) => {
    const { world, project, billing, deploy } = scene;
    const lent = await world.project("lent");
    const pack = await locking(scene, lent);
    const machineIn = (place: Named) => project.program(runner("machine", place) + runner("lent", lent));
    await machineIn(billing);

    const advised = await succeeds(project.up(...PACK));
    expect(advised).toMatch(/\[advisory\].*require-locked-project-runner/);
    const before = await heldBy(world, billing);
    expect(before.locked).toBe(false);

    const said = await succeeds(project.up("--diff", ...pack));
    expect(said).toContain("[remediate]");
    expect(said).toMatch(/locked\s*: (false => )?true/);
    expect(said).toContain('Waived ("lent to deploy")');
    expect(await heldBy(world, billing)).toMatchObject({ id: before.id, locked: true });
    expect(await heldBy(world, lent)).toMatchObject({ locked: false });
    expect(summaryOf(await succeeds(project.up(...pack)))).toEqual({ unchanged: 3 });

    const { urn = "" } = (await project.resources()).find((resource) => resource.urn.endsWith("::machine")) ?? {};
    await succeeds(project.up(...pack, "--replace", urn));
    const replaced = await heldBy(world, billing);
    expect(replaced.id).not.toBe(before.id);
    expect(replaced.locked).toBe(true);

    await machineIn(deploy);
    expect(await fails(project.up(...pack))).toContain("'machine' has locked: false");
    const { id } = await heldBy(world, deploy);
    await succeeds(project.up(...pack));
    expect(await heldBy(world, deploy)).toMatchObject({ id, locked: true });
  }),
);
