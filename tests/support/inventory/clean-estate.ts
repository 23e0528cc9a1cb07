import type { Inventory } from "../../../cli/inventory/reading";
import type {
  AllowlistEntry,
  ProjectRecord,
  RunnerRecord,
  TargetRecord,
  TokenRecord,
  Use,
} from "../../../cli/inventory/record";
import { endRecord, entryOf, headerRecord, projectRecord, runnerRecord, tokenRecord } from "./records";

export const NOW = new Date("2026-11-28T10:00:00Z");
const OLD = "2026-01-05T08:00:00.000Z";
const USED = "2026-11-20T10:00:00.000Z";

export const PATHS = {
  1: "acme/shop/catalog",
  2: "acme/shop/basket",
  3: "acme/payments/billing",
  4: "acme/payments/ledger",
  5: "acme/payments/invoices",
  6: "acme/platform/deploy",
  7: "acme/platform/images",
  8: "acme/platform/docs",
} as const;
export type Id = keyof typeof PATHS;
export const GROUPS = { 20: "acme/payments", 21: "acme/shop", 22: "acme/platform", 23: "acme" } as const;

/** An entry of a project of the estate, made long ago. */
export function lets(id: Id, given: Partial<AllowlistEntry> = {}): AllowlistEntry {
  return entryOf({ id, path: PATHS[id], permissions: ["read_packages"], createdAt: OLD, ...given });
}

export function letsGroup(id: keyof typeof GROUPS, given: Partial<AllowlistEntry> = {}): AllowlistEntry {
  return entryOf({ id, path: GROUPS[id], permissions: ["read_packages"], createdAt: OLD, ...given });
}

export function usedBy(id: Id, lastAuthorizedAt: string = USED): Use {
  return { project: { id, path: PATHS[id] }, lastAuthorizedAt };
}

/** An estate in which nothing is to be mended: every entry is used, closed, narrow and inside. */
export function cleanEstate(): Inventory {
  const project = (id: Id, more: Partial<ProjectRecord> = {}) => projectRecord({ id, path: PATHS[id], ...more });
  const projects = [
    project(1, { projects: [lets(6, { permissions: "default" })], uses: [usedBy(6)] }),
    project(2, { projects: [lets(1), lets(6)], uses: [usedBy(1), usedBy(6)] }),
    project(3, { groups: [letsGroup(21)], uses: [usedBy(1), usedBy(2)] }),
    project(4, { projects: [lets(3)], groups: [letsGroup(21)], uses: [usedBy(1), usedBy(2), usedBy(3)] }),
    project(5),
    project(6),
    project(7, { groups: [letsGroup(20), letsGroup(21)], uses: [usedBy(1), usedBy(2), usedBy(3), usedBy(4)] }),
    project(8, { visibility: "public", archived: true }),
  ];
  const targets = Object.entries(GROUPS).map(([id, path]) => groupTarget(Number(id), path));
  const runners = [
    runnerRecord({ id: 1, runnerType: "group_type", owner: "acme", locked: false }),
    runnerRecord({ id: 2, owner: PATHS[6] }),
  ];
  const tokens = [
    tokenRecord({ id: 1, name: "pull", owner: { id: 1, path: PATHS[1] } }),
    tokenRecord({ id: 2, name: "read", of: "group", owner: { id: 20, path: GROUPS[20] } }),
  ];
  return { header: headerRecord(), projects, targets, runners, tokens, unseen: [], end: endRecord() };
}

export function groupTarget(id: number, path: string, more: Partial<TargetRecord> = {}): TargetRecord {
  return { kind: "target", of: "group", id, path, archived: false, markedForDeletionOn: null, ...more };
}

/** A way in which an estate is another one. */
export type Change = (estate: Inventory) => Inventory;

/** Changes one project of an estate. */
export const withProject =
  (id: Id, change: Partial<ProjectRecord> | ((project: ProjectRecord) => Partial<ProjectRecord>)): Change =>
  (estate) => ({
    ...estate,
    projects: estate.projects.map((project) =>
      project.id === id ? { ...project, ...(typeof change === "function" ? change(project) : change) } : project,
    ),
  });

export const withRunner =
  (id: number, change: Partial<RunnerRecord>): Change =>
  (estate) => ({
    ...estate,
    runners: estate.runners.map((runner) => (runner.id === id ? { ...runner, ...change } : runner)),
  });

export const withToken =
  (id: number, change: Partial<TokenRecord>): Change =>
  (estate) => ({
    ...estate,
    tokens: estate.tokens.map((token) => (token.id === id ? { ...token, ...change } : token)),
  });

export const withTarget =
  (target: TargetRecord): Change =>
  (estate) => ({
    ...estate,
    targets: [...estate.targets.filter(({ id, of }) => id !== target.id || of !== target.of), target],
  });

export const all =
  (...changes: readonly Change[]): Change =>
  (estate) =>
    changes.reduce((changed, change) => change(changed), estate);
