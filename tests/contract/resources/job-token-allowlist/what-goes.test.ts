import { type Simulator, startSimulator } from "../../../../simulator";
import { failureOf } from "../../../support/pulumi/failure";
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

describe("an entry that was added by hand", () => {
  it("stays in a run that comes upon it, with a warning; the next preview shows it, and that run removes it", async () => {
    const { deploy, reports } = desk;
    const stranger = await desk.world.project("stranger");
    await desk.up({ projects: [deploy.path] });
    await desk.byHand("add", "project", stranger);

    await desk.up({ projects: [deploy.path, reports.path] });
    expect(desk.log.join()).toMatch(
      new RegExp(`holds entries that nobody declared.*${stranger.path}\\. They stay for now`),
    );
    expect(await desk.holds("project")).toEqual([deploy.id, reports.id, stranger.id]);
    expect(desk.outputs().projectIds).toEqual([deploy, reports].map(({ id }) => String(id)));

    expect(await desk.preview({ projects: [deploy.path, reports.path] })).toEqual(["update"]);
    expect(desk.log.join()).toContain(
      `nobody declared: project ${stranger.path}. What of them is not declared now is removed`,
    );
    await desk.up({ projects: [deploy.path, reports.path] });
    expect(await desk.holds("project")).toEqual([deploy.id, reports.id]);
    expect(await desk.up({ projects: [deploy.path, reports.path] })).toEqual([]);
  });

  it("stays where it is declared by the time of the next run", async () => {
    const { deploy, reports } = desk;
    await desk.up({ projects: [deploy.path] });
    await desk.byHand("add", "project", reports);
    await desk.up({ projects: [] });

    await desk.up({ projects: [reports.path] });

    expect(desk.changes()).toEqual([]);
    expect(await desk.holds("project")).toEqual([reports.id]);
  });

  it("goes in the run after the refresh that showed it", async () => {
    const { deploy, reports, platform } = desk;
    await desk.up({ projects: [deploy.path], groups: [] });
    await desk.byHand("add", "project", reports);
    await desk.byHand("add", "group", platform);

    expect(await desk.refresh()).toEqual(["changed it"]);
    await desk.up({ projects: [deploy.path], groups: [] });

    expect([await desk.holds("project"), await desk.holds("group")]).toEqual([[deploy.id], []]);
  });

  it("outlives a destroy that never saw it; all that was recorded goes, with the ids told, and the switch stays", async () => {
    const { deploy, reports, platform } = desk;
    await desk.open();
    await desk.up({ projects: [deploy.path], groups: [platform.path], enabled: true });
    await desk.byHand("add", "project", reports);

    await desk.destroy();

    expect([await desk.holds("project"), await desk.holds("group")]).toEqual([[reports.id], []]);
    expect(await desk.isClosed()).toBe(true);
    expect(desk.log).toEqual([
      `Removed from the job token allowlist of project ${desk.billing.id}: group ${platform.id} (${platform.path}), ` +
        `project ${deploy.id} (${deploy.path}). Its switch stays as it is.`,
    ]);
  });
});

describe("a first run", () => {
  it("stops before it changes anything where it finds what is not declared, and the text that it prints works", async () => {
    const { deploy, reports, platform } = desk;
    await desk.byHand("add", "project", reports);
    await desk.byHand("add", "group", platform);

    const message = await failureOf(desk.up({ projects: [deploy.path], groups: [], enabled: true }));
    expect(desk.changes()).toEqual([]);
    const [, text = ""] = /Add them to the declaration \((.*)\), or set/.exec(message) ?? [];
    expect(text).toBe(`projects: ["${reports.path}"], groups: ["${platform.path}"]`);
    await desk.up(JSON.parse(`{${text.replaceAll(/(projects|groups):/g, '"$1":')}}`));

    expect(desk.changes()).toEqual([]);
  });

  it("prints also what no error can hold", async () => {
    const names = Array.from({ length: 60 }, (_, index) => `a-project-of-the-past-number-${index}`);
    const parent = await desk.world.subgroup("a-group-with-a-name-that-is-long-enough");
    for (const name of names) await desk.byHand("add", "project", await desk.world.project(name, parent));

    await failureOf(desk.up({ projects: [] }));

    expect(names.filter((name) => !desk.log.join().includes(`/${name}"`))).toEqual([]);
  });

  it("removes what it finds with replaceExisting", async () => {
    const { deploy, reports, platform } = desk;
    await desk.byHand("add", "project", reports);
    await desk.byHand("add", "group", platform);

    await desk.up({ projects: [deploy.path], replaceExisting: true });

    expect([await desk.holds("project"), await desk.holds("group")]).toEqual([[deploy.id], [platform.id]]);
  });

  it("is also the one in which a kind is declared for the first time", async () => {
    const { deploy, platform } = desk;
    await desk.byHand("add", "group", platform);
    await desk.up({ projects: [deploy.path], replaceExisting: true });

    expect(await failureOf(desk.up({ projects: [], groups: [] }))).toContain(`groups: ["${platform.path}"]`);
    expect(desk.changes()).toEqual([]);
    await desk.up({ projects: [], groups: [], replaceExisting: true });

    expect([await desk.holds("project"), await desk.holds("group")]).toEqual([[], []]);
  });

  it("removes nothing that is added while it runs, and warns", async () => {
    const { deploy, reports } = desk;
    const stop = simulator.watch(async ({ method }) => {
      if (method === "POST") stop();
      if (method === "POST") await desk.byHand("add", "project", reports);
    });

    await desk.up({ projects: [deploy.path] });

    expect(await desk.holds("project")).toEqual([deploy.id, reports.id]);
    expect(desk.log.join()).toContain(reports.path);
  });
});

describe("what is left out of the program", () => {
  it("is never touched, nor even looked at", async () => {
    const { deploy, platform } = desk;
    await desk.byHand("add", "group", platform);
    await desk.open();

    for (const act of [() => desk.up({ projects: [deploy.path] }), () => desk.refresh(), () => desk.destroy()]) {
      await act();
      expect(simulator.requests.matching({ path: /groups_allowlist|job_token_scope$/ })).toEqual([]);
    }

    expect(await desk.holds("group")).toEqual([platform.id]);
    expect(await desk.isClosed()).toBe(false);
  });

  it("stays in GitLab when its key goes, and preview says so", async () => {
    const { deploy, platform } = desk;
    await desk.up({ projects: [deploy.path], groups: [platform.path], enabled: true });

    expect(await desk.preview({ projects: [deploy.path] })).toEqual(["update"]);
    expect(desk.log).toEqual([
      `groups of project ${desk.billing.path} is no longer declared and so no longer managed: the groups in the list stay. To remove them, write groups: [].`,
      `enabled of project ${desk.billing.path} is no longer declared and so no longer managed: the switch stays as it is.`,
    ]);
    await desk.up({ projects: [deploy.path] });
    expect(desk.changes()).toEqual([]);
    await desk.destroy();

    expect([await desk.holds("project"), await desk.holds("group")]).toEqual([[], [platform.id]]);
    expect(await desk.isClosed()).toBe(true);
  });
});
