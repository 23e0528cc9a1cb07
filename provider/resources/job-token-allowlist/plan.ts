import type { AddressKind } from "../../domain/address";
import { LIMIT } from "./inputs";

/** One target of an allowlist. */
export interface Entry {
  readonly kind: AddressKind;
  readonly id: string;
  /** Its full path as GitLab told it in this run. What a program or a state calls it may be the path of another one today. */
  readonly path?: string | undefined;
  /** What the program calls it. */
  readonly called?: string;
  /** Nobody knows its id, because its look-up failed. An old path leads to a project, too: it may be any of them. */
  readonly isUnknown?: boolean;
}

export function keyOf({ kind, id }: Entry): string {
  return `${kind}:${id}`;
}

/** In messages. */
export function nameOf({ kind, id, path, called }: Entry): string {
  return `${kind} ${called ?? path ?? id}`;
}

export interface Situation {
  /** What GitLab holds. */
  readonly present: readonly Entry[];
  /** What is wanted and not there, less what can't be had in this run. */
  readonly missing: readonly Entry[];
  /** What is there and not wanted, less what must stay in this run. */
  readonly surplus: readonly Entry[];
}

/** What may happen next, all of it at the same time. Nothing of both: nothing more can be added. */
export interface Step {
  readonly add: readonly Entry[];
  readonly remove: readonly Entry[];
}

/**
 * The way to have all that is missing in the list before anything leaves it. Only where GitLab's limit leaves no room is something removed
 * before: as many as are in the way, and first of all what nothing missing could stand for.
 */
export function nextStep({ present, missing, surplus }: Situation, limit = LIMIT): Step {
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
 * May one give access to what the other gives access to? A group to the projects and groups below it, and the reverse. Where a path is not
 * known, it may; and what could not be looked up may be the other itself.
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
