import { type Scenario, scenario, succeeds } from "../support/scenario";

const callersOf = ({ world, billing }: Scenario) => world.allowlist(billing, "project");

const declared = (name: string, { billing, deploy }: Scenario, opts = "{}") =>
  `new gitlab.ScopeAllowlistEntry("${name}", { project: "${billing.path}", targetProject: "${deploy.path}" }, ${opts});`;

/** The state is the truth: nothing to refresh, nothing to do. */
async function stateIsTrue({ project }: Scenario): Promise<void> {
  await succeeds(project.refresh("--expect-no-changes"));
  await succeeds(project.up("--expect-no-changes"));
}

describe("one GitLab object with two declarations in one run", () => {
  it(
    "is kept when its resource is renamed in the program",
    scenario(async (scene) => {
      await scene.project.program(declared("before", scene));
      await succeeds(scene.project.up());

      await scene.project.program(declared("after", scene));
      await succeeds(scene.project.up());

      expect(await callersOf(scene)).toEqual([scene.deploy.id]);
      await stateIsTrue(scene);
      await succeeds(scene.project.destroy());
      expect(await callersOf(scene)).toEqual([]);
    }),
  );

  it(
    "is kept when its resource moves under a parent",
    scenario(async (scene) => {
      await scene.project.program(declared("deploy", scene));
      await succeeds(scene.project.up());

      await scene.project.program(`
        const parent = new pulumi.ComponentResource("acme:access:Billing", "billing");
        ${declared("deploy", scene, "{ parent }")}
      `);
      await succeeds(scene.project.up());

      expect(await callersOf(scene)).toEqual([scene.deploy.id]);
      await stateIsTrue(scene);
    }),
  );

  it.each(["**", "urn:pulumi:dev::access::pulumi-nodejs:dynamic/gitlab:ScopeAllowlistEntry::deploy"])(
    "is kept by --replace '%s'",
    (urn) =>
      scenario(async (scene) => {
        await scene.project.program(declared("deploy", scene));
        await succeeds(scene.project.up());

        await succeeds(scene.project.up("--replace", urn));

        expect(await callersOf(scene)).toEqual([scene.deploy.id]);
        await stateIsTrue(scene);
      })(),
  );

  it(
    "is kept when its resource moves to another provider of the same GitLab",
    scenario(async (scene) => {
      await scene.project.program(declared("deploy", scene));
      await succeeds(scene.project.up());

      await scene.project.program(`
        const provider = new gitlab.Provider("acme", { baseUrl: "${scene.simulator.url}", tokenEnvironmentVariable: "GITLAB_TOKEN" });
        ${declared("deploy", scene, "{ provider }")}
      `);
      await succeeds(scene.project.up());

      expect(await callersOf(scene)).toEqual([scene.deploy.id]);
      await stateIsTrue(scene);
    }),
  );

  it(
    "goes with the last of two equal declarations, one by path and one by id",
    scenario(async (scene) => {
      const { billing, deploy, project } = scene;
      const byId = `new gitlab.ScopeAllowlistEntry("by-id", { project: ${billing.id}, targetProject: ${deploy.id} });`;
      await project.program(`${declared("by-path", scene)}\n${byId}`);
      await succeeds(project.up());

      await project.program(byId);
      await succeeds(project.up());
      expect(await callersOf(scene)).toEqual([deploy.id]);
      await stateIsTrue(scene);

      await project.program("");
      await succeeds(project.up());
      expect(await callersOf(scene)).toEqual([]);
    }),
  );

  it(
    "is removed by destroy --run-program",
    scenario(async (scene) => {
      await scene.project.program(`${declared("one", scene)}\n${declared("two", scene)}`);
      await succeeds(scene.project.up());

      await succeeds(scene.project.destroy("--run-program"));

      expect(await callersOf(scene)).toEqual([]);
    }),
  );
});
