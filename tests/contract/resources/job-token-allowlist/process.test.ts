import { type Simulator, startSimulator } from "pulumi-gitlab-ci-access/simulator";
import { type Named, World } from "../../../support/gitlab/world";
import { type ProviderProcess, startProviderProcess } from "../../../support/process/provider-process";
import { failureOf } from "../../../support/pulumi/failure";
import { Stack } from "../../../support/pulumi/stack";
import { until } from "../../../support/until";

let simulator: Simulator;
let world: World;
let provider: ProviderProcess;
let billing: Named;

beforeAll(async () => {
  simulator = await startSimulator({ enforceJobTokenScope: false });
  provider = await startProviderProcess({ env: { GITLAB_BASE_URL: simulator.url, GITLAB_TOKEN: simulator.token } });
});
beforeEach(async () => {
  world = await World.create(simulator.url, simulator.token);
  billing = await world.project("billing");
});
afterEach(() => simulator.faults.clear());
afterAll(async () => {
  await provider.stop();
  await simulator.close();
});

const list = (args: object) => ({ it: { type: "JobTokenAllowlist", args: { project: billing.path, ...args } } });
const changes = () =>
  simulator.requests.all
    .filter(({ method }) => method !== "GET")
    .map(({ method, path }) => `${method} ${path.split("/").slice(6).join("/")}`);

it("swaps a project for its group with the group in first, and back with the project in first", async () => {
  const platform = await world.subgroup("platform");
  const deploy = await world.project("deploy", platform);
  const stack = new Stack(provider);
  await stack.up(list({ projects: [deploy.path], groups: [] }));

  simulator.requests.clear();
  await stack.up(list({ projects: [], groups: [platform.path] }));
  expect(changes()).toEqual(["POST groups_allowlist", `DELETE allowlist/${deploy.id}`]);

  simulator.requests.clear();
  await stack.up(list({ projects: [deploy.path], groups: [] }));
  expect(changes()).toEqual(["POST allowlist", `DELETE groups_allowlist/${platform.id}`]);
});

it("reports a target that does not exist, and does everything else", async () => {
  const [deploy, reports] = [await world.project("deploy"), await world.project("reports")];
  const stack = new Stack(provider);
  await world.api.patch(`/projects/${billing.id}/job_token_scope`, { enabled: false });
  await stack.up(list({ projects: [deploy.path] }));

  const message = await failureOf(stack.up(list({ enabled: true, projects: [reports.path, 999_999] })));

  expect(message).toContain("add project 999999");
  expect(await world.allowlist(billing, "project")).toEqual([reports.id]);
  expect(await world.isClosed(billing)).toBe(true);
  expect(stack.outputs("it")).toMatchObject({ projectIds: [String(reports.id)], enabled: true });
});

it("leaves the switch off, and keeps the project of a group that did not get in", async () => {
  const platform = await world.subgroup("platform");
  const [deploy, reports] = [await world.project("deploy", platform), await world.project("reports")];
  const stack = new Stack(provider);
  await world.api.patch(`/projects/${billing.id}/job_token_scope`, { enabled: false });
  await stack.up(list({ projects: [deploy.path, reports.path], groups: [] }));
  simulator.faults.add({ method: "POST", path: /groups_allowlist/, fault: { kind: "status", status: 403 } });

  const message = await failureOf(stack.up(list({ enabled: true, projects: [], groups: [platform.path] })));

  expect(message).toContain(`add group ${platform.path}`);
  expect(await world.allowlist(billing, "project")).toEqual([deploy.id]);
  expect(await world.isClosed(billing)).toBe(false);
});

it("records a partial failure of 400 long entries", async () => {
  const long = "a-rather-long-name-of-a-team-in-a-large-company";
  const parent = await world.subgroup(long);
  const names = Array.from({ length: 200 }, (_, index) => `${long}-${index}`);
  const projects = await Promise.all(names.map((name) => world.project(name, parent)));
  const groups = await Promise.all(names.map((name) => world.subgroup(name)));
  simulator.faults.add({ method: "POST", path: /allowlist$/, times: 150, fault: { kind: "status", status: 403 } });
  const stack = new Stack(provider);
  const args = { projects: projects.map(({ path }) => path), groups: groups.map(({ path }) => path) };

  const message = await failureOf(stack.up(list(args)));

  const named = () => {
    const said = [message, ...provider.log.map(({ text }) => text)].join("\n");
    return new Set(said.match(/add (?:group|project) [^,. ]+(?=[,.])/g));
  };
  await until(() => named().size === 150);
  expect(stack.outputs("it").projectIds).toHaveLength((await world.allowlist(billing, "project")).length);
  await stack.up(list(args));
  expect(await world.allowlist(billing, "group")).toHaveLength(200);
});
