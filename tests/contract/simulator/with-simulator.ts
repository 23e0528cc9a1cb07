import { type Simulator, type SimulatorOptions, startSimulator } from "../../../simulator";
import { type Answer, GitLabApi } from "../../support/gitlab/gitlab-api";

export interface Given {
  readonly simulator: Simulator;
  /** The same GitLab over HTTP, as its administrator. */
  readonly gitlab: GitLabApi;
}

/** Starts a simulated GitLab for one test and ends it whatever happens. */
export async function withSimulator(options: SimulatorOptions, use: (given: Given) => Promise<void>): Promise<void> {
  const simulator = await startSimulator(options);
  try {
    await use({ simulator, gitlab: new GitLabApi(simulator.url, simulator.token) });
  } finally {
    await simulator.close();
  }
}

export function bodyOf(answer: Answer): unknown {
  return JSON.parse(answer.text);
}

/** The ids of a list, in its order. */
export function idsOf(answer: Answer): number[] {
  return JSON.parse(answer.text).map(({ id }: { id: number }) => id);
}
