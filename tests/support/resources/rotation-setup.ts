import { type Fault, type FaultRule, type Simulator, startSimulator } from "pulumi-gitlab-ci-access/simulator";
import { timeoutFor } from "../gitlab/faults";
import { type Named, World } from "../gitlab/world";
import { InProcessProvider } from "../in-process/in-process-provider";
import { leaked, liveTokens, works } from "../live-secrets";
import { messageOf } from "../pulumi/failure";
import type { Properties, Provider } from "../pulumi/provider";
import { type Declaration, type Program, Stack } from "../pulumi/stack";
import { isMarked, type ListedToken } from "./rotating-token";

/** When a token of the setup is made, is due, and is dead. */
export const [DAY_1, DUE, DEAD] = ["2027-01-01T12:00:00Z", "2027-01-24T12:00:00Z", "2027-01-31T00:00:00Z"];

type Environment = Readonly<Record<string, string>>;

/** A simulated GitLab with a project, and a provider within the test's process for which it is the same time. */
export class RotationSetup {
  readonly #others: Provider[] = [];

  private constructor(
    readonly simulator: Simulator,
    readonly world: World,
    readonly project: Named,
    public provider: Provider,
  ) {}

  static async start(now: string): Promise<RotationSetup> {
    const simulator = await startSimulator({ now });
    const world = await World.create(simulator.url, simulator.token, () => simulator.clock.now());
    const env = { GITLAB_BASE_URL: simulator.url, GITLAB_TOKEN: simulator.token, GITLAB_CI_ACCESS_NOW: now };
    return new RotationSetup(simulator, world, await world.project("billing"), new InProcessProvider({ env }));
  }

  async stop(): Promise<void> {
    for (const provider of [this.provider, ...this.#others]) await provider.stop();
    await this.simulator.close();
  }

  /** The declaration of a token that is due on the 24th day. */
  token(more: Properties = {}): Declaration {
    const rotationConfiguration = { expirationDays: 30, rotateBeforeDays: 7 };
    const usual = { name: "nightly", scopes: ["read_api"], accessLevel: "reporter", rotationConfiguration };
    return { type: "RotatingProjectToken", args: { project: this.project.id, ...usual, ...more } };
  }

  stack(): Stack {
    return new Stack(this.provider);
  }

  /** A provider with other settings, for a further run. */
  providerWith(env: Environment): Provider {
    const ambient = { GITLAB_BASE_URL: this.simulator.url, GITLAB_TOKEN: this.simulator.token };
    const provider = new InProcessProvider({ env: { ...ambient, ...env } });
    this.#others.push(provider);
    return provider;
  }

  async setNow(now: string): Promise<void> {
    this.simulator.clock.set(now);
    await this.provider.setNow(now);
  }

  /** A stack whose runs wait for an answer only as long as the fault makes sensible. */
  async stackThrough(fault: Fault): Promise<Stack> {
    await this.provider.stop();
    const { url, token, clock } = this.simulator;
    const ambient = { GITLAB_BASE_URL: url, GITLAB_TOKEN: token, GITLAB_CI_ACCESS_NOW: clock.now().toISOString() };
    this.provider = new InProcessProvider({
      env: { ...ambient, GITLAB_CI_ACCESS_REQUEST_TIMEOUT: timeoutFor(fault) },
    });
    return this.stack();
  }

  /** Runs the program while one request meets the fault and, where that fails the run, once more, as a user would. Returns the error's message. */
  async upThrough(stack: Stack, program: Program, rule: FaultRule): Promise<string | undefined> {
    const struck = this.simulator.faults.add({ ...rule, times: 1 });
    const message = await messageOf(stack.up(program));
    expect(struck.hits).toBe(1);
    if (message !== undefined) await stack.up(program);
    return message;
  }

  works(token: string): Promise<boolean> {
    return works(this.simulator, token);
  }

  /** The live tokens that declarations have made. */
  async live(): Promise<ListedToken[]> {
    const all = await liveTokens(this.world.api, `/projects/${this.project.id}`);
    return all.filter(({ description }) => isMarked(description));
  }

  /** Values that GitLab gave out and that stand somewhere for all to read. */
  leaks(stack: Stack, ...texts: readonly string[]): string[] {
    const said = [this.provider.output(), JSON.stringify(this.provider.log)];
    return leaked(this.simulator.issuedSecrets(), stack.plainText(), ...said, ...texts);
  }
}
