import { setImmediate } from "node:timers/promises";
import { type Simulator, startSimulator } from "pulumi-gitlab-ci-access/simulator";
import { providerText } from "../../../provider/domain/provider-text";
import type { Time } from "../../../provider/http/pace";
import { type Named, World } from "../../support/gitlab/world";
import { InProcessProvider } from "../../support/in-process/in-process-provider";

const LISTS = 20;
const ENTRIES = 100;
/** Pulumi runs so many steps at once on two cores. */
const STEPS_AT_ONCE = 8;
const CONCURRENCY = 10;
const MOST_UNDER_WAY = 50;
/** An answer is on its way to whoever sends the next request for so many turns of the event loop at most. */
const QUIET_TURNS = 50;
const NOW = "2026-11-21T12:00:20Z";

let simulator: Simulator;
let world: World;

beforeEach(async () => {
  simulator = await startSimulator({ now: NOW, enforceJobTokenScope: false, rateLimits: "gitlab.com" });
  world = await World.create(simulator.url, simulator.token);
});
afterEach(() => simulator.close());

/** GitLab's clock is the run's too: it stands still while anything is under way, and jumps to when the first sleeper wakes. */
function timeOf({ clock, requests }: Simulator): Time {
  const now = () => clock.now().getTime();
  const isBusy = () => requests.all.slice(-MOST_UNDER_WAY).some(({ finishedAt }) => finishedAt === null);
  const sleep = async (ms: number) => {
    const until = now() + ms;
    for (let quiet = 0; quiet < QUIET_TURNS && now() < until; quiet = isBusy() ? 0 : quiet + 1) await setImmediate();
    clock.advance({ seconds: Math.max(0, until - now()) / 1_000 });
  };
  return { now, sleep };
}

/** The provider over a real socket, in GitLab's time. */
function startProvider(): InProcessProvider {
  const env = { GITLAB_BASE_URL: simulator.url, GITLAB_TOKEN: simulator.token };
  return new InProcessProvider({ env }, timeOf(simulator));
}

/** The passing lines that it showed. */
const statusOf = ({ log }: InProcessProvider) => log.filter(({ ephemeral }) => ephemeral).map(({ text }) => text);

interface List {
  readonly project: Named;
  readonly targets: readonly Named[];
}

/** Making the worlds sends thousands of requests as well: the limits don't count them, because time passes. */
async function make<T>(count: number, one: (n: number) => Promise<T>): Promise<T[]> {
  const made: T[] = [];
  for (let n = 0; n < count; n += 50) {
    simulator.clock.advance({ minutes: 1 });
    made.push(...(await Promise.all(Array.from({ length: Math.min(50, count - n) }, (_, at) => one(n + at)))));
  }
  return made;
}

/** 20 projects, and the same 100 projects in the list of each. */
async function twentyLists(): Promise<List[]> {
  const projects = await make(LISTS, (n) => world.project(`billing-${n}`));
  const targets = await make(ENTRIES, (n) => world.project(`service-${n}`));
  return projects.map((project) => ({ project, targets }));
}

/** Projects with lists of 100 each, all different, in groups that hold three of them at most. */
async function spreadLists(count: number): Promise<List[]> {
  const projects = await make(count, (n) => world.project(`billing-${n}`));
  const groups = await make(Math.ceil((count * ENTRIES) / 3), topGroup);
  const targets = await make(count * ENTRIES, (n) =>
    world.project(`service-${n}`, groups[Math.floor(n / 3)] ?? world.group),
  );
  return projects.map((project, n) => ({ project, targets: targets.slice(n * ENTRIES, (n + 1) * ENTRIES) }));
}

async function topGroup(n: number): Promise<Named> {
  const path = `${world.group.path}-team-${n}`;
  const { id } = await world.api.post<{ id: number }>("/groups", { name: path, path, visibility: "private" });
  return { id, path };
}

/** Creates all lists as Pulumi does, some at a time. */
async function up(
  provider: InProcessProvider,
  all: readonly List[],
  addressOf: (target: Named) => number | string,
): Promise<void> {
  simulator.clock.advance({ minutes: 1 });
  simulator.requests.clear();
  const waiting = [...all];
  const worker = async () => {
    for (let list = waiting.shift(); list !== undefined; list = waiting.shift()) {
      const args = { project: addressOf(list.project), projects: list.targets.map(addressOf), enabled: true };
      const hidden = { __provider: providerText("JobTokenAllowlist"), __key: `key of ${list.project.id}` };
      const { inputs } = await provider.check({}, { ...args, ...hidden });
      await provider.create(inputs);
    }
  };
  await Promise.all(Array.from({ length: STEPS_AT_ONCE }, worker));
}

async function expectAllIn(all: readonly List[]): Promise<void> {
  for (const { project, targets } of all) {
    simulator.clock.advance({ minutes: 1 });
    expect(await world.allowlist(project, "project")).toEqual(targets.map(({ id }) => id).sort((a, b) => a - b));
    expect(await world.isClosed(project)).toBe(true);
  }
}

const minutes = () => (simulator.clock.now().getTime() - Date.parse(NOW)) / 60_000;

describe("under GitLab.com's limits", () => {
  /** By id, the real engine does the same: tests/engine/rate-limits.test.ts. */
  it("2,000 entries in 20 projects by path all get in, and the limit on all requests refuses no more than run at once", async () => {
    const all = await twentyLists();
    const provider = startProvider();

    await up(provider, all, ({ path }) => path);

    const { requests } = simulator;
    expect(requests.matching({ status: 429 }).length).toBeLessThanOrEqual(STEPS_AT_ONCE + CONCURRENCY);
    expect(requests.matching({ method: "POST", status: 201 })).toHaveLength(LISTS * ENTRIES);
    expect(statusOf(provider)).toContainEqual(
      expect.stringMatching(/^GitLab's rate limit: waiting \d+ s, until [\d:]+ UTC$/),
    );
    await expectAllIn(all);
  });

  it("800 entries by paths that no group holds together cost 400 look-ups a minute, and hardly one is refused", async () => {
    const all = await spreadLists(8);
    const provider = startProvider();
    const began = minutes();

    await up(provider, all, ({ path }) => path);

    const { requests } = simulator;
    const lookups = { method: "GET", path: "/projects/*" };
    expect(requests.matching({ ...lookups, status: 200 }).length).toBe(8 * ENTRIES); // A listing tells the 8 themselves.
    expect(requests.matching({ ...lookups, status: 429 }).length).toBeLessThanOrEqual(CONCURRENCY);
    expect(requests.matching({ status: 429 }).length).toBeLessThanOrEqual(STEPS_AT_ONCE + CONCURRENCY);
    expect(minutes() - began).toBeLessThan(3);
    expect(statusOf(provider)).toHaveLength(1); // 800 take two minutes' worth of look-ups: it waits for one of them.
    await expectAllIn(all);
  });
});
