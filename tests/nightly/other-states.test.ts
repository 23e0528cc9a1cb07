import { initialiseStack } from "../support/initialised-stack";
import { type Scenario, scenario, succeeds } from "../support/scenario";
import { liveSecrets, tokenAndRunner } from "../support/secret-owners";

/** One `up`, which makes a token and a runner and ends nothing. */
async function makesTwoAndEndsNone(scene: Scenario, program: string, ...args: string[]): Promise<void> {
  const before = await liveSecrets(scene);
  await scene.project.program(program);
  await succeeds(scene.project.up(...args));
  const after = await liveSecrets(scene);
  expect(before.filter((secret) => !after.includes(secret))).toEqual([]);
  expect(after).toHaveLength(before.length + 2);
}

it(
  "a token and a runner live on after stack rename, state rename, state move and retainOnDelete, when their names are used again",
  scenario(async (scene) => {
    const { project } = scene;
    const program = tokenAndRunner(scene, "");
    const urns = async () => (await project.resources()).map(({ urn }) => urn);
    await makesTwoAndEndsNone(scene, program);

    await succeeds(project.run(["stack", "rename", "old"]));
    await initialiseStack({ dir: project.dir, stack: "dev" });
    await makesTwoAndEndsNone(scene, program);

    for (const urn of await urns())
      await succeeds(project.run(["state", "rename", urn, `${urn.split("::").at(-1)}-moved`, "--yes"]));
    await makesTwoAndEndsNone(scene, program + tokenAndRunner(scene, "-moved"));

    await initialiseStack({ dir: project.dir, stack: "other" });
    const [source, dest] = ["organization/access/dev", "organization/access/other"];
    await succeeds(project.run(["state", "move", "--yes", "--source", source, "--dest", dest, ...(await urns())]));
    await makesTwoAndEndsNone(scene, program);

    const retained = tokenAndRunner(scene, "", "{ retainOnDelete: true }");
    await project.program(retained);
    await succeeds(project.up());
    await makesTwoAndEndsNone(scene, retained, "--replace", "**");
    await project.program("");
    await succeeds(project.up());
    await makesTwoAndEndsNone(scene, program);
  }),
);
