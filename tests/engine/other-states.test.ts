import { copyFile } from "node:fs/promises";
import { PulumiProject } from "../support/pulumi-project";
import { type Scenario, scenario, succeeds } from "../support/scenario";
import { liveSecrets, namedLeftovers, tokenAndRunner } from "../support/secret-owners";

/** Another backend with a project and a stack of the same names. */
function secondBackend({ simulator }: Scenario): Promise<PulumiProject> {
  return PulumiProject.create({ env: { GITLAB_BASE_URL: simulator.url, GITLAB_TOKEN: simulator.token } });
}

/** What was good before is good after. What is more has been made by the run. */
async function keepsAll(scene: Scenario, run: () => Promise<string>): Promise<{ output: string; made: string[] }> {
  const before = await liveSecrets(scene);
  const output = await run();
  const after = await liveSecrets(scene);
  expect(before.filter((secret) => !after.includes(secret))).toEqual([]);
  return { output, made: after.filter((secret) => !before.includes(secret)) };
}

it(
  "a token and a runner live on when another backend has equal names or a copy of their state, and are named there",
  scenario(async (scene) => {
    const { project } = scene;
    const [copy, empty] = [await secondBackend(scene), await secondBackend(scene)];
    try {
      for (const each of [project, copy, empty]) await each.program(tokenAndRunner(scene, ""));
      await succeeds(project.up());
      await copyFile(await project.stateFile(), await copy.stateFile());
      await succeeds(project.up("--replace", "**"));
      const first = await liveSecrets(scene);

      const inCopy = await keepsAll(scene, () => succeeds(copy.up("--refresh")));
      expect(inCopy.made).toHaveLength(2);
      expect(namedLeftovers(inCopy.output).sort()).toEqual([...first].sort());

      const inEmpty = await keepsAll(scene, () => succeeds(empty.up()));
      expect(inEmpty.made).toHaveLength(2);
      expect(namedLeftovers(inEmpty.output).sort()).toEqual([...first, ...inCopy.made].sort());
    } finally {
      await Promise.all([copy.remove(), empty.remove()]);
    }
  }),
);

it(
  "a token and a runner live on when they have moved to another name by an alias and the old name is used again",
  scenario(async (scene) => {
    const { project } = scene;
    await project.program(tokenAndRunner(scene, ""));
    await succeeds(project.up());
    await project.program(tokenAndRunner(scene, "-moved", '{ aliases: [{ name: "NAME" }] }'));
    await succeeds(project.up("--expect-no-changes"));
    await project.program(tokenAndRunner(scene, "-moved") + tokenAndRunner(scene, ""));

    const { made } = await keepsAll(scene, () => succeeds(project.up()));

    expect(made).toHaveLength(2);
    await succeeds(project.destroy());
    expect(await liveSecrets(scene)).toEqual([]);
  }),
);
