import type { AddressKind } from "../../domain/address";
import { LIST_LIMIT } from "../../domain/list-limit";

/** One target of an allowlist. */
export interface Entry {
  readonly kind: AddressKind;
  readonly id: string;
  /** Its full path as GitLab gave it in this run. The path in a program or in a state may belong to another target today. */
  readonly path?: string | undefined;
  /** What the program calls it. */
  readonly called?: string;
  /** Its look-up failed, so its id is unknown. It may be any project, because its path may be an old one. */
  readonly isUnknown?: boolean;
}

export function keyOf({ kind, id }: Entry): string {
  return `${kind}:${id}`;
}

/** Returns the name of an entry in messages. */
export function entryName({ kind, id, path, called }: Entry): string {
  return `${kind} ${called ?? path ?? id}`;
}

export interface Situation {
  /** What GitLab holds. */
  readonly present: readonly Entry[];
  /** The entries that are wanted and not there, without those that can't be added in this run. */
  readonly missing: readonly Entry[];
  /** The entries that are there and not wanted, without those that must stay in this run. */
  readonly surplus: readonly Entry[];
}

/** What may happen next, all of it at the same time. Where both lists are empty, no more can be added. */
export interface Step {
  readonly add: readonly Entry[];
  readonly remove: readonly Entry[];
}

/**
 * Returns the next step. All missing entries are added before any entry is removed. Where GitLab's limit leaves no room, as many entries as
 * needed are removed earlier, and those that no missing entry could replace go first.
 */
export function nextStep({ present, missing, surplus }: Situation, limit = LIST_LIMIT): Step {
  const room = (kind: AddressKind) => limit - of(kind, present).length;
  const add = [...of("group", missing).slice(0, room("group")), ...of("project", missing).slice(0, room("project"))];
  if (add.length > 0) return { add, remove: [] };
  const [free, replaced] = split(surplus, (entry) => !missing.some((other) => mayReplace(other, entry)));
  const remove = kindsInOrder.flatMap((kind) => of(kind, free).slice(0, of(kind, missing).length));
  if (remove.length > 0) return { add, remove };
  const lastResort = kindsInOrder.flatMap((kind) => (of(kind, missing).length > 0 ? of(kind, replaced) : []));
  return { add, remove: lastResort.slice(0, 1) };
}

/**
 * Returns whether one entry may give access to what the other gives access to: a group and the projects and groups below it, in either
 * direction. Where a path is unknown the answer is yes, and a target whose look-up failed may be the other target itself.
 */
export function mayReplace(a: Entry, b: Entry): boolean {
  if (a.isUnknown || b.isUnknown) return true;
  if (a.kind === "project" && b.kind === "project") return false;
  if (a.path === undefined || b.path === undefined) return true;
  return (a.kind === "group" && isBelow(b.path, a.path)) || (b.kind === "group" && isBelow(a.path, b.path));
}

const kindsInOrder: readonly AddressKind[] = ["group", "project"];

function of(kind: AddressKind, entries: readonly Entry[]): Entry[] {
  return entries.filter((entry) => entry.kind === kind);
}

function isBelow(path: string, group: string): boolean {
  return path.toLowerCase().startsWith(`${group.toLowerCase()}/`);
}

function split<T>(items: readonly T[], test: (item: T) => boolean): [T[], T[]] {
  return [items.filter(test), items.filter((item) => !test(item))];
}
