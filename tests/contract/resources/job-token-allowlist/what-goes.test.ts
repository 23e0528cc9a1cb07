import { type Simulator, startSimulator } from "../../../../simulator";
import { failureOf } from "../../../support/pulumi/failure";
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

describe("an entry that was added by hand", () => {
  it("stays in a run that comes upon it, with a warning; the next preview shows it, and that run removes it", async () => {
    const { deploy, reports } = setup;
    const stranger = await setup.world.project("stranger");
    await setup.up({ projects: [deploy.path] });
    await setup.byHand("add", "project", stranger);

    await setup.up({ projects: [deploy.path, reports.path] });
    expect(setup.log.join()).toMatch(
      new RegExp(`holds entries that nobody declared.*${stranger.path}\\. They stay for now`),
    );
    expect(await setup.holds("project")).toEqual([deploy.id, reports.id, stranger.id]);
    expect(setup.outputs().projectIds).toEqual([deploy, reports].map(({ id }) => String(id)));

    expect(await setup.preview({ projects: [deploy.path, reports.path] })).toEqual(["update"]);
    expect(setup.log.join()).toContain(
      `nobody declared: project ${stranger.path}. This run removes those that are still not declared`,
    );
    await setup.up({ projects: [deploy.path, reports.path] });
    expect(await setup.holds("project")).toEqual([deploy.id, reports.id]);
    expect(await setup.up({ projects: [deploy.path, reports.path] })).toEqual([]);
  });

  it("stays where it is declared by the time of the next run", async () => {
    const { deploy, reports } = setup;
    await setup.up({ projects: [deploy.path] });
    await setup.byHand("add", "project", reports);
    await setup.up({ projects: [] });

    await setup.up({ projects: [reports.path] });

    expect(setup.changes()).toEqual([]);
    expect(await setup.holds("project")).toEqual([reports.id]);
  });

  it("goes in the run after the refresh that showed it", async () => {
    const { deploy, reports, platform } = setup;
    await setup.up({ projects: [deploy.path], groups: [] });
    await setup.byHand("add", "project", reports);
    await setup.byHand("add", "group", platform);

    expect(await setup.refresh()).toEqual(["changed it"]);
    await setup.up({ projects: [deploy.path], groups: [] });

    expect([await setup.holds("project"), await setup.holds("group")]).toEqual([[deploy.id], []]);
  });

  it("outlives a destroy that never saw it; all that was recorded goes, with the ids told, and the switch stays", async () => {
    const { deploy, reports, platform } = setup;
    await setup.open();
    await setup.up({ projects: [deploy.path], groups: [platform.path], enabled: true });
    await setup.byHand("add", "project", reports);

    await setup.destroy();

    expect([await setup.holds("project"), await setup.holds("group")]).toEqual([[reports.id], []]);
    expect(await setup.isClosed()).toBe(true);
    expect(setup.log).toEqual([
      expect.stringMatching(/^GitLab: /),
      `Removed from the job token allowlist of project ${setup.billing.path} (${setup.billing.id}): group ${platform.id} (${platform.path}), ` +
        `project ${deploy.id} (${deploy.path}). Its switch stays as it is.`,
    ]);
  });
});

describe("a first run", () => {
  it("stops before it changes anything where it finds what is not declared, and the text that it prints works", async () => {
    const { deploy, reports, platform } = setup;
    await setup.byHand("add", "project", reports);
    await setup.byHand("add", "group", platform);

    const message = await failureOf(setup.up({ projects: [deploy.path], groups: [], enabled: true }));
    expect(setup.changes()).toEqual([]);
    const [, text = ""] = /Add them to the declaration \((.*)\), or set/.exec(message) ?? [];
    expect(text).toBe(`projects: ["${reports.path}"], groups: ["${platform.path}"]`);
    await setup.up(JSON.parse(`{${text.replaceAll(/(projects|groups):/g, '"$1":')}}`));

    expect(setup.changes()).toEqual([]);
  });

  it("prints also what no error can hold", async () => {
    const names = Array.from({ length: 60 }, (_, index) => `a-project-of-the-past-number-${index}`);
    const parent = await setup.world.subgroup("a-group-with-a-name-that-is-long-enough");
    for (const name of names) await setup.byHand("add", "project", await setup.world.project(name, parent));

    await failureOf(setup.up({ projects: [] }));

    expect(names.filter((name) => !setup.log.join().includes(`/${name}"`))).toEqual([]);
  });

  it("removes what it finds with replaceExisting", async () => {
    const { deploy, reports, platform } = setup;
    await setup.byHand("add", "project", reports);
    await setup.byHand("add", "group", platform);

    await setup.up({ projects: [deploy.path], replaceExisting: true });

    expect([await setup.holds("project"), await setup.holds("group")]).toEqual([[deploy.id], [platform.id]]);
    const gone = setup.log.filter((line) => line.includes("by replaceExisting"));
    expect(gone).toEqual([expect.stringContaining(`by replaceExisting: project ${reports.id} (${reports.path}).`)]);
  });

  it("names what replaceExisting has removed also where something else fails, and not what stays", async () => {
    const { deploy, reports, platform } = setup;
    await setup.byHand("add", "project", reports);
    await setup.byHand("add", "project", deploy);
    await setup.byHand("add", "group", platform);
    simulator.faults.add({ method: "DELETE", path: /groups_allowlist/, fault: { kind: "status", status: 403 } });

    await failureOf(setup.up({ projects: [deploy.path], groups: [], replaceExisting: true }));

    const gone = setup.log.filter((line) => line.includes("by replaceExisting"));
    expect(gone).toEqual([expect.stringContaining(`by replaceExisting: project ${reports.id} (${reports.path}).`)]);
  });

  it("is also the one in which a kind is declared for the first time", async () => {
    const { deploy, platform } = setup;
    await setup.byHand("add", "group", platform);
    await setup.up({ projects: [deploy.path], replaceExisting: true });

    expect(await failureOf(setup.up({ projects: [], groups: [] }))).toContain(`groups: ["${platform.path}"]`);
    expect(setup.changes()).toEqual([]);
    await setup.up({ projects: [], groups: [], replaceExisting: true });

    expect([await setup.holds("project"), await setup.holds("group")]).toEqual([[], []]);
  });

  it("removes nothing that is added while it runs, and warns", async () => {
    const { deploy, reports } = setup;
    const stop = simulator.watch(async ({ method }) => {
      if (method === "POST") stop();
      if (method === "POST") await setup.byHand("add", "project", reports);
    });

    await setup.up({ projects: [deploy.path] });

    expect(await setup.holds("project")).toEqual([deploy.id, reports.id]);
    expect(setup.log.join()).toContain(reports.path);
  });
});

it("replaceExisting alone is no change, in either direction", async () => {
  const { deploy } = setup;
  await setup.up({ projects: [deploy.path], replaceExisting: true });

  expect(await setup.preview({ projects: [deploy.path] })).toEqual([]);
  await setup.up({ projects: [deploy.path] });
  expect(await setup.up({ projects: [deploy.path], replaceExisting: true })).toEqual([]);
  expect(setup.changes()).toEqual([]);
});

describe("what is left out of the program", () => {
  it.each(["up", "refresh", "destroy"] as const)("is never touched by %s, nor even looked at", async (command) => {
    const { deploy, platform } = setup;
    await setup.byHand("add", "group", platform);
    await setup.open();
    await setup.up({ projects: [] });

    await setup[command]({ projects: [deploy.path] });

    expect(simulator.requests.matching({ path: /groups_allowlist|job_token_scope$/ })).toEqual([]);
    expect(await setup.holds("group")).toEqual([platform.id]);
    expect(await setup.isClosed()).toBe(false);
  });

  it("stays in GitLab when its key goes, and preview says so", async () => {
    const { deploy, platform } = setup;
    await setup.up({ projects: [deploy.path], groups: [platform.path], enabled: true });

    expect(await setup.preview({ projects: [deploy.path] })).toEqual(["update"]);
    expect(setup.log).toEqual([
      `groups of project ${setup.billing.path} is no longer declared and so no longer managed: the groups in the list stay. To remove them, write groups: [].`,
      `enabled of project ${setup.billing.path} is no longer declared and so no longer managed: the switch stays as it is.`,
    ]);
    await setup.up({ projects: [deploy.path] });
    expect(setup.changes()).toEqual([]);
    await setup.destroy();

    expect([await setup.holds("project"), await setup.holds("group")]).toEqual([[], [platform.id]]);
    expect(await setup.isClosed()).toBe(true);
  });
});
