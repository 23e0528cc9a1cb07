import { type Simulator, startSimulator } from "pulumi-gitlab-ci-access/simulator";
import { describeSharedPromises } from "../../support/promises";
import { forEveryResource } from "../../support/stage";
import { World } from "../../support/world";

let simulator: Simulator;

beforeAll(async () => {
  simulator = await startSimulator({ enforceJobTokenScope: false });
});

afterAll(() => simulator.close());

forEveryResource(
  () => simulator,
  () => World.create(simulator.url, simulator.token),
  describeSharedPromises,
);
