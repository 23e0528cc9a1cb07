import type { Access } from "../../provider/domain/access/access";
import { type Hidden, type IdentityBook, type Mention, SECRET, UNKNOWN } from "../../provider/domain/identity";
import type { Change, State } from "../preview/events";
import { plainInputs } from "./declared";
import type { Place } from "./model";

/** What the declarations of a project say of one of its settings, before and after a run. Values that nobody can read are among them. */
export interface Setting {
  readonly project: Mention;
  readonly before: readonly (boolean | Hidden)[];
  readonly after: readonly (boolean | Hidden)[];
  /** A step touches one of the declarations. The others may be set again, so that each of the values counts. */
  readonly isTouched: boolean;
}

export type SettingName = "crossProjectPushForJobTokenAllowed" | "enabled" | "pushRepositoryForJobTokenAllowed";

/** What a stack declares of the settings of its projects before and after a run. */
export class Positions {
  readonly #models: Readonly<Record<"after" | "before", Access<Change>>>;
  readonly #book: IdentityBook;

  constructor(models: Readonly<Record<"after" | "before", Access<Change>>>, book: IdentityBook) {
    this.#models = models;
    this.#book = book;
  }

  /** One setting of all projects, by project. */
  of(name: SettingName): ReadonlyMap<string, Setting> {
    const found = new Map<string, Setting>();
    for (const side of ["before", "after"] as const)
      for (const { project, source } of this.#models[side].all) {
        const value = positionIn(source[side], name);
        if (value === undefined) continue;
        const { key = source.urn } = this.#place(project);
        const known: Setting = found.get(key) ?? { project, before: [], after: [], isTouched: false };
        const isTouched = known.isTouched || source.operation !== "same";
        const open: Hidden[] =
          side === "before" && name === "enabled" && isOpenOrClosed(source, value) ? [UNKNOWN] : [];
        const after = [...known.after, ...open];
        found.set(key, { ...known, project, after, [side]: [...known[side], value], isTouched });
      }
    return new Map([...found].map(([key, of]) => [key, of.isTouched ? this.#doubted(of, [...found.values()]) : of]));
  }

  /** Adds that nobody knows what was before: a hidden address may name another project than before, and one project may be written in two ways. */
  #doubted(of: Setting, all: readonly Setting[]): Setting {
    if (this.#place(of.project).key === undefined) return { ...of, before: [] };
    const isVague = this.#isVague(of);
    const isOther = all.some(
      (other) =>
        (isVague || this.#isVague(other)) &&
        this.mayBeOne(of, other) &&
        other.before.some((value) => !of.before.includes(value)),
    );
    return isOther ? { ...of, before: [...of.before, UNKNOWN] } : of;
  }

  /** Returns whether both may be of one project although their addresses don't say it: one may be the id and the other the path. */
  mayBeOne(one: Setting, other: Setting): boolean {
    return typeof this.#book.same(one.project, other.project) === "string";
  }

  #isVague({ project }: Setting): boolean {
    const { id, path } = this.#book.namesOf(project);
    return id === undefined || path === undefined || !project.instance.isAddressKnown;
  }

  #place(of: Mention): Place {
    return placeIn(this.#book, of);
  }
}

/** A project or a group as a report names it. */
export function placeIn(book: IdentityBook, of: Mention): Place {
  const key = book.keyOf(of);
  const { kind } = of;
  if (typeof key === "string") return { kind, key, ...book.namesOf(of), name: book.nameOf(of) };
  return {
    kind,
    key: undefined,
    id: undefined,
    name: `a ${kind} ${key === SECRET ? "that the program keeps secret" : "not known yet"}`,
  };
}

/** pulumi-gitlab's list closes its project when it goes, or leaves it open: that depends on its version. */
function isOpenOrClosed({ before, operation }: Change, value: boolean | Hidden): boolean {
  const isTheirs = before?.inputs.replaceExisting === true && before.inputs.__provider === undefined;
  const isGone = operation === "delete" || operation === "replace";
  return isTheirs && isGone && !before.retainOnDelete && value !== true;
}

function positionIn(state: State | undefined, name: SettingName): boolean | Hidden | undefined {
  const value = state === undefined ? undefined : plainInputs(state)[name];
  if (value === undefined || value === null) return undefined;
  return typeof value === "boolean" || value === SECRET ? value : UNKNOWN;
}
