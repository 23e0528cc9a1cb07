import { type Simulator, startSimulator } from "pulumi-gitlab-ci-access/simulator";
import { World } from "../../support/gitlab/world";
import { describeSharedPromises } from "../../support/resources/promises";
import { forEveryResource } from "../../support/resources/with-resource";

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
