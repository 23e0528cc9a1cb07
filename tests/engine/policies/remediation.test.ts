import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Named, World } from "../../support/gitlab/world";
import type { PulumiProject } from "../../support/pulumi-project";
import { fails, scenario, succeeds, summaryOf } from "../../support/scenario";

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
async function heldBy({ api }: World, { id }: Named): Promise<{ id: number; locked: boolean }> {
  const [runner, ...others] = await api.get<{ id: number }[]>(`/projects/${id}/runners?type=project_type`);
  if (runner === undefined || others.length > 0)
    throw new Error(`The project has ${others.length + 1} runners or none.`);
  return api.get(`/runners/${runner.id}`);
}

describe("require-locked-project-runner on remediate", () => {
  it(
    "locks a runner that the program leaves unlocked, in preview and in up, and finds nothing to do after",
    scenario(async ({ world, project, billing }) => {
      const pack = await locking(project);
      await project.program(runnerOf(billing));

      const preview = await succeeds(project.preview(...pack, "--diff"));
      expect(preview).toContain("[remediate]");
      expect(preview).toMatch(/locked\s*: true/);

      await succeeds(project.up(...pack));
      expect(await heldBy(world, billing)).toMatchObject({ locked: true });
      expect(summaryOf(await succeeds(project.up(...pack)))).toEqual({ unchanged: 2 });
    }),
  );

  it(
    "locks one that was made before the rule, and the token survives",
    scenario(async ({ world, project, billing }) => {
      await project.program(runnerOf(billing));
      await succeeds(project.up());
      const before = await heldBy(world, billing);
      expect(before.locked).toBe(false);

      await succeeds(project.up(...(await locking(project))));

      expect(await heldBy(world, billing)).toMatchObject({ id: before.id, locked: true });
    }),
  );

  it(
    "keeps a runner locked that is replaced on demand",
    scenario(async ({ world, project, billing }) => {
      const pack = await locking(project);
      await project.program(runnerOf(billing));
      await succeeds(project.up(...pack));
      const before = await heldBy(world, billing);

      const [{ urn } = { urn: "" }] = await project.resources();
      await succeeds(project.up(...pack, "--replace", urn));

      const after = await heldBy(world, billing);
      expect(after.id).not.toBe(before.id);
      expect(after.locked).toBe(true);
    }),
  );

  it(
    "refuses in preview a replacement that would lose the lock, until the program says it itself",
    scenario(async ({ world, project, billing, deploy }) => {
      const pack = await locking(project);
      await project.program(runnerOf(billing));
      await succeeds(project.up(...pack));

      await project.program(runnerOf(deploy));
      const refused = await fails(project.preview(...pack));
      expect(refused).toContain("'machine' has locked: false");

      await project.program(runnerOf(deploy, "locked: true"));
      await succeeds(project.preview(...pack));
      await succeeds(project.up(...pack));
      expect(await heldBy(world, deploy)).toMatchObject({ locked: true });
    }),
  );

  it(
    "fails an update that replaced without a preview, and locks the new runner in the next one",
    scenario(async ({ world, project, billing, deploy }) => {
      const pack = await locking(project);
      await project.program(runnerOf(billing));
      await succeeds(project.up(...pack));

      await project.program(runnerOf(deploy));
      expect(await fails(project.up(...pack))).toContain("'machine' has locked: false");
      const { id } = await heldBy(world, deploy);
      await succeeds(project.up(...pack));

      expect(await heldBy(world, deploy)).toMatchObject({ id, locked: true });
    }),
  );

  it(
    "leaves a runner with a waiver as the program says",
    scenario(async ({ world, project, billing }) => {
      const except = [{ match: billing.path, reason: "lent to deploy" }];
      const pack = await locking(project, { enforcementLevel: "remediate", except });
      await project.program(runnerOf(billing));

      const said = await succeeds(project.up(...pack));

      expect(said).toContain('Waived ("lent to deploy")');
      expect(await heldBy(world, billing)).toMatchObject({ locked: false });
    }),
  );
});

it(
  "require-locked-project-runner says so in an advisory line where nothing is configured",
  scenario(async ({ project }) => {
    await project.program(runnerOf({ id: 0, path: "acme/billing" }));

    const advised = await succeeds(project.preview("--policy-pack", "node_modules/pulumi-gitlab-ci-access/policies"));

    expect(advised).toMatch(/\[advisory\].*require-locked-project-runner/);
  }),
);
