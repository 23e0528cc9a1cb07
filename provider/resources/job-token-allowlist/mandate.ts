import type { AddressKind } from "../../domain/address";
import { type Inputs, listOf, managedKinds } from "./inputs";
import { type Entry, entryName, isOther, keyOf } from "./plan";

/** What a run records about the lists: the entries that it is responsible for, and the other entries that it found, by key, with a name. */
export interface Account {
  readonly projectIds: string[];
  readonly groupIds: string[];
  readonly __strays: Record<string, string>;
}

interface Before {
  readonly inputs: Inputs;
  readonly outputs: Account;
}

/**
 * Decides which entries may be removed: only those that somebody could see in a preview. These are the entries in the state, because a
 * preview compares the program with it, and the strays, which `diff` names. An entry added by hand since then stays until a preview shows it.
 */
export class Mandate {
  /** The kinds that this declaration has not managed before. No preview has shown their entries. */
  readonly #first: ReadonlySet<AddressKind>;
  readonly #shown: ReadonlySet<string>;
  readonly #wanted: Inputs;

  constructor(wanted: Inputs, before: Before | undefined) {
    this.#wanted = wanted;
    this.#first = new Set(managedKinds(wanted).filter((kind) => before?.inputs[listOf[kind]] === undefined));
    this.#shown = new Set(before === undefined ? [] : keysIn(before.outputs));
  }

  covers({ kind, id }: Entry): boolean {
    return this.#first.has(kind) ? this.#wanted.replaceExisting : this.#shown.has(keyOf({ kind, id }));
  }

  /** Returns the entries that stop the run: their kind is managed for the first time, and the program doesn't allow their removal. */
  foreign(present: readonly Entry[], wanted: readonly Entry[]): Entry[] {
    return this.unnamed(present, wanted).filter((entry) => !this.covers(entry));
  }

  /** Returns the entries, as they are, that stop the run because they give something else than is declared for the first time. */
  differing(present: readonly Entry[], wanted: readonly Entry[]): Entry[] {
    if (this.#wanted.replaceExisting) return [];
    const now = new Map(present.map((entry) => [keyOf(entry), entry]));
    return wanted.flatMap((entry) => {
      const held = now.get(keyOf(entry));
      return held !== undefined && this.#first.has(entry.kind) && isOther(held, entry) ? [held] : [];
    });
  }

  /** Returns the entries whose removal no preview has named: `replaceExisting` allows it for a kind that is managed for the first time. */
  unnamed(present: readonly Entry[], wanted: readonly Entry[]): Entry[] {
    return strangers(present, wanted).filter(({ kind }) => this.#first.has(kind));
  }

  /** Returns the entries that are not wanted and may not be removed yet. */
  strays(present: readonly Entry[], wanted: readonly Entry[]): Entry[] {
    return strangers(present, wanted).filter((entry) => !this.covers(entry));
  }
}

export function accountOf(recorded: readonly Entry[], strays: readonly Entry[]): Account {
  const ids = (kind: AddressKind) => recorded.filter((entry) => entry.kind === kind).map(({ id }) => id);
  const ascending = (a: string, b: string) => Number(a) - Number(b);
  return {
    projectIds: ids("project").sort(ascending),
    groupIds: ids("group").sort(ascending),
    __strays: Object.fromEntries(strays.map((entry) => [keyOf(entry), entryName(entry)])),
  };
}

export function isRecorded({ projectIds, groupIds }: Account, { kind, id }: Entry): boolean {
  return (kind === "project" ? projectIds : groupIds).includes(id);
}

export function strangers(present: readonly Entry[], familiar: readonly Entry[]): Entry[] {
  const keys = new Set(familiar.map(keyOf));
  return present.filter((entry) => !keys.has(keyOf(entry)));
}

function keysIn({ projectIds, groupIds, __strays }: Account): string[] {
  const keys = (kind: AddressKind, ids: readonly string[]) => ids.map((id) => keyOf({ kind, id }));
  return [...keys("project", projectIds), ...keys("group", groupIds), ...Object.keys(__strays)];
}
