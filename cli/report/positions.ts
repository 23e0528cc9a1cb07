import type { Access } from "../../provider/domain/access/access";
import {
  type Hidden,
  type IdentityBook,
  type Instance,
  type Mention,
  SECRET,
  UNKNOWN,
} from "../../provider/domain/identity";
import type { Change, State } from "../preview/events";
import { Alike } from "./alike";
import { plainInputs } from "./declared";
import { mayClose } from "./judged";
import type { Place } from "./model";

/** What the declarations of a project say of one of its settings, before and after a run. Values that nobody can read are among them. */
export interface Setting {
  readonly project: Place;
  readonly instance: Instance;
  readonly before: readonly (boolean | Hidden)[];
  readonly after: readonly (boolean | Hidden)[];
  /** A step touches one of the declarations. The others may be set again, so that each of the values counts. */
  readonly isTouched: boolean;
  /** A step writes one of the values in `after`. What no step writes may be what a declaration that goes has left. */
  readonly isWritten?: boolean;
}

export type SettingName = "crossProjectPushForJobTokenAllowed" | "enabled" | "pushRepositoryForJobTokenAllowed";

type Models = Readonly<Record<"after" | "before" | "unwritten", Access<Change>>>;

/** What a stack declares of the settings of its projects before and after a run. */
export class Positions {
  readonly #models: Models;
  readonly #book: IdentityBook;

  constructor(models: Models, book: IdentityBook) {
    this.#models = models;
    this.#book = book;
  }

  /** One setting of all projects, by project. */
  of(name: SettingName): ReadonlyMap<string, Setting> {
    const found = this.#unwritten(name);
    for (const side of ["before", "after"] as const)
      for (const { project, source } of this.#models[side].all) {
        const value = positionIn(source[side], name);
        if (value === undefined) continue;
        const place = placeIn(this.#book, project);
        const { key = source.urn } = place;
        const { instance } = project;
        const known = found.get(key) ?? { project: place, instance, before: [], after: [], isTouched: false };
        const isTouched = known.isTouched || source.operation !== "same";
        const open: Hidden[] = side === "before" && name === "enabled" && mayClose(source) ? [UNKNOWN] : [];
        const after = [...known.after, ...open];
        const isWritten = known.isWritten === true || (side === "after" && source.operation !== "same");
        const values = { after, [side]: [...known[side], value] };
        found.set(key, { ...known, project: place, instance, ...values, isTouched, isWritten });
      }
    const alike = new Alike([...found.values()], (of) => of);
    return new Map([...found].map(([key, of]) => [key, of.isTouched ? doubted(of, alike) : of]));
  }

  /** What GitLab may have where the run writes nothing: anything. */
  #unwritten(name: SettingName): Map<string, Setting> {
    const said = this.#models.unwritten.all.filter(
      ({ type, source }) =>
        (name === "enabled" && type === "JobTokenScope") ||
        [source.before, source.after].some((state) => positionIn(state, name) !== undefined),
    );
    return new Map(
      said.map(({ project, source }) => {
        const place = placeIn(this.#book, project);
        const { instance } = project;
        return [place.key ?? source.urn, { project: place, instance, before: [UNKNOWN], after: [], isTouched: false }];
      }),
    );
  }
}

/** Adds that nobody knows what was before: a hidden address may name another project than before, and one project may be written in two ways. */
function doubted(of: Setting, alike: Alike<Setting>): Setting {
  if (of.project.key === undefined) return { ...of, before: [] };
  const isOther = alike.to(of).some(({ before }) => before.some((value) => !of.before.includes(value)));
  return isOther ? { ...of, before: [...of.before, UNKNOWN] } : of;
}

/** A project or a group as a report names it. */
export function placeIn(book: IdentityBook, of: Mention): Place {
  const key = book.keyOf(of);
  const { kind } = of;
  if (typeof key === "string" && isLeftPath(book, of))
    return { kind, key: `${key} by ${String(of.written)}`, id: undefined, name: of.called };
  if (typeof key === "string") return { kind, key, ...book.namesOf(of), name: book.nameOf(of) };
  return {
    kind,
    key: undefined,
    id: undefined,
    name: `a ${kind} ${key === SECRET ? "that the program keeps secret" : "not known yet"}`,
  };
}

/**
 * Returns whether the state knows the address as one that its project or group has left. Whoever declares it anew gets what stands there
 * now, or is led on to the new place.
 */
export function isLeftPath(book: IdentityBook, of: Mention): boolean {
  const { path } = book.namesOf(of);
  return of.id === undefined && path !== undefined && typeof of.written === "string" && path !== of.written;
}

function positionIn(state: State | undefined, name: SettingName): boolean | Hidden | undefined {
  const value = state === undefined ? undefined : plainInputs(state)[name];
  if (value === undefined || value === null) return undefined;
  return typeof value === "boolean" || value === SECRET ? value : UNKNOWN;
}
