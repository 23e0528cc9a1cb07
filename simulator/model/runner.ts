import { presentUserBasic, type User } from "./user";

export const runnerTypes = ["instance_type", "group_type", "project_type"] as const;
export type RunnerType = (typeof runnerTypes)[number];
export const runnerAccessLevels = ["not_protected", "ref_protected"] as const;
type RunnerAccessLevel = (typeof runnerAccessLevels)[number];

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

export const initialRunnerSettings: RunnerSettings = {
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
  /** The first is its owner. */
  readonly projectIds: Set<number>;
  readonly createdAt: Date;
  /** Contact is no change. */
  updatedAt: Date;
  readonly name: string | null;
  token: string;
  tokenExpiresAt: Date | null;
  contactedAt: Date | null;
  readonly managers: RunnerManager[];
}

const hour = 60 * 60 * 1000;
/** https://docs.gitlab.com/ci/runners/runners_scope/ */
const onlineFor = 2 * hour;
const freshFor = 7 * 24 * hour;

export type RunnerStatus = "online" | "offline" | "never_contacted" | "stale" | "paused";

type Contact = Pick<Runner, "contactedAt" | "createdAt">;

export function isOnline({ contactedAt }: Contact, now: Date): boolean {
  return contactedAt !== null && now.getTime() - contactedAt.getTime() < onlineFor;
}

export function isStale({ contactedAt, createdAt }: Contact, now: Date): boolean {
  return now.getTime() - (contactedAt ?? createdAt).getTime() >= freshFor;
}

/** A runner that is paused says so only while it is in touch. */
function statusOf(runner: Contact & { readonly active: boolean }, now: Date): RunnerStatus {
  if (isStale(runner, now)) return "stale";
  if (runner.contactedAt === null) return "never_contacted";
  if (!runner.active) return "paused";
  return isOnline(runner, now) ? "online" : "offline";
}

/** The owner of a project runner: the project that has had it longest. */
export function ownerProjectId(runner: Pick<Runner, "projectIds">): number | undefined {
  return runner.projectIds.values().next().value;
}

/** `Runner`: how lists show it; neither tags nor its owner are in it. */
export function presentRunner(runner: Runner, creator: User | undefined, now: Date, origin: string) {
  return {
    id: runner.id,
    description: runner.description,
    ip_address: null,
    active: runner.active,
    paused: !runner.active,
    is_shared: runner.type === "instance_type",
    runner_type: runner.type,
    name: runner.name,
    online: isOnline(runner, now),
    created_by: creator ? presentUserBasic(creator, origin) : null,
    created_at: runner.createdAt.toISOString(),
    status: statusOf(runner, now),
    job_execution_status: "idle",
  };
}

export function presentRunnerManager(manager: RunnerManager, now: Date) {
  return {
    id: manager.id,
    system_id: manager.systemId,
    version: manager.version,
    revision: manager.revision,
    platform: manager.platform,
    architecture: manager.architecture,
    created_at: manager.createdAt.toISOString(),
    contacted_at: manager.contactedAt.toISOString(),
    ip_address: "127.0.0.1",
    status: statusOf({ ...manager, active: true }, now),
    job_execution_status: "idle",
  };
}

/** The only answers in which a runner's token is ever shown: of its creation, of a verification, of a reset. */
export function presentRegistration(runner: Runner) {
  return { id: runner.id, ...presentRunnerToken(runner) };
}

export function presentRunnerToken({ token, tokenExpiresAt }: Runner) {
  return { token, token_expires_at: tokenExpiresAt?.toISOString() ?? null };
}
