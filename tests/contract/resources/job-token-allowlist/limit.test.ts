import { type Simulator, startSimulator } from "pulumi-gitlab-ci-access/simulator";
import { type Named, World } from "../../../support/gitlab/world";
import { type ProviderProcess, startProviderProcess } from "../../../support/process/provider-process";
import { failureOf } from "../../../support/pulumi/failure";
import { Stack } from "../../../support/pulumi/stack";

const LIMIT = 200;

let simulator: Simulator;
let world: World;
let provider: ProviderProcess;
let platform: Named;
let callers: Named[];
let billing: Named;
let number = 0;

beforeAll(async () => {
  simulator = await startSimulator({ enforceJobTokenScope: false });
  provider = await startProviderProcess({ env: { GITLAB_BASE_URL: simulator.url, GITLAB_TOKEN: simulator.token } });
  world = await World.create(simulator.url, simulator.token);
  platform = await world.subgroup("platform");
  const below = await Promise.all([0, 1].map((index) => world.project(`below-${index}`, platform)));
  const others = Array.from({ length: LIMIT + 1 }, (_, index) => world.project(`caller-${index}`));
  callers = [...below, ...(await Promise.all(others))];
});
beforeEach(async () => {
  number += 1;
  billing = await world.project(`billing-${number}`);
});
afterEach(() => simulator.faults.clear());
afterAll(async () => {
  await provider.stop();
  await simulator.close();
});

const ids = (projects: readonly Named[]) => projects.map(({ id }) => id);
const list = (args: object) => ({ it: { type: "JobTokenAllowlist", args: { project: billing.id, ...args } } });

/** The changes in their order, those of one kind that follow each other together. */
function changes(): string[] {
  const blocks: { what: string; count: number }[] = [];
  for (const { method, path } of simulator.requests.all) {
    if (method === "GET") continue;
    const what = `${method} ${path.split("/")[6]}`;
    const last = blocks.at(-1);
    if (last?.what === what) last.count += 1;
    else blocks.push({ what, count: 1 });
  }
  return blocks.map(({ what, count }) => `${count} ${what}`);
}

async function fullList(): Promise<Stack> {
  const stack = new Stack(provider);
  await stack.up(list({ projects: ids(callers.slice(0, LIMIT)), groups: [] }));
  simulator.requests.clear();
  return stack;
}

it("a full list takes one for another", async () => {
  const stack = await fullList();
  const wanted = ids([...callers.slice(0, LIMIT - 1), ...callers.slice(LIMIT, LIMIT + 1)]);

  await stack.up(list({ projects: wanted, groups: [] }));

  expect(changes()).toEqual(["1 DELETE allowlist", "1 POST allowlist"]);
  expect(await world.allowlist(billing, "project")).toEqual(wanted);
});

it("a full list gets its groups first, and then as many removals as there is room needed", async () => {
  const stack = await fullList();
  const wanted = ids([...callers.slice(5, LIMIT), ...callers.slice(LIMIT, LIMIT + 3)]);

  await stack.up(list({ projects: wanted, groups: [platform.path] }));

  expect(changes()).toEqual([
    "1 POST groups_allowlist",
    "3 DELETE allowlist",
    "3 POST allowlist",
    "2 DELETE allowlist",
  ]);
  expect(await world.allowlist(billing, "project")).toEqual(wanted);
});

it("a full list makes room with none that a group stands for which did not get in", async () => {
  const stack = await fullList();
  const wanted = ids([...callers.slice(5, LIMIT), ...callers.slice(LIMIT, LIMIT + 3)]);
  simulator.faults.add({ method: "POST", path: /groups_allowlist/, fault: { kind: "status", status: 403 } });

  const message = await failureOf(stack.up(list({ projects: wanted, groups: [platform.path] })));

  expect(message).toContain(`add group ${platform.path}`);
  expect(changes()).toEqual(["1 POST groups_allowlist", "3 DELETE allowlist", "3 POST allowlist"]);
  expect(await world.allowlist(billing, "project")).toEqual([...ids(callers.slice(0, 2)), ...wanted]);
});

it("a list that somebody fills meanwhile says for whom there is no room, and loses nothing", async () => {
  const stack = new Stack(provider);
  await stack.up(list({ projects: ids(callers.slice(0, LIMIT - 1)) }));
  const [last, stranger] = callers.slice(LIMIT - 1);
  await world.api.post(`/projects/${billing.id}/job_token_scope/allowlist`, { target_project_id: stranger?.id });

  const message = await failureOf(stack.up(list({ projects: ids(callers.slice(0, LIMIT)) })));

  expect(message).toContain(`There is no room for project ${last?.id}`);
  expect(await world.allowlist(billing, "project")).toEqual(
    ids([...callers.slice(0, LIMIT - 1), ...callers.slice(LIMIT, LIMIT + 1)]),
  );
});

it("a full list that names the project itself is read again after a run that failed in part", async () => {
  const stack = await fullList();
  simulator.faults.add({ method: "DELETE", fault: { kind: "status", status: 403 } });
  const wanted = [billing.id, ...ids(callers.slice(1, LIMIT))];
  await failureOf(stack.up(list({ projects: wanted, groups: [] })));
  simulator.faults.clear();

  await stack.refresh();
  await stack.up(list({ projects: wanted, groups: [] }));

  expect(await world.allowlist(billing, "project")).toEqual(ids(callers.slice(1, LIMIT)));
});

it("more than the limit is refused, with the groups that hold most of it and what they would let in", async () => {
  const paths = callers.slice(0, LIMIT + 1).map(({ path }) => path);

  const message = await failureOf(new Stack(provider).up(list({ projects: paths })));

  expect(message).toMatch(
    new RegExp(
      `^projects has 201 entries, and GitLab holds 200 of a kind\\. Most of them are below .*"${world.group.path}" \\(199 of them\\)`,
    ),
  );
  expect(message).toContain("a group lets in every project below it, today's and later ones");
});

it.each([1, 2, 3, 4])(
  "a run that is killed at its change number %i leaves nobody out; the next one finishes",
  async (at) => {
    const [below, , gone, comes] = callers;
    const before = list({ projects: ids([below, gone].filter((it) => it !== undefined)), groups: [], enabled: true });
    const after = list({
      projects: ids([comes].filter((it) => it !== undefined)),
      groups: [platform.path],
      enabled: true,
    });
    const first = new Stack(provider);
    await first.up(before);
    const env = { GITLAB_BASE_URL: simulator.url, GITLAB_TOKEN: simulator.token, GITLAB_CI_ACCESS_CONCURRENCY: "1" };
    const doomed = await startProviderProcess({ env });
    let [seen, lockedOut] = [0, false];
    const stop = simulator.watch(async ({ method }) => {
      lockedOut ||= !simulator.admits(billing.id, below?.id ?? 0);
      if (method !== "GET") seen += 1;
      if (seen === at) await doomed.stop();
    });

    await expect(first.in(doomed).up(after)).rejects.toThrow();
    expect(await world.isClosed(billing)).toBe(true);
    const next = await startProviderProcess({ env });
    await first.in(next).up(after);
    stop();
    await next.stop();

    expect(lockedOut).toBe(false);
    expect([await world.allowlist(billing, "project"), await world.allowlist(billing, "group")]).toEqual([
      [comes?.id],
      [platform.id],
    ]);
  },
);
