import { type Simulator, type SimulatorOptions, startSimulator } from "pulumi-gitlab-ci-access/simulator";
import { type Named, World } from "./gitlab/world";
import type { Outcome } from "./process/run";
import { PulumiProject } from "./pulumi-project";

export interface Scenario {
  readonly simulator: Simulator;
  readonly world: World;
  readonly project: PulumiProject;
  readonly billing: Named;
  readonly deploy: Named;
}

interface ScenarioOptions {
  readonly simulator?: SimulatorOptions;
  /** Overrides what the CLI and its processes see; "" takes a variable away. */
  readonly env?: (simulator: Simulator) => Readonly<Record<string, string>>;
}

/** A simulated GitLab with a group, the projects billing and deploy, and a Pulumi project with the real engine, all thrown away after. */
export function scenario(
  act: (scenario: Scenario) => Promise<void>,
  options: ScenarioOptions = {},
): () => Promise<void> {
  return async () => {
    const simulator = await startSimulator({ enforceJobTokenScope: false, ...options.simulator });
    const ambient = { GITLAB_BASE_URL: simulator.url, GITLAB_TOKEN: simulator.token, ...options.env?.(simulator) };
    const project = await PulumiProject.create({ env: ambient });
    try {
      const world = await World.create(simulator.url, simulator.token);
      await act({
        simulator,
        world,
        project,
        billing: await world.project("billing"),
        deploy: await world.project("deploy"),
      });
    } finally {
      await simulator.close();
      await project.remove();
    }
  };
}

/** The output of a run that must succeed. */
export async function succeeds(run: Promise<Outcome>): Promise<string> {
  const { code, output } = await run;
  if (code !== 0) throw new Error(`exit code ${code}\n${output}`);
  return output;
}

/** The output of a run that must fail. */
export async function fails(run: Promise<Outcome>): Promise<string> {
  const { code, output } = await run;
  if (code === 0) throw new Error(`this was expected to fail\n${output}`);
  return output;
}

/**
 * A refresh that finds nothing and a run that has nothing to do, in one start of the CLI. What a refresh finds in outputs alone is no
 * change to the CLI's mind, so the state is compared; the text of a secret in it changes whenever it is encrypted again.
 */
export async function isAtRest(project: PulumiProject, env: Readonly<Record<string, string>> = {}): Promise<string> {
  const held = async () => {
    const outputs = (await project.resources()).map(({ urn, id, outputs }) => [`${urn} ${id}`, outputs]);
    return JSON.parse(JSON.stringify(Object.fromEntries(outputs), (key, value) => (key === "ciphertext" ? "" : value)));
  };
  const before = await held();
  const args = ["up", "--yes", "--skip-preview", "--refresh", "--expect-no-changes"];
  const output = await succeeds(project.run(args, env));
  expect(await held()).toEqual(before);
  return output;
}

/** The steps that the CLI counted, like `{ create: 2, unchanged: 1 }`; the stack itself counts. */
export function summaryOf(output: string): Record<string, number> {
  const lines = output
    .slice(output.lastIndexOf("Resources:"))
    .matchAll(/(\d+) (?:to )?(created?|updated?|deleted?|replaced?|unchanged)/g);
  return Object.fromEntries(
    [...lines].map(([, count, verb = ""]) => [verb.replace(/(create|update|delete|replace)d/, "$1"), Number(count)]),
  );
}
