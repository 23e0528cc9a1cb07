import { type Simulator, type SimulatorOptions, startSimulator } from "pulumi-gitlab-ci-access/simulator";

/** One simulated GitLab for all tests of the file or block; its faults end with the test that made them. */
export function useSimulator(
  options: SimulatorOptions = { enforceJobTokenScope: false, edition: "premium" },
): () => Simulator {
  let simulator: Simulator | undefined;
  beforeAll(async () => {
    simulator = await startSimulator(options);
  });
  afterEach(() => simulator?.faults.clear());
  afterAll(() => simulator?.close());
  return () => {
    if (simulator === undefined) throw new Error("the simulator starts before the first test, not before the file");
    return simulator;
  };
}
