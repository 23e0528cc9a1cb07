import { randomBytes } from "node:crypto";
import type { SecretMint } from "./secret-mint";

export const RUNNER_TYPES = ["instance_type", "group_type", "project_type"] as const;
export type RunnerType = (typeof RUNNER_TYPES)[number];
export const RUNNER_ACCESS_LEVELS = ["not_protected", "ref_protected"] as const;
type RunnerAccessLevel = (typeof RUNNER_ACCESS_LEVELS)[number];

/** What can be said about a runner when it is made, and changed later. */
export interface RunnerSettings {
  description: string | null;
  maintenanceNote: string | null;
  active: boolean;
  locked: boolean;
  runUntagged: boolean;
  accessLevel: RunnerAccessLevel;
  tags: readonly string[];
  /** Seconds. */
  maximumTimeout: number | null;
}

export const INITIAL_RUNNER_SETTINGS: RunnerSettings = {
  description: null,
  maintenanceNote: null,
  active: true,
  locked: false,
  runUntagged: true,
  accessLevel: "not_protected",
  tags: [],
  maximumTimeout: null,
};

/** One machine on which the runner's token is in use. */
export interface RunnerManager {
  readonly id: number;
  readonly systemId: string;
  readonly createdAt: Date;
  contactedAt: Date;
  version: string | null;
  revision: string | null;
  platform: string | null;
  architecture: string | null;
}

export interface Runner extends RunnerSettings {
  readonly id: number;
  readonly type: RunnerType;
  /** Whether it was made by a user, and not registered with a registration token. */
  readonly createdByUser: boolean;
  readonly creatorId: number | null;
  readonly groupId: number | null;
  /** The projects that it is for, with the time since when; the first is its owner. */
  readonly projectIds: Map<number, Date>;
  readonly createdAt: Date;
  /** Contact is no change. */
  updatedAt: Date;
  readonly name: string | null;
  token: string;
  tokenExpiresAt: Date | null;
  contactedAt: Date | null;
  readonly managers: RunnerManager[];
  /** Changes whenever there may be something new for the runner, which sends it back when it asks for a job. */
  queueValue: string;
}

const HOUR_MS = 60 * 60 * 1000;
/** https://docs.gitlab.com/ci/runners/runners_scope/ */
const ONLINE_MS = 2 * HOUR_MS;
const FRESH_MS = 7 * 24 * HOUR_MS;

export type RunnerStatus = "online" | "offline" | "never_contacted" | "stale" | "paused";

type Contact = Pick<Runner, "contactedAt" | "createdAt">;

export function isOnline({ contactedAt }: Contact, now: Date): boolean {
  return contactedAt !== null && now.getTime() - contactedAt.getTime() < ONLINE_MS;
}

export function isStale({ contactedAt, createdAt }: Contact, now: Date): boolean {
  return now.getTime() - (contactedAt ?? createdAt).getTime() >= FRESH_MS;
}

/** A runner that is paused says so only while it is in touch. */
export function statusOf(runner: Contact & { readonly active: boolean }, now: Date): RunnerStatus {
  if (isStale(runner, now)) return "stale";
  if (runner.contactedAt === null) return "never_contacted";
  if (!runner.active) return "paused";
  return isOnline(runner, now) ? "online" : "offline";
}

/** The owner of a project runner: the project that has had it longest. */
export function ownerProjectId(runner: Pick<Runner, "projectIds">): number | undefined {
  return runner.projectIds.keys().next().value;
}

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
      projectIds: new Map(projectId === null ? [] : [[projectId, now]]),
      createdAt: now,
      updatedAt: now,
      token: this.#newToken(details),
      contactedAt: null,
      managers: [],
      queueValue: newQueueValue(),
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
    return this.mint.make(`${createdByUser ? "glrt" : "glrtr"}-t${RUNNER_TYPES.indexOf(type) + 1}_`);
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

  change(runner: Runner, changes: Partial<RunnerSettings>, now: Date): void {
    Object.assign(runner, changes, { updatedAt: now, queueValue: newQueueValue() });
  }

  removeManager({ managers }: Runner, manager: RunnerManager): void {
    managers.splice(managers.indexOf(manager), 1);
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

function newQueueValue(): string {
  return randomBytes(16).toString("hex");
}
