import type {
  AllowlistEntry,
  EndRecord,
  HeaderRecord,
  InventoryRecord,
  ProjectRecord,
  RunnerRecord,
  TokenRecord,
} from "../../../cli/inventory/record";

const READ_AT = "2026-11-27T08:00:00.000Z";

/** Records in which nothing is to be mended: a test changes what it is about. */
export function headerRecord(given: Partial<HeaderRecord> = {}): HeaderRecord {
  return {
    kind: "inventory",
    schema: 1,
    gitlab: "https://gitlab.acme.example",
    version: "19.4.1",
    readAs: { id: 7, username: "auditor" },
    scope: { groups: ["acme"], projects: [] },
    with: ["runners", "tokens"],
    by: "graphql",
    coverage: { isComplete: true, why: "auditor is Owner of acme." },
    startedAt: READ_AT,
    ...given,
  };
}

export function projectRecord(given: Partial<ProjectRecord> & Pick<ProjectRecord, "id" | "path">): ProjectRecord {
  return {
    kind: "project",
    visibility: "private",
    archived: false,
    markedForDeletionOn: null,
    publicJobs: true,
    featureAccess: {
      repository: "enabled",
      builds: "enabled",
      packageRegistry: "enabled",
      containerRegistry: "enabled",
    },
    enabled: true,
    pushRepositoryForJobTokenAllowed: false,
    crossProjectPushForJobTokenAllowed: false,
    pipelineVariablesMinimumOverrideRole: "no_one_allowed",
    projects: [],
    groups: [],
    uses: [],
    readAt: READ_AT,
    ...given,
  };
}

export function entryOf(given: Partial<AllowlistEntry> & Pick<AllowlistEntry, "id">): AllowlistEntry {
  return { permissions: "default", addedBy: "alice", createdAt: "2026-01-05T08:00:00.000Z", ...given };
}

export function runnerRecord(given: Partial<RunnerRecord> & Pick<RunnerRecord, "id">): RunnerRecord {
  return {
    kind: "runner",
    description: `runner ${given.id}`,
    runnerType: "project_type",
    owner: "acme/shop",
    projectCount: 1,
    status: "online",
    paused: false,
    tagList: ["docker"],
    runUntagged: false,
    locked: true,
    accessLevel: "ref_protected",
    maximumTimeout: null,
    createdAt: "2026-01-05T08:00:00.000Z",
    contactedAt: READ_AT,
    tokenExpiresAt: null,
    creationMethod: "authenticated_user",
    ...given,
  };
}

export function tokenRecord(given: Partial<TokenRecord> & Pick<TokenRecord, "id">): TokenRecord {
  return {
    kind: "token",
    name: `token ${given.id}`,
    of: "project",
    owner: { id: 1, path: "acme/shop" },
    accessLevel: "developer",
    scopes: ["read_repository"],
    createdAt: "2026-11-01T08:00:00.000Z",
    expiresAt: "2027-01-25",
    lastUsedAt: "2026-11-26T08:00:00.000Z",
    ...given,
  };
}

export function endRecord(given: Partial<EndRecord> = {}): EndRecord {
  return {
    kind: "end",
    endedAt: READ_AT,
    ...{ projects: 0, entries: 0, targets: 0, runners: 0, tokens: 0, unseen: 0, requests: 1 },
    ...given,
  };
}

/** The text of an inventory. */
export function inventoryText(...records: readonly InventoryRecord[]): string {
  return records.map((record) => `${JSON.stringify(record)}\n`).join("");
}
