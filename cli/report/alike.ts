import { type Instance, sameInstance, sameNames } from "../../provider/domain/identity";
import type { Grant, Place } from "./model";

/** What is about a project. */
export interface Where {
  readonly instance: Instance;
  readonly project: Place;
}

/** Returns whether both are for one project, as far as their addresses say it: one may have the id and the other the path. */
function mayBeForOne(one: Where, other: Where): boolean {
  const [a, b] = [one.project, other.project];
  if (a.key === undefined || b.key === undefined) return true;
  return sameInstance(one.instance, other.instance) !== false && sameNames(a, b) !== false;
}

/** Finds what may be for the same project without comparing each with each: a run may touch thousands of projects. */
export class Alike<Item> {
  readonly #all: readonly Item[];
  readonly #whereOf: (item: Item) => Where;
  /** Items with their places in `#all`, by what is known of their addresses. */
  readonly #byName = new Map<string, (readonly [number, Item])[]>();

  constructor(all: readonly Item[], whereOf: (item: Item) => Where) {
    this.#all = all;
    this.#whereOf = whereOf;
    for (const one of all.entries())
      for (const name of namesOf(whereOf(one[1]))) {
        const found = this.#byName.get(name);
        if (found === undefined) this.#byName.set(name, [one]);
        else found.push(one);
      }
  }

  /** All that may be for the project of `where`, in the order in which they were given. */
  to(where: Where): Item[] {
    const { key, id, path } = where.project;
    if (key === undefined || (id ?? path) === undefined)
      return this.#all.filter((one) => mayBeForOne(this.#whereOf(one), where));
    // An id alone may belong to whatever has no id, and a path alone to whatever has no path.
    const names = [HIDDEN, id === undefined ? NO_PATH : `id ${id}`, path === undefined ? NO_ID : `path ${path}`];
    const found = new Set(names.flatMap((name) => this.#byName.get(name) ?? []));
    return [...found]
      .sort(([a], [b]) => a - b)
      .map(([, item]) => item)
      .filter((item) => mayBeForOne(this.#whereOf(item), where));
  }
}

const [HIDDEN, NO_ID, NO_PATH] = ["hidden", "no id", "no path"];

function namesOf({ project: { key, id, path } }: Where): string[] {
  if (key === undefined || (id ?? path) === undefined) return [HIDDEN];
  return [id === undefined ? NO_ID : `id ${id}`, path === undefined ? NO_PATH : `path ${path}`];
}

/** Returns whether two entries may let in one and the same project or group. */
export function mayBeOneCaller(one: Grant, other: Grant): boolean {
  const callerOf = ({ caller, instance }: Grant) => ({ project: caller, instance });
  return one.caller.kind === other.caller.kind && mayBeForOne(callerOf(one), callerOf(other));
}
