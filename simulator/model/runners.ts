import { type Runner, type RunnerManager, type RunnerSettings, runnerTypes } from "./runner";
import type { SecretMint } from "./secret-mint";

type NewRunner = RunnerSettings &
  Pick<Runner, "type" | "createdByUser" | "creatorId" | "groupId" | "tokenExpiresAt" | "name"> & {
    readonly projectId: number | null;
  };

/** What a runner's request says about the machine it comes from. */
export type MachineDetails = Partial<Pick<RunnerManager, "version" | "revision" | "platform" | "architecture">>;

/** All runners, found by id and by token. */
export class Runners {
  readonly #byId = new Map<number, Runner>();
  readonly #byToken = new Map<string, Runner>();
  #lastId = 0;
  #lastManagerId = 0;

  constructor(readonly mint: SecretMint) {}

  add({ projectId, ...details }: NewRunner, now: Date): Runner {
    this.#lastId += 1;
    const runner: Runner = {
      ...details,
      id: this.#lastId,
      projectIds: new Set(projectId === null ? [] : [projectId]),
      createdAt: now,
      updatedAt: now,
      token: this.#newToken(details),
      contactedAt: null,
      managers: [],
    };
    this.#byId.set(runner.id, runner);
    this.#byToken.set(runner.token, runner);
    return runner;
  }

  /** The old token dies at once. */
  resetToken(runner: Runner, expiresAt: Date | null, now: Date): void {
    this.#byToken.delete(runner.token);
    runner.token = this.#newToken(runner);
    runner.tokenExpiresAt = expiresAt;
    runner.updatedAt = now;
    this.#byToken.set(runner.token, runner);
  }

  /** The token says how the runner came about and of which type it is. */
  #newToken({ createdByUser, type }: Pick<Runner, "createdByUser" | "type">): string {
    return this.mint.make(`${createdByUser ? "glrt" : "glrtr"}-t${runnerTypes.indexOf(type) + 1}_`);
  }

  /** Marks contact, and makes a manager for a machine that is new. */
  heartbeat(runner: Runner, systemId: string, details: MachineDetails, now: Date): void {
    runner.contactedAt = now;
    const known = runner.managers.find((manager) => manager.systemId === systemId);
    if (known) {
      Object.assign(known, details, { contactedAt: now });
      return;
    }
    this.#lastManagerId += 1;
    const unknown = { version: null, revision: null, platform: null, architecture: null };
    runner.managers.push({
      id: this.#lastManagerId,
      systemId,
      createdAt: now,
      contactedAt: now,
      ...unknown,
      ...details,
    });
  }

  remove(runner: Runner): void {
    this.#byId.delete(runner.id);
    this.#byToken.delete(runner.token);
  }

  byId(id: number): Runner | undefined {
    return this.#byId.get(id);
  }

  /** GitLab doesn't find a runner by a token that has expired. */
  byToken(token: string, now: Date): Runner | undefined {
    const runner = this.#byToken.get(token);
    const expired = runner?.tokenExpiresAt !== null && runner !== undefined && runner.tokenExpiresAt <= now;
    return expired ? undefined : runner;
  }

  all(): Runner[] {
    return [...this.#byId.values()];
  }

  removeGroup(groupId: number): void {
    for (const runner of this.all()) if (runner.groupId === groupId) this.remove(runner);
  }

  /** The project that has shared a runner longest becomes its owner; a runner that nobody shares goes. */
  removeProject(projectId: number): void {
    for (const runner of this.all()) {
      if (runner.projectIds.delete(projectId) && runner.projectIds.size === 0) this.remove(runner);
    }
  }
}
