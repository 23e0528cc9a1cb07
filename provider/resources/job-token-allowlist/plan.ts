import type { AddressKind } from "../../domain/address";
import { LIST_LIMIT } from "../../domain/list-limit";
import { type Permissions, samePermissions } from "../../domain/permissions";

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
  /** What it gives, or is to give. Undefined where nobody has asked: only GraphQL shows it. */
  readonly permissions?: Permissions | undefined;
}

export function keyOf({ kind, id }: Pick<Entry, "id" | "kind">): string {
  return `${kind}:${id}`;
}

/** Returns the name of an entry in messages. */
export function entryName({ kind, id, path, called }: Entry): string {
  return `${kind} ${called ?? path ?? id}`;
}

export interface Situation {
  /** What GitLab holds. */
  readonly present: readonly Entry[];
  /** The entries that are wanted and not there, and may still be added in this run. */
  readonly missing: readonly Entry[];
  /** The wanted entries that can't be added in this run. */
  readonly lacking: readonly Entry[];
  /** The entries that are there and are to give something else, as they are to be. */
  readonly changing: readonly Entry[];
  /** The entries that are there and not wanted, and may be removed. */
  readonly surplus: readonly Entry[];
  /** The entries that were to be changed or removed, and stay as they are in this run. */
  readonly stuck: readonly Entry[];
}

/** What may happen next, all of it at the same time. */
export interface Step {
  readonly do: "add" | "change" | "give up" | "remove";
  readonly entries: readonly Entry[];
}

/**
 * Returns the next step towards a list that has everything wanted, as it is wanted. The nearest entry of a project counts in GitLab, whether
 * it gives more or less than those above it. So additions go from the deepest up, then changes follow in any order: whoever is let in
 * before and after keeps what both give, and nobody gets what neither gives. Where GitLab's limit leaves no room, something is removed
 * earlier, if that keeps both promises.
 */
export function nextStep(of: Situation, limit = LIST_LIMIT): Step | undefined {
  const { missing } = of;
  const addable = missing.filter((entry) => !showsThrough(entry, [...missing, ...of.lacking]));
  const room = (kind: AddressKind) => limit - ofKind(kind, of.present).length;
  const add = KINDS.flatMap((kind) => ofKind(kind, addable).slice(0, Math.max(0, room(kind))));
  if (add.length > 0) return { do: "add", entries: add };
  const crowded = KINDS.filter((kind) => ofKind(kind, addable).length > 0);
  if (crowded.length > 0) {
    const free = removable(of);
    const remove = crowded.flatMap((kind) => ofKind(kind, free).slice(0, ofKind(kind, addable).length));
    return remove.length > 0 ? { do: "remove", entries: remove } : { do: "give up", entries: addable };
  }
  const change = of.changing.filter((entry) => !showsThrough(entry, [...missing, ...of.lacking]));
  return change.length > 0 ? { do: "change", entries: change } : undefined;
}

/**
 * Returns what may be removed at the same time: the broadest first, because a narrower entry that goes would show a wider one. Keeps an
 * entry that may be the only access of a target that is not in. Keeps an entry, too, that hides a wider one which stays although it should
 * give something else.
 */
export function removable({ missing, lacking, changing, surplus, stuck, present }: Situation): Entry[] {
  const now = new Map(present.map((entry) => [keyOf(entry), entry]));
  const absent = [...missing, ...lacking];
  const free = surplus.filter((entry) => !absent.some((other) => mayReplace(other, entry)));
  const unsettled = [...surplus, ...stuck, ...changing.map((entry) => now.get(keyOf(entry)) ?? entry)];
  return free.filter((entry) => {
    const above = unsettled.filter((other) => isAbove(other, entry));
    return !above.some((other) => mayGiveOther(other, entry));
  });
}

/**
 * Returns whether one entry may give access to what the other gives access to: a group and the projects and groups below it, in either
 * direction. Where a path is unknown the answer is yes, and a target whose look-up failed may be the other target itself.
 */
export function mayReplace(a: Entry, b: Entry): boolean {
  if (a.isUnknown || b.isUnknown) return true;
  if (a.kind === "project" && b.kind === "project") return false;
  if (a.path === undefined || b.path === undefined) return true;
  return isAbove(a, b) || isAbove(b, a);
}

const KINDS: readonly AddressKind[] = ["group", "project"];

/** Returns whether the entry would give something else to a deeper one that is wanted and not in yet. */
function showsThrough(entry: Entry, absent: readonly Entry[]): boolean {
  return absent.some(
    (other) => keyOf(other) !== keyOf(entry) && mayBeAbove(entry, other) && !samePermissions(gift(entry), gift(other)),
  );
}

/** Returns whether an entry gives something else than is wanted of it. */
export function isOther(held: Entry, { permissions: wanted }: Entry): boolean {
  return wanted !== undefined && held.permissions !== undefined && !samePermissions(held.permissions, wanted);
}

/** A new entry that nobody manages gives what GitLab gives by default. */
export function gift({ permissions = "default" }: Pick<Entry, "permissions">): Permissions {
  return permissions;
}

/** Returns whether whoever the second lets in may get something else, if only the first were left. Nobody may have asked what they give. */
function mayGiveOther(a: Entry, b: Entry): boolean {
  if (a.permissions === undefined || b.permissions === undefined) return true;
  return !samePermissions(a.permissions, b.permissions);
}

function mayBeAbove(a: Entry, b: Entry): boolean {
  if (a.kind === "project") return false;
  return a.isUnknown || b.isUnknown || a.path === undefined || b.path === undefined || isAbove(a, b);
}

/** Returns whether the first is a group that is known to hold the second. */
function isAbove({ kind, path: group }: Entry, { path }: Entry): boolean {
  if (kind === "project" || group === undefined || path === undefined) return false;
  return path.toLowerCase().startsWith(`${group.toLowerCase()}/`);
}

function ofKind(kind: AddressKind, entries: readonly Entry[]): Entry[] {
  return entries.filter((entry) => entry.kind === kind);
}
