import { type Simulator, type SimulatorOptions, startSimulator } from "pulumi-gitlab-ci-access/simulator";

/** Below this path there is no GitLab. */
export const WRONG = "/wrong";

/**
 * One simulated GitLab for all tests of the file or block; its faults end with the test that made them. A request that it does not know
 * fails the test, unless it went to the wrong place on purpose.
 */
export function useSimulator(
  options: SimulatorOptions = { enforceJobTokenScope: false, edition: "premium" },
): () => Simulator {
  let simulator: Simulator | undefined;
  const unknown: string[] = [];
  beforeAll(async () => {
    simulator = await startSimulator({ log: (line) => unknown.push(line), ...options });
  });
  afterEach(() => {
    simulator?.faults.clear();
    expect(unknown.splice(0).filter((line) => !line.includes(` ${WRONG}/`))).toEqual([]);
  });
  afterAll(() => simulator?.close());
  return () => {
    if (simulator === undefined) throw new Error("the simulator starts before the first test, not before the file");
    return simulator;
  };
}
