import type { Address, AddressKind } from "../../domain/address";
import { nameOf, type Place } from "../../gitlab/place";

/**
 * The names of what a declaration can speak of, by ids or by addresses as written: a project's switch, one entry of its allowlist, all
 * entries of one kind, or a variable.
 */
export const claimOf = {
  switch: (project: string) => project,
  entry: (project: string, kind: AddressKind, target: Address) => `${project}:${kind}:${target}`,
  allEntries: (project: string, kind: AddressKind) => `${project}:${kind}:*`,
  /** The key comes last: a scope may end like a list of all entries. */
  variable: (place: Place, key: string, scope: string) => `${nameOf(place)}:variable:${scope}:${key}`,
};

/** Is what the one names part of what the other names, or the same? */
export function covers(wide: string, narrow: string): boolean {
  return wide === narrow || (wide.endsWith(":*") && narrow.startsWith(wide.slice(0, -1)));
}

export function inWords(claim: string): string {
  const [, project = claim, kind] = /^(.*):(group|project):[^:]*$/.exec(claim) ?? [];
  if (kind === undefined) return `the job token switch of project ${project}`;
  return `the ${kind}s in the job token allowlist of project ${project}`;
}
