import { type Simulator, startSimulator } from "pulumi-gitlab-ci-access/simulator";
import { type Named, World } from "../../support/gitlab/world";
import { InProcessProvider } from "../../support/in-process/in-process-provider";
import { Stack } from "../../support/pulumi/stack";
import { chainOf } from "./chain";

/** Long enough for requests of one round to overlap. */
const LATENCY_MS = 50;
const LIMIT = 200;

let simulator: Simulator;
let world: World;
let billing: Named;
const providers: InProcessProvider[] = [];

beforeAll(async () => {
  simulator = await startSimulator({ enforceJobTokenScope: false });
});
beforeEach(async () => {
  simulator.latencyMs = 0;
  world = await World.create(simulator.url, simulator.token);
  billing = await world.project("billing");
});
afterEach(async () => {
  await Promise.all(providers.splice(0).map((each) => each.stop()));
});
afterAll(() => simulator.close());

/** It knows nothing of what others looked up. */
function freshProvider(env: Readonly<Record<string, string>> = {}): InProcessProvider {
  const ambient = { GITLAB_BASE_URL: simulator.url, GITLAB_TOKEN: simulator.token };
  const provider = new InProcessProvider({ env: { ...ambient, ...env } });
  providers.push(provider);
  return provider;
}

function freshStack(env: Readonly<Record<string, string>> = {}): Stack {
  return new Stack(freshProvider(env));
}

const list = (args: object, project: number | string = billing.id) => ({
  it: { type: "JobTokenAllowlist", args: { project, enabled: true, ...args } },
});

/** What a run sends, at GitLab's usual pace; what runs one after the other anyway need not wait. */
async function costOf(run: () => Promise<unknown>, latencyMs = LATENCY_MS) {
  simulator.requests.clear();
  simulator.latencyMs = latencyMs;
  await run();
  simulator.latencyMs = 0;
  const { requests } = simulator;
  const { length: all, maxConcurrency } = requests;
  const writes = requests.all.filter(({ method }) => method !== "GET").length;
  return { all, writes, maxConcurrency, chain: chainOf(requests.all) };
}

const inGroup = (group: Named, count: number) =>
  Promise.all(Array.from({ length: count }, (_, n) => world.project(`service-${n}`, group)));
const ids = (all: readonly Named[]) => all.map(({ id }) => id);
const paths = (all: readonly Named[]) => all.map(({ path }) => path);

/** 20 groups of 10 projects each, below one group or all on top. */
async function inTeams(makeTeam: (n: number) => Promise<Named>): Promise<Named[]> {
  const teams = await Promise.all(Array.from({ length: 20 }, (_, n) => makeTeam(n)));
  return (await Promise.all(teams.map((team) => inGroup(team, 10)))).flat();
}

describe("the first up of 200 entries", () => {
  it("by id takes 206 requests, ten at a time, in a chain of four rounds beside the additions", async () => {
    const projects = await inGroup(await world.subgroup("services"), LIMIT);
    const stack = freshStack();

    const cost = await costOf(() => stack.up(list({ projects: ids(projects) })));

    expect(cost).toMatchObject({ all: 206, writes: 201, maxConcurrency: 10 });
    expect(cost.chain).toEqual([
      "GET allowlist, page 1",
      "POST allowlist",
      "GET allowlist, page 1",
      "PATCH job_token_scope",
      "GET job_token_scope",
    ]);
  });

  it("with permissions takes three requests more by id: GitLab's version, and four queries for paths, less two pages", async () => {
    const projects = await inGroup(await world.subgroup("services"), LIMIT);
    const stack = freshStack();

    const cost = await costOf(() => stack.up(list({ projects: ids(projects), permissions: ["read_packages"] })));

    expect(cost.all).toBeLessThanOrEqual(206 * 1.1);
    expect(cost).toMatchObject({ all: 209, maxConcurrency: 10 });
    await stack.up(
      list({ projects: projects.map(({ id }) => ({ project: id, permissions: ["admin_releases", "read_packages"] })) }),
    );
    expect(JSON.stringify([...stack.state]).length).toBeLessThan(60_000); // docs/allowlists.md says so.
    expect(await costOf(() => stack.in(freshProvider()).refresh())).toMatchObject({ all: 2 });
  });

  it("by path in one group takes no more than 220, in a chain of six rounds beside the additions", async () => {
    const projects = await inGroup(await world.subgroup("services"), LIMIT);
    const stack = freshStack();

    const { all, chain } = await costOf(() => stack.up(list({ projects: paths(projects) }, billing.path)));

    expect(all).toBe(206 + 1 + 2); // Billing itself, and the group's two pages.
    expect(chain).toEqual([
      `GET ${encodeURIComponent(billing.path)}`,
      "GET allowlist, page 1",
      "GET projects, page 1",
      "POST allowlist",
      "GET allowlist, page 1",
      "PATCH job_token_scope",
      "GET job_token_scope",
    ]);
  });

  it("by path in one tree of groups takes no more than 220, in a chain of six rounds beside the additions", async () => {
    const projects = await inTeams((n) => world.subgroup(`team-${n}`));
    const stack = freshStack();

    const { all, chain } = await costOf(() => stack.up(list({ projects: paths(projects) })));

    expect(all).toBe(206 + 3); // With billing the tree holds 201 projects.
    expect(chain).toHaveLength(6 + 1);
    expect(chain.slice(1, 3)).toEqual(["GET projects, page 1", "GET projects, page 3"]);
  });

  it("by path in 20 groups takes a listing of each", async () => {
    const teams = await Promise.all(Array.from({ length: 20 }, () => World.create(simulator.url, simulator.token)));
    const projects = await inTeams(async (n) => teams[n]?.group ?? world.group);
    const stack = freshStack();

    const { all } = await costOf(() => stack.up(list({ projects: paths(projects) })));

    expect(all).toBe(206 + 20);
  });

  it("runs as many requests at a time as the configuration says", async () => {
    const projects = await inGroup(world.group, 30);
    const stack = freshStack({ GITLAB_CI_ACCESS_CONCURRENCY: "3" });

    const { maxConcurrency } = await costOf(() => stack.up(list({ projects: paths(projects) })));

    expect(maxConcurrency).toBe(3);
  });
});

describe("requests", () => {
  it.each([20, 100, LIMIT])("grow with the additions, and with nothing else: %d", async (count) => {
    const projects = await inGroup(world.group, count);
    const stack = freshStack();

    const { all, writes } = await costOf(() => stack.up(list({ projects: ids(projects) })));

    expect(writes).toBe(count + 1);
    expect(all - writes).toBe(2 + Math.ceil((count + 1) / 100)); // The list before and after, and the switch.
  });

  it("grow in the same way for projects and groups: 400", async () => {
    const [projects, groups] = await projectsAndGroups();
    const stack = freshStack();

    const { all, writes } = await costOf(() => stack.up(list({ projects: ids(projects), groups: ids(groups) })));

    expect(writes).toBe(401);
    expect(all - writes).toBe(3 + 3 + 2);
  });

  it("don't depend on how many entries are there: 20 more where 180 are", async () => {
    const projects = await inGroup(world.group, LIMIT);
    const stack = freshStack();
    await stack.up(list({ projects: ids(projects.slice(0, 180)) }));

    const { all, writes } = await costOf(() => stack.up(list({ projects: ids(projects) })));

    expect(writes).toBe(20);
    expect(all - writes).toBe(2 + 3 + 1); // What is there fills pages of 100.
  });

  it("are six at most in a refresh, of 400 entries too, all in one round, and the up after it sends none", async () => {
    const [projects, groups] = await projectsAndGroups();
    const stack = freshStack();
    const program = list({ projects: ids(projects), groups: ids(groups) });
    await stack.up(program);
    const later = stack.in(freshProvider());

    const { all, chain } = await costOf(() => later.refresh());
    expect(all).toBe(6);
    expect(chain).toHaveLength(1); // The state knows how many pages there are.
    expect((await costOf(() => later.up(program))).all).toBe(0);
  });

  it("of a repair are those of a refresh and the repair itself", async () => {
    const projects = await inGroup(world.group, LIMIT);
    const program = list({ projects: ids(projects) });
    const stack = freshStack();
    await stack.up(program);
    for (const { id } of projects.slice(0, 3))
      await world.api.delete(`/projects/${billing.id}/job_token_scope/allowlist/${id}`);

    const later = stack.in(freshProvider());

    const { all, writes } = await costOf(async () => {
      await later.refresh();
      await later.up(program);
    });

    expect(writes).toBe(3);
    expect(all - writes).toBe(4 + 2 + 3 + 1); // The refresh, with a page that is empty now; then the list before and after, and the switch.
  });
});

function projectsAndGroups(): Promise<[Named[], Named[]]> {
  const groups = Array.from({ length: LIMIT }, (_, n) => world.subgroup(`team-${n}`));
  return Promise.all([inGroup(world.group, LIMIT), Promise.all(groups)]);
}

describe("runners", () => {
  const RUNNERS = 80;
  const names = Array.from({ length: RUNNERS }, (_, n) => `runner-${n}`);
  const runners = (description: string) => {
    const args = { runnerType: "project_type", project: billing.path, description };
    return Object.fromEntries(names.map((name) => [name, { type: "UserRunner", args }]));
  };
  const pages = Math.ceil(RUNNERS / 100);

  it("cost three requests each at most, whatever their number", async () => {
    const { all, writes } = await costOf(() => freshStack().up(runners("builds")), 0);

    expect(writes).toBe(RUNNERS);
    expect(all).toBeLessThanOrEqual(3 * RUNNERS + pages);
  });

  it("cost one request each in a refresh, and none in an up that has nothing to do", async () => {
    const stack = freshStack();
    await stack.up(runners("builds"));
    const later = stack.in(freshProvider());

    expect((await costOf(() => later.refresh(), 0)).all).toBeLessThanOrEqual(RUNNERS + pages);
    expect((await costOf(() => later.up(runners("builds")))).all).toBe(0);
  });
});

describe("tokens", () => {
  it.each([10, 40])("cost three requests each at most, whatever their number: %d", async (count) => {
    const rotationConfiguration = { expirationDays: 30, rotateBeforeDays: 7 };
    const usual = { name: "nightly", scopes: ["read_api"], accessLevel: "reporter", rotationConfiguration };
    const token = { type: "RotatingProjectToken", args: { project: billing.path, ...usual } };
    const tokens = Object.fromEntries(Array.from({ length: count }, (_, n) => [`token-${n}`, token]));

    const { all, writes } = await costOf(() => freshStack().up(tokens), 0);

    expect(writes).toBe(count);
    expect(all).toBeLessThanOrEqual(3 * count + 2);
  });
});
