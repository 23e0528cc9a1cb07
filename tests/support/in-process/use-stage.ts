import { type Simulator, type SimulatorOptions, startSimulator } from "pulumi-gitlab-ci-access/simulator";
import { World } from "../gitlab/world";
import type { Program, Stack } from "../pulumi/stack";
import { Runs } from "./runs";

/** Each test of the file has a simulated GitLab of its own with a group in it, and runs of Pulumi against that. */
export function useStage(options?: SimulatorOptions) {
  let simulator: Simulator;
  let world: World;
  let runs: Runs;
  beforeEach(async () => {
    simulator = await startSimulator(options);
    world = await World.create(simulator.url, simulator.token);
    runs = new Runs(simulator);
  });
  afterEach(async () => {
    await runs.stop();
    await simulator.close();
  });
  const run = (...args: Parameters<Runs["run"]>) => runs.run(...args);
  return {
    get simulator() {
      return simulator;
    },
    get world() {
      return world;
    },
    run,
    /** A first run. */
    async deployed(program: Program): Promise<Stack> {
      const { stack } = run();
      await stack.up(program);
      return stack;
    },
  };
}
