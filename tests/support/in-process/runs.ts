import type { Simulator } from "pulumi-gitlab-ci-access/simulator";
import { Stack } from "../pulumi/stack";
import { InProcessProvider } from "./in-process-provider";

/** Runs of Pulumi against one simulated GitLab: each has a provider of its own, as each has a process of its own. */
export class Runs {
  readonly #simulator: Simulator;
  readonly #providers: InProcessProvider[] = [];

  constructor(simulator: Simulator) {
    this.#simulator = simulator;
  }

  /** A run that goes on from the state of an earlier one, or starts with none. */
  run(stack?: Stack, env: Readonly<Record<string, string>> = {}) {
    const { url, token } = this.#simulator;
    const provider = new InProcessProvider({ env: { GITLAB_BASE_URL: url, GITLAB_TOKEN: token, ...env } });
    this.#providers.push(provider);
    const textsOf = (wanted: string) => () =>
      provider.log.filter(({ severity }) => severity === wanted).map(({ text }) => text);
    return {
      stack: stack === undefined ? new Stack(provider) : stack.in(provider),
      said: textsOf("info"),
      warnings: textsOf("warning"),
    };
  }

  async stop(): Promise<void> {
    await Promise.all(this.#providers.map((provider) => provider.stop()));
  }
}
