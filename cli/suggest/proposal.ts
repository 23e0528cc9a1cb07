import type { Inventory } from "../inventory/reading";
import { type Covering, coveringGroups, type Evidence, type ListedEntry } from "./evidence";

/** What the list of a project should say so that everybody who used it stays in, and nobody else. */
export interface Proposal {
  readonly evidence: Evidence;
  /** Who would be shut out if the project were closed with today's list. */
  readonly shutOut: readonly string[];
  readonly unused: readonly ListedEntry[];
  /** Paths, or ids of what GitLab hides. */
  readonly projects: readonly (number | string)[];
  readonly groups: readonly (number | string)[];
  readonly coverings: readonly Covering[];
}

export function proposalFor(evidence: Evidence, inventory: Inventory): Proposal {
  const { callers, entries } = evidence;
  const shutOut = callers.filter(({ isListed }) => !isListed).map(({ path }) => path);
  const kept = (kind: ListedEntry["kind"]) =>
    entries.filter((entry) => entry.kind === kind && !entry.isStale).map(({ path, id }) => path ?? id);
  return {
    evidence,
    shutOut,
    unused: entries.filter(({ isStale }) => isStale),
    projects: inOrder([...kept("project"), ...shutOut]),
    groups: inOrder(kept("group")),
    coverings: coveringGroups(shutOut, inventory),
  };
}

function inOrder(addresses: readonly (number | string)[]): (number | string)[] {
  return [...addresses].sort((a, b) => (String(a) < String(b) ? -1 : 1));
}
