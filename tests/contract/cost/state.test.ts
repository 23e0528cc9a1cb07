import { startSimulator } from "pulumi-gitlab-ci-access/simulator";
import { World } from "../../support/gitlab/world";
import { Runs } from "../../support/in-process/runs";

/** tests/nightly/state-size.test.ts measures the file of the real engine. */
it("an entry with paths of 25 characters takes at most 640 bytes of the state, besides what Pulumi adds", async () => {
  const simulator = await startSimulator();
  const runs = new Runs(simulator);
  try {
    const world = await World.create(simulator.url, simulator.token);
    const [{ path: project }, { path: targetProject }] = [
      await world.project("billing"),
      await world.project("deploy"),
    ];
    const { stack } = runs.run();

    await stack.up({ it: { type: "ScopeAllowlistEntry", args: { project, targetProject } } });

    const { id, inputs, outputs } = stack.state.get("it") ?? fail();
    expect(Math.min(project.length, targetProject.length)).toBeGreaterThanOrEqual(25);
    expect(JSON.stringify({ id, inputs, outputs }).length).toBeLessThanOrEqual(640);
  } finally {
    await runs.stop();
    await simulator.close();
  }
});
