import { type Simulator, startSimulator } from "pulumi-gitlab-ci-access/simulator";
import { type Named, World } from "../../support/gitlab/world";
import { Runs } from "../../support/in-process/runs";
import { failureOf } from "../../support/pulumi/failure";
import type { Declaration } from "../../support/pulumi/stack";

let simulator: Simulator;
let world: World;
let billing: Named;
let deploy: Named;
let tools: Named;
let runs: Runs;

beforeAll(async () => {
  simulator = await startSimulator({ enforceJobTokenScope: false });
  world = await World.create(simulator.url, simulator.token);
  billing = await world.project("billing");
  deploy = await world.project("deploy");
  tools = await world.subgroup("tools");
  runs = new Runs(simulator);
});
afterAll(async () => {
  await runs.stop();
  await simulator.close();
});

const rotating = {
  name: "ci",
  accessLevel: "reporter",
  scopes: ["read_api"],
  rotationConfiguration: { expirationDays: 30, rotateBeforeDays: 7 },
};
const ofGroup = "is a group, not a project: put it under `groups`";
const ofProject = "is a project, not a group: put it under `projects`";
const up = (declaration: Declaration) => failureOf(runs.run().stack.up({ it: declaration }));

it.each<[string, () => Declaration, string]>([
  ["JobTokenScope", () => ({ type: "JobTokenScope", args: { project: tools.path } }), ofGroup],
  [
    "ScopeAllowlistEntry, opened",
    () => ({ type: "ScopeAllowlistEntry", args: { project: tools.path, targetProject: deploy.path } }),
    ofGroup,
  ],
  [
    "ScopeAllowlistEntry, let in",
    () => ({ type: "ScopeAllowlistEntry", args: { project: billing.path, targetProject: tools.path } }),
    ofGroup,
  ],
  [
    "GroupAllowlistEntry, let in",
    () => ({ type: "GroupAllowlistEntry", args: { project: billing.path, targetGroup: deploy.path } }),
    ofProject,
  ],
  [
    "JobTokenAllowlist, opened",
    () => ({ type: "JobTokenAllowlist", args: { project: tools.path, projects: [] } }),
    ofGroup,
  ],
  [
    "JobTokenAllowlist, projects",
    () => ({ type: "JobTokenAllowlist", args: { project: billing.path, projects: [tools.path] } }),
    ofGroup,
  ],
  [
    "JobTokenAllowlist, groups",
    () => ({ type: "JobTokenAllowlist", args: { project: billing.path, groups: [deploy.path] } }),
    ofProject,
  ],
  [
    "UserRunner of a project",
    () => ({ type: "UserRunner", args: { runnerType: "project_type", project: tools.path } }),
    ofGroup,
  ],
  [
    "UserRunner of a group",
    () => ({ type: "UserRunner", args: { runnerType: "group_type", group: deploy.path } }),
    ofProject,
  ],
  [
    "RotatingProjectToken",
    () => ({ type: "RotatingProjectToken", args: { project: tools.path, ...rotating } }),
    ofGroup,
  ],
  ["RotatingGroupToken", () => ({ type: "RotatingGroupToken", args: { group: deploy.path, ...rotating } }), ofProject],
  [
    "ProjectVariable",
    () => ({ type: "ProjectVariable", args: { project: tools.path, key: "K", value: "value" } }),
    ofGroup,
  ],
  [
    "GroupVariable",
    () => ({ type: "GroupVariable", args: { group: deploy.path, key: "K", value: "value" } }),
    ofProject,
  ],
])("%s says of a path of the other kind what it is", async (_name, declaration, said) => {
  expect(await up(declaration())).toContain(said);
});

it("an address that a run changes is told in the same way", async () => {
  const { stack } = runs.run();
  const args = (project: string) => ({ it: { type: "JobTokenScope", args: { project } } });
  await stack.up(args(billing.path));

  expect(await failureOf(stack.up(args(tools.path)))).toContain(`${tools.path} ${ofGroup}`);
});

it("a path that leads nowhere, or to something that the credential can't see, is told as before, after one more look", async () => {
  const before = simulator.requests.length;
  const nowhere = {
    type: "GroupAllowlistEntry",
    args: { project: billing.id, targetGroup: `${world.group.path}/nobody` },
  };

  expect(await up(nowhere)).toContain("It does not exist, or the token from GITLAB_TOKEN can't see it");
  expect(simulator.requests.length - before).toBe(2);
});

it("a list locks nobody out who stands under the wrong kind: neither by the switch, nor by a removal", async () => {
  const { stack } = runs.run();
  const list = (args: object) => ({ it: { type: "JobTokenAllowlist", args: { project: billing.path, ...args } } });
  await stack.up(list({ enabled: false, projects: [deploy.path], groups: [] }));
  const failure = await failureOf(stack.up(list({ enabled: true, projects: [], groups: [deploy.path] })));

  expect(failure).toContain(`${deploy.path} ${ofProject}`);
  expect(await world.allowlist(billing, "project")).toEqual([deploy.id]);
  expect(await world.api.get(`/projects/${billing.id}/job_token_scope`)).toMatchObject({ inbound_enabled: false });
});
