import { type Simulator, startSimulator } from "../../../../simulator";
import { World } from "../../../support/gitlab/world";
import { failureOf } from "../../../support/pulumi/failure";
import { renamed } from "../../../support/resources/fixture";
import { ListSetup } from "./list-setup";

let simulator: Simulator;
let setup: ListSetup;

beforeAll(async () => {
  simulator = await startSimulator({ enforceJobTokenScope: false });
});
beforeEach(async () => {
  setup = await ListSetup.start(simulator);
});
afterAll(() => simulator.close());

const refuse = (method: string, path: RegExp, status = 403) =>
  simulator.faults.add({ method, path, fault: { kind: "status", status } });

describe("addresses", () => {
  it("name a target once, by id, by path, in another case, and by a path that it has left", async () => {
    const { deploy, platform, world } = setup;
    const now = await renamed(world, deploy);

    await setup.up({ projects: [deploy.id, deploy.path, now.toUpperCase()], groups: [platform.path, platform.id] });

    expect(setup.changes().sort()).toEqual(["POST job_token_scope/allowlist", "POST job_token_scope/groups_allowlist"]);
    expect(await setup.refresh()).toEqual([]);
    expect(await setup.up({ projects: [deploy.path], groups: [platform.id] })).toEqual(["update it"]);
    expect(setup.changes()).toEqual([]);
  });

  it("in another order are no change", async () => {
    const { deploy, reports } = setup;
    await setup.up({ projects: [deploy.path, reports.path] });

    expect(await setup.preview({ projects: [reports.path, deploy.path.toUpperCase(), deploy.path] })).toEqual([]);
  });

  it("may name the project itself, which is ignored with a note", async () => {
    const { billing, deploy } = setup;

    await setup.up({ projects: [billing.id, billing.path, deploy.path] });
    expect(setup.log).toEqual([
      expect.stringMatching(/^GitLab: /),
      `The list of project ${billing.path} (${billing.id}) names the project itself: ignored, its own job tokens always reach it.`,
    ]);

    expect(await setup.refresh()).toEqual([]);
    expect(await setup.holds("project")).toEqual([deploy.id]);
  });

  it("lead to what has their path today, where what had it was deleted", async () => {
    const { deploy, world } = setup;
    await setup.up({ projects: [deploy.path] });
    await world.deleteForGood(deploy);
    const another = await world.project("deploy");

    expect(await setup.refresh()).toEqual(["changed it"]);
    await setup.up({ projects: [deploy.path] });

    expect(await setup.holds("project")).toEqual([another.id]);
  });
});

describe("a target", () => {
  it("that is out of sight stays where it is listed, and goes where it is not declared", async () => {
    const elsewhere = await World.create(simulator.url, simulator.token);
    const hidden = await elsewhere.project("hidden");
    await setup.byHand("add", "project", hidden);
    await setup.byHand("add", "group", elsewhere.group);
    setup.actAs(await setup.world.tokenOf("maintainer"));

    await setup.up({ projects: [hidden.path], groups: [elsewhere.group.id] });
    expect(setup.changes()).toEqual([]);
    await setup.up({ projects: [], groups: [] });

    expect([await setup.holds("project"), await setup.holds("group")]).toEqual([[], []]);
  });

  it("that this GitLab removes for administrators only is named, with what they can do", async () => {
    const { deploy, reports } = setup;
    await setup.up({ projects: [deploy.path, reports.path] });
    refuse("DELETE", new RegExp(`/allowlist/${deploy.id}$`), 404);

    const message = await failureOf(setup.up({ projects: [] }));

    expect(message).toContain(`these failed: remove project ${deploy.path}`);
    expect(message).toMatch(/an administrator can remove it in the project's Settings → CI\/CD/);
    expect(await setup.holds("project")).toEqual([deploy.id]);
    simulator.faults.clear();
    await setup.up({ projects: [] });
    expect(await setup.holds("project")).toEqual([]);
  });

  it("that can't be found is named, and what covers it or what it covers stays, because it may be hidden; the switch goes on", async () => {
    const { deploy, platform, reports, world } = setup;
    const [below, other] = [await world.project("below", platform), await world.subgroup("other")];
    const kept = [reports.id, below.id].toSorted((a, b) => a - b); // What stands below the group that stays may give less than the group.
    await setup.open();
    await setup.up({ projects: [deploy.path, below.path], groups: [platform.path, other.path] });

    const nobody = { project: `${platform.path}/nobody`, group: `${other.path}/nowhere` };
    const args = { enabled: true, projects: [nobody.project, reports.path], groups: [nobody.group] };
    const message = await failureOf(setup.up(args));

    expect(message).toContain(`find project ${nobody.project}`);
    expect(message).toContain(`find group ${nobody.group}`);
    expect(await setup.holds("project")).toEqual(kept);
    expect(await setup.holds("group")).toEqual([platform.id, other.id]);
    expect(await setup.isClosed()).toBe(true);
  });

  it.each([
    { kind: "project", projects: [999_999], groups: [], stays: { projects: 0, groups: 1 } },
    { kind: "group", projects: [], groups: [999_999], stays: { projects: 1, groups: 1 } },
  ])("that can't be found by its id is named, and may be under any group: $kind", async ({ kind, stays, ...lists }) => {
    const { deploy, platform } = setup;
    await setup.open();
    await setup.up({ projects: [deploy.path], groups: [platform.path] });

    const message = await failureOf(setup.up({ enabled: true, ...lists }));

    expect(message).toContain(`add ${kind} 999999`);
    expect(await setup.holds("project")).toEqual([deploy.id].slice(0, stays.projects));
    expect(await setup.holds("group")).toEqual([platform.id].slice(0, stays.groups));
    expect(await setup.isClosed()).toBe(true);
  });

  it("that may need the group above it keeps that group in, and no other", async () => {
    const { platform, reports, world } = setup;
    const build = await world.project("build", platform);
    const other = await world.subgroup("other");
    await setup.up({ projects: [reports.path], groups: [platform.path, other.path] });
    refuse("POST", /\/allowlist$/);

    const message = await failureOf(setup.up({ projects: [build.path], groups: [] }));

    expect(message).toContain(
      `Kept in the job token allowlist of project ${setup.billing.path} (${setup.billing.id}) because of what failed: group ${platform.path}.`,
    );
    expect([await setup.holds("project"), await setup.holds("group")]).toEqual([[], [platform.id]]);
    simulator.faults.clear();
    await setup.up({ projects: [build.path], groups: [] });
    expect([await setup.holds("project"), await setup.holds("group")]).toEqual([[build.id], []]);
  });

  it("under a path that it has left stays in the list where the look-up of that path fails", async () => {
    const { deploy, world } = setup;
    await setup.byHand("add", "project", deploy);
    await renamed(world, deploy);
    refuse("GET", /\/projects\/[^/]+%2Fdeploy$/, 500);

    const message = await failureOf(setup.up({ projects: [deploy.path], replaceExisting: true }));

    expect(message).toContain(`find project ${deploy.path}`);
    expect(await setup.holds("project")).toEqual([deploy.id]);
  });

  it("under a path that it has left keeps the group in that it is in today", async () => {
    const { deploy, platform, world } = setup;
    await world.api.put(`/projects/${deploy.id}/transfer`, { namespace: platform.id });
    await setup.up({ projects: [], groups: [platform.path] });
    refuse("POST", /\/allowlist$/);

    await failureOf(setup.up({ projects: [deploy.path], groups: [] }));

    expect(await setup.holds("group")).toEqual([platform.id]);
  });
});

describe("the switch", () => {
  it("goes off before anything leaves the list", async () => {
    const { deploy } = setup;
    await setup.up({ projects: [deploy.path], enabled: true });

    await setup.up({ projects: [], enabled: false });

    expect(setup.changes()).toEqual(["PATCH job_token_scope", `DELETE job_token_scope/allowlist/${deploy.id}`]);
  });

  it("that can't be turned off keeps in the list what is in it", async () => {
    const { deploy, reports } = setup;
    await setup.up({ projects: [deploy.path], enabled: true });
    refuse("PATCH", /job_token_scope$/);

    expect(await failureOf(setup.up({ projects: [reports.path], enabled: false }))).toMatch(
      /Kept in .*: project .*\/deploy\.\nCould not switch off the job token scope/,
    );

    expect(await setup.holds("project")).toEqual([deploy.id, reports.id]);
  });

  it.each([
    {
      enabled: true,
      says: /switch on .* is not on\. Look at Settings → CI\/CD → Job token permissions of the project/,
    },
    { enabled: false, says: /switch off .* is not off\. The instance enforces the protection/ },
  ])(
    "that GitLab keeps although it took enabled: $enabled is an error with the advice that fits",
    async ({ enabled, says }) => {
      const { deploy, world, billing } = setup;
      await world.api.patch(`/projects/${billing.id}/job_token_scope`, { enabled: !enabled });
      simulator.faults.add({ method: "PATCH", path: /job_token_scope$/, fault: { kind: "status", status: 204 } });

      expect(await failureOf(setup.up({ projects: [deploy.path], enabled }))).toMatch(says);
    },
  );

  it("is set where it was never set, though an instance that enforces it says that it is on", async () => {
    const { deploy, world } = setup;
    await setup.open();
    await world.api.put("/application/settings", { enforce_ci_inbound_job_token_scope_enabled: true });
    refuse("POST", /\/allowlist$/);

    await failureOf(setup.up({ projects: [deploy.path], enabled: true }));
    simulator.faults.clear();
    await setup.up({ projects: [deploy.path], enabled: true });
    await world.api.put("/application/settings", { enforce_ci_inbound_job_token_scope_enabled: false });

    expect(await setup.isClosed()).toBe(true);
  });
});

describe("a failure", () => {
  it("of a destroy names every entry that is still there; the next one finishes", async () => {
    const projects = await Promise.all(
      Array.from({ length: 70 }, (_, index) => setup.world.project(`with-a-rather-long-name-${index}`)),
    );
    await setup.up({ projects: projects.map(({ path }) => path) });
    refuse("DELETE", /\/allowlist\//);

    const message = await failureOf(setup.destroy());

    const said = [message, ...setup.log].join("\n");
    expect(projects.filter(({ path }) => !new RegExp(`remove project ${path}[,.]`).test(said))).toEqual([]);
    simulator.faults.clear();
    await setup.destroy();
    expect(await setup.holds("project")).toEqual([]);
  });

  it("that ends a run early names what failed and what did not come to its turn, and is made good by the next run", async () => {
    const { deploy, reports } = setup;
    await setup.up({ projects: [] });
    refuse("POST", /\/allowlist$/, 500);
    simulator.faults.add({ method: "GET", path: /\/allowlist/, after: 1, fault: { kind: "status", status: 403 } });

    const message = await failureOf(setup.up({ projects: [deploy.path, reports.path] }));
    simulator.faults.clear();

    expect(message).toContain(
      `Not yet added to the job token allowlist of project ${setup.billing.path} (${setup.billing.id}): project ${deploy.path}, project ${reports.path}.`,
    );
    expect(message).toContain("Could not read the job token allowlist");
    await setup.up({ projects: [deploy.path, reports.path] });
    expect(await setup.holds("project")).toEqual([deploy.id, reports.id]);
  });
});
