import type { Named } from "../support/gitlab/world";
import { isAtRest, type Scenario, scenario, succeeds } from "../support/scenario";

interface Declared {
  /** The names of the resources. */
  readonly name: string;
  readonly options?: string;
  /** Lines before the declarations. */
  readonly before?: string;
}

/** A list for one project and a single entry for another. */
const listAndEntry = (shop: Named, { billing, deploy }: Scenario, { name, options = "{}", before = "" }: Declared) => `
  ${before}
  new gitlab.JobTokenAllowlist("${name}", { project: "${billing.path}", projects: ["${deploy.path}"], enabled: true }, ${options});
  new gitlab.ScopeAllowlistEntry("${name}", { project: "${shop.path}", targetProject: "${deploy.path}" }, ${options});`;

/** What the list declares, as a single entry and a switch. */
const entries = (shop: Named, { billing, deploy }: Scenario) => `
  const entry = new gitlab.ScopeAllowlistEntry("deploy", { project: "${billing.path}", targetProject: "${deploy.path}" });
  new gitlab.JobTokenScope("billing", { project: "${billing.path}" }, { dependsOn: entry });
  new gitlab.ScopeAllowlistEntry("a", { project: "${shop.path}", targetProject: "${deploy.path}" });`;

it(
  "loses nothing, not for a moment, from single entries to a list, renamed under a parent, aliased, replaced, with another provider of the same GitLab, and back",
  scenario(async (scene) => {
    const { simulator, project, billing, deploy, world } = scene;
    const shop = await world.project("shop");
    const parent = 'const parent = new pulumi.ComponentResource("acme:access:Billing", "billing");';
    const provider = `const provider = new gitlab.Provider("acme", { baseUrl: "${simulator.url}", tokenEnvironmentVariable: "GITLAB_TOKEN" });`;
    let lockedOut = false;
    const up = async (program: string, ...args: string[]) => {
      await project.program(program);
      await succeeds(project.up(...args));
      const held = [await world.allowlist(billing, "project"), await world.allowlist(shop, "project")];
      expect(held).toEqual([[deploy.id], [deploy.id]]);
    };
    await up(entries(shop, scene));
    simulator.requests.clear();
    simulator.watch(() => {
      lockedOut ||= !simulator.admits(billing.id, deploy.id);
    });

    await up(listAndEntry(shop, scene, { name: "a" }));
    await up(listAndEntry(shop, scene, { name: "b", options: "{ parent }", before: parent }));
    const aliased = { name: "c", options: '{ parent, aliases: [{ name: "b" }] }', before: parent };
    await up(listAndEntry(shop, scene, aliased), "--expect-no-changes");
    await up(listAndEntry(shop, scene, { name: "c", options: "{ parent }", before: parent }), "--replace", "**");
    await up(listAndEntry(shop, scene, { name: "c", options: "{ parent, provider }", before: parent + provider }));
    await up(entries(shop, scene));

    expect(simulator.requests.matching({ method: "DELETE" })).toEqual([]);
    expect([lockedOut, await world.isClosed(billing)]).toEqual([false, true]);
    await isAtRest(project);
    await succeeds(project.destroy());
    expect([await world.allowlist(billing, "project"), await world.allowlist(shop, "project")]).toEqual([[], []]);
  }),
);

it(
  "an entry with equal declarations, by path and by id, stays until the last of them goes; both are removed by destroy --run-program",
  scenario(async (scene) => {
    const { billing, deploy, project, world } = scene;
    const byPath = `new gitlab.ScopeAllowlistEntry("by-path", { project: "${billing.path}", targetProject: "${deploy.path}" });`;
    const byId = `new gitlab.ScopeAllowlistEntry("by-id", { project: ${billing.id}, targetProject: ${deploy.id} });`;
    const callersAfter = async (program: string) => {
      await project.program(program);
      await succeeds(project.up());
      return world.allowlist(billing, "project");
    };

    const again = byPath.replace('"by-path"', '"by-path-again"');

    expect(await callersAfter(byPath + byId + again)).toEqual([deploy.id]);
    expect(await callersAfter(byPath + byId)).toEqual([deploy.id]);
    await succeeds(project.destroy("--run-program"));
    expect(await world.allowlist(billing, "project")).toEqual([]);
  }),
);
