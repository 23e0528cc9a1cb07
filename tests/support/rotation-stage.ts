import { type Simulator, startSimulator } from "pulumi-gitlab-ci-access/simulator";
import { type Named, World } from "./gitlab/world";
import { leaked, liveTokens, works } from "./live-secrets";
import { type ProviderProcess, startProviderProcess } from "./process/provider-process";
import type { Properties } from "./pulumi/provider";
import { type Declaration, Stack } from "./pulumi/stack";
import { isMarked, type ListedToken } from "./resources/rotating-token";

/** When a token of the stage is made, is due, and is dead. */
export const [DAY_1, DUE, DEAD] = ["2027-01-01T12:00:00Z", "2027-01-24T12:00:00Z", "2027-01-31T00:00:00Z"];

/** A simulated GitLab and a provider process in which it is the same time, and a project. */
export class RotationStage {
  private constructor(
    readonly simulator: Simulator,
    readonly world: World,
    readonly project: Named,
    readonly provider: ProviderProcess,
  ) {}

  static async set(now: string, env: Readonly<Record<string, string>> = {}): Promise<RotationStage> {
    const simulator = await startSimulator({ now });
    const world = await World.create(simulator.url, simulator.token, () => simulator.clock.now());
    const ambient = { GITLAB_BASE_URL: simulator.url, GITLAB_TOKEN: simulator.token, GITLAB_CI_ACCESS_NOW: now };
    const provider = await startProviderProcess({ env: { ...ambient, ...env } });
    return new RotationStage(simulator, world, await world.project("billing"), provider);
  }

  async clear(): Promise<void> {
    await this.provider.stop();
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

  /** Another process with other settings; stopped by whoever asks for it. */
  start(env: Readonly<Record<string, string>>): Promise<ProviderProcess> {
    return startProviderProcess({
      env: { GITLAB_BASE_URL: this.simulator.url, GITLAB_TOKEN: this.simulator.token, ...env },
    });
  }

  async setNow(now: string): Promise<void> {
    this.simulator.clock.set(now);
    await this.provider.setNow(now);
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
