import { type Simulator, startSimulator } from "../../../../simulator";
import { World } from "../../../support/gitlab/world";
import { failureOf } from "../../../support/pulumi/failure";
import { renamed } from "../../../support/resources/fixture";
import { Desk } from "./desk";

let simulator: Simulator;
let desk: Desk;

beforeAll(async () => {
  simulator = await startSimulator({ enforceJobTokenScope: false });
});
beforeEach(async () => {
  desk = await Desk.open(simulator);
});
afterAll(() => simulator.close());

const refuse = (method: string, path: RegExp, status = 403) =>
  simulator.faults.add({ method, path, fault: { kind: "status", status } });

describe("addresses", () => {
  it("name a target once, by id, by path, in another case, and by a path that it has left", async () => {
    const { deploy, platform, world } = desk;
    const now = await renamed(world, deploy);

    await desk.up({ projects: [deploy.id, deploy.path, now.toUpperCase()], groups: [platform.path, platform.id] });

    expect(desk.changes().sort()).toEqual(["POST job_token_scope/allowlist", "POST job_token_scope/groups_allowlist"]);
    expect(await desk.refresh()).toEqual([]);
    expect(await desk.up({ projects: [deploy.path], groups: [platform.id] })).toEqual(["update it"]);
    expect(desk.changes()).toEqual([]);
  });

  it("in another order are no change", async () => {
    const { deploy, reports } = desk;
    await desk.up({ projects: [deploy.path, reports.path] });

    expect(await desk.preview({ projects: [reports.path, deploy.path.toUpperCase(), deploy.path] })).toEqual([]);
  });

  it("may name the project itself, which is ignored with a note", async () => {
    const { billing, deploy } = desk;

    await desk.up({ projects: [billing.id, billing.path, deploy.path] });
    expect(desk.log).toEqual([
      `Project ${billing.id} is on its own list: ignored, its own job tokens always reach it.`,
    ]);

    expect(await desk.refresh()).toEqual([]);
    expect(await desk.holds("project")).toEqual([deploy.id]);
  });

  it("lead to what has their path today, where what had it was deleted", async () => {
    const { deploy, world } = desk;
    await desk.up({ projects: [deploy.path] });
    await world.deleteForGood(deploy);
    const another = await world.project("deploy");

    expect(await desk.refresh()).toEqual(["changed it"]);
    await desk.up({ projects: [deploy.path] });

    expect(await desk.holds("project")).toEqual([another.id]);
  });
});

describe("a target", () => {
  it("that is out of sight stays where it is listed, and goes where it is not declared", async () => {
    const elsewhere = await World.create(simulator.url, simulator.token);
    const hidden = await elsewhere.project("hidden");
    await desk.byHand("add", "project", hidden);
    await desk.byHand("add", "group", elsewhere.group);
    desk.actAs(await desk.world.tokenOf("maintainer"));

    await desk.up({ projects: [hidden.path], groups: [elsewhere.group.id] });
    expect(desk.changes()).toEqual([]);
    await desk.up({ projects: [], groups: [] });

    expect([await desk.holds("project"), await desk.holds("group")]).toEqual([[], []]);
  });

  it("that this GitLab removes for administrators only is named, with what they can do", async () => {
    const { deploy, reports } = desk;
    await desk.up({ projects: [deploy.path, reports.path] });
    refuse("DELETE", new RegExp(`/allowlist/${deploy.id}$`), 404);

    const message = await failureOf(desk.up({ projects: [] }));

    expect(message).toContain(`these failed: remove project ${deploy.path}`);
    expect(message).toMatch(/an administrator can remove it in the project's Settings → CI\/CD/);
    expect(await desk.holds("project")).toEqual([deploy.id]);
    simulator.faults.clear();
    await desk.up({ projects: [] });
    expect(await desk.holds("project")).toEqual([]);
  });

  it("that does not exist is named, and neither stops removals nor keeps the switch off", async () => {
    const { deploy, platform } = desk;
    await desk.open();
    await desk.up({ projects: [deploy.path], groups: [platform.path] });

    const message = await failureOf(
      desk.up({ enabled: true, projects: [999_999, `${platform.path}/nobody`], groups: [999_998] }),
    );

    for (const failed of ["add project 999999", `find project ${platform.path}/nobody`, "add group 999998"])
      expect(message).toContain(failed);
    expect([await desk.holds("project"), await desk.holds("group"), await desk.isClosed()]).toEqual([[], [], true]);
  });

  it("that may need the group above it keeps that group in, and no other", async () => {
    const { platform, reports, world } = desk;
    const build = await world.project("build", platform);
    const other = await world.subgroup("other");
    await desk.up({ projects: [reports.path], groups: [platform.path, other.path] });
    refuse("POST", /\/allowlist$/);

    const message = await failureOf(desk.up({ projects: [build.path], groups: [] }));

    expect(message).toContain(
      `Kept in the job token allowlist of project ${desk.billing.id} because of what failed: group ${platform.path}.`,
    );
    expect([await desk.holds("project"), await desk.holds("group")]).toEqual([[], [platform.id]]);
    simulator.faults.clear();
    await desk.up({ projects: [build.path], groups: [] });
    expect([await desk.holds("project"), await desk.holds("group")]).toEqual([[build.id], []]);
  });

  it("under a path that it has left stays in the list where the look-up of that path fails", async () => {
    const { deploy, world } = desk;
    await desk.byHand("add", "project", deploy);
    await renamed(world, deploy);
    refuse("GET", /\/projects\/[^/]+%2Fdeploy$/, 500);

    const message = await failureOf(desk.up({ projects: [deploy.path], replaceExisting: true }));

    expect(message).toContain(`find project ${deploy.path}`);
    expect(await desk.holds("project")).toEqual([deploy.id]);
  });

  it("under a path that it has left keeps the group in that it is in today", async () => {
    const { deploy, platform, world } = desk;
    await world.api.put(`/projects/${deploy.id}/transfer`, { namespace: platform.id });
    await desk.up({ projects: [], groups: [platform.path] });
    refuse("POST", /\/allowlist$/);

    await failureOf(desk.up({ projects: [deploy.path], groups: [] }));

    expect(await desk.holds("group")).toEqual([platform.id]);
  });
});

describe("the switch", () => {
  it("goes off before anything leaves the list", async () => {
    const { deploy } = desk;
    await desk.up({ projects: [deploy.path], enabled: true });

    await desk.up({ projects: [], enabled: false });

    expect(desk.changes()).toEqual(["PATCH job_token_scope", `DELETE job_token_scope/allowlist/${deploy.id}`]);
  });

  it("that can't be turned off keeps in the list what is in it", async () => {
    const { deploy, reports } = desk;
    await desk.up({ projects: [deploy.path], enabled: true });
    refuse("PATCH", /job_token_scope$/);

    expect(await failureOf(desk.up({ projects: [reports.path], enabled: false }))).toMatch(
      /Kept in .*: project .*\/deploy\.\nCould not switch off the job token scope/,
    );

    expect(await desk.holds("project")).toEqual([deploy.id, reports.id]);
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
      const { deploy, world, billing } = desk;
      await world.api.patch(`/projects/${billing.id}/job_token_scope`, { enabled: !enabled });
      simulator.faults.add({ method: "PATCH", path: /job_token_scope$/, fault: { kind: "status", status: 204 } });

      expect(await failureOf(desk.up({ projects: [deploy.path], enabled }))).toMatch(says);
    },
  );

  it("is set where it was never set, though an instance that enforces it says that it is on", async () => {
    const { deploy, world } = desk;
    await desk.open();
    await world.api.put("/application/settings", { enforce_ci_inbound_job_token_scope_enabled: true });
    refuse("POST", /\/allowlist$/);

    await failureOf(desk.up({ projects: [deploy.path], enabled: true }));
    simulator.faults.clear();
    await desk.up({ projects: [deploy.path], enabled: true });
    await world.api.put("/application/settings", { enforce_ci_inbound_job_token_scope_enabled: false });

    expect(await desk.isClosed()).toBe(true);
  });
});

describe("a failure", () => {
  it("of a destroy names every entry that is still there; the next one finishes", async () => {
    const projects = await Promise.all(
      Array.from({ length: 70 }, (_, index) => desk.world.project(`with-a-rather-long-name-${index}`)),
    );
    await desk.up({ projects: projects.map(({ path }) => path) });
    refuse("DELETE", /\/allowlist\//);

    const message = await failureOf(desk.destroy());

    const said = [message, ...desk.log].join("\n");
    expect(projects.filter(({ path }) => !new RegExp(`remove project ${path}[,.]`).test(said))).toEqual([]);
    simulator.faults.clear();
    await desk.destroy();
    expect(await desk.holds("project")).toEqual([]);
  });

  it("that ends a run early names what failed and what did not come to its turn, and is made good by the next run", async () => {
    const { deploy, reports } = desk;
    await desk.up({ projects: [] });
    refuse("POST", /\/allowlist$/, 500);
    simulator.faults.add({ method: "GET", path: /\/allowlist/, after: 1, fault: { kind: "status", status: 403 } });

    const message = await failureOf(desk.up({ projects: [deploy.path, reports.path] }));
    simulator.faults.clear();

    expect(message).toContain(
      `Not yet added to the job token allowlist of project ${desk.billing.id}: project ${deploy.path}, project ${reports.path}.`,
    );
    expect(message).toContain("Could not read the job token allowlist");
    await desk.up({ projects: [deploy.path, reports.path] });
    expect(await desk.holds("project")).toEqual([deploy.id, reports.id]);
  });
});
