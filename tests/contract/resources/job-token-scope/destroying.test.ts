import { type Simulator, startSimulator } from "pulumi-gitlab-ci-access/simulator";
import { type Named, World } from "../../../support/gitlab/world";
import { Runs } from "../../../support/in-process/runs";

let simulator: Simulator;
let world: World;
let billing: Named;
let runs: Runs;

beforeAll(async () => {
  simulator = await startSimulator({ enforceJobTokenScope: false });
  world = await World.create(simulator.url, simulator.token);
  billing = await world.project("billing");
  runs = new Runs(simulator);
});
afterAll(async () => {
  await runs.stop();
  await simulator.close();
});

it.each([
  ["open", false, "stays open to the job tokens of every project. Its switch is no longer managed."],
  ["closed", true, undefined],
])("a destroyed switch leaves its project %s, and says so where that is open", async (_name, enabled, said) => {
  const { stack } = runs.run();
  await stack.up({ it: { type: "JobTokenScope", args: { project: billing.path, enabled } } });
  const destroying = runs.run(stack);
  const before = simulator.requests.length;
  await destroying.stack.destroy();

  expect(simulator.requests.all.slice(before).filter(({ method }) => method !== "GET")).toEqual([]);
  expect(await world.isClosed(billing)).toBe(enabled);
  const warnings = destroying.warnings().join();
  if (said === undefined) expect(warnings).toBe("");
  else expect(warnings).toContain(`project ${billing.path} (${billing.id}) ${said}`);
});
