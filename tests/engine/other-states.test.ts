import { copyFile } from "node:fs/promises";
import { PulumiProject } from "../support/pulumi-project";
import { type Scenario, scenario, succeeds } from "../support/scenario";
import { liveSecrets, namedLeftovers, tokenAndRunner } from "../support/secret-owners";

/** A second backend with a project and a stack of the same names; its first state may be a copy. */
async function withSecondBackend(
  { simulator, project }: Scenario,
  copied: "copied" | "empty",
  act: (second: PulumiProject) => Promise<void>,
): Promise<void> {
  const second = await PulumiProject.create({ env: { GITLAB_BASE_URL: simulator.url, GITLAB_TOKEN: simulator.token } });
  try {
    if (copied === "copied") await copyFile(await project.stateFile(), await second.stateFile());
    await act(second);
  } finally {
    await second.remove();
  }
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
  "a token and a runner live on when another backend has equal names, and when a state was copied",
  scenario(async (scene) => {
    await scene.project.program(tokenAndRunner(scene, ""));
    await succeeds(scene.project.up());
    const first = await liveSecrets(scene);
    let other: readonly string[] = [];

    await withSecondBackend(scene, "empty", async (second) => {
      await second.program(tokenAndRunner(scene, ""));
      const { output, made } = await keepsAll(scene, () => succeeds(second.up()));
      expect(made).toHaveLength(2);
      expect(namedLeftovers(output).sort()).toEqual([...first].sort());
      other = made;
    });

    await withSecondBackend(scene, "copied", async (second) => {
      await second.program(tokenAndRunner(scene, "", "{ retainOnDelete: true }"));
      const { output, made } = await keepsAll(scene, () => succeeds(second.up("--replace", "**")));
      expect(made).toHaveLength(2);
      // Whether the copy's own are named as well depends on when the engine shows them to the provider.
      expect(namedLeftovers(output)).toEqual(expect.arrayContaining([...other]));
    });
  }),
);

it(
  "a token and a runner live on when they have moved to another name by an alias and the old name is used again",
  scenario(async (scene) => {
    await scene.project.program(tokenAndRunner(scene, ""));
    await succeeds(scene.project.up());
    await scene.project.program(
      tokenAndRunner(scene, "-moved", '{ aliases: [{ name: "NAME" }] }') + tokenAndRunner(scene, ""),
    );

    const { made } = await keepsAll(scene, () => succeeds(scene.project.up()));

    expect(made).toHaveLength(2);
    await succeeds(scene.project.destroy());
    expect(await liveSecrets(scene)).toEqual([]);
  }),
);
