import { byAddress, entryOf, type ImportedList } from "../import/estate";
import type { Inventory } from "../inventory/reading";
import { type Covering, coveringGroups, type Evidence, type ListedEntry } from "./evidence";

/** What the list of a project should say so that everybody who used it stays in, and nobody else. */
export interface Proposal {
  readonly evidence: Evidence;
  /** Who would be shut out if the project were closed with today's list. */
  readonly shutOut: readonly string[];
  readonly unused: readonly ListedEntry[];
  /** The list, closed, as an access map has it. */
  readonly list: ImportedList;
  readonly coverings: readonly Covering[];
}

export function proposalFor(evidence: Evidence, inventory: Inventory): Proposal {
  const { callers, entries, path, id } = evidence;
  const missing = callers.filter(({ isListed }) => !isListed);
  const shutOut = missing.map((caller) => caller.path);
  const kept = (kind: ListedEntry["kind"]) =>
    entries.filter((entry) => entry.kind === kind && !entry.isStale).map(entryOf);
  const added = missing.map((caller) => ({ id: caller.id, address: caller.path, permissions: undefined }));
  return {
    evidence,
    shutOut,
    unused: entries.filter(({ isStale }) => isStale),
    list: {
      ...{ id, path, enabled: true, pushes: [] },
      projects: [...kept("project"), ...added].sort(byAddress),
      groups: kept("group").sort(byAddress),
    },
    coverings: coveringGroups(shutOut, inventory),
  };
}
