import { type Simulator, startSimulator } from "pulumi-gitlab-ci-access/simulator";
import { describeSharedPromises, forEveryResource } from "../support/promises";
import { World } from "../support/world";

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
