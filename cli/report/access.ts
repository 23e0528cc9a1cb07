import { type Declaration, type Entry, Access as Model, type Switch as Position } from "../../provider/domain/access";
import type { AddressKind } from "../../provider/domain/address";
import { type Hidden, IdentityBook, type Mention, SECRET } from "../../provider/domain/identity";
import type { Change, State } from "../preview/events";
import { declaredIn, Instances } from "./declared";

/** A project or a group as a report shows it. */
export interface Place {
  readonly kind: AddressKind;
  /** The same for every way to write it; undefined as long as nobody can say what it is. */
  readonly key: string | undefined;
  readonly name: string;
}

/** The job tokens of `caller`'s projects may open `project`. */
export interface Grant {
  readonly project: Place;
  readonly caller: Place;
}

/** Is a project closed to job tokens that are not listed? Undefined: this stack does not say. */
export interface Switch {
  readonly project: Place;
  readonly before: boolean | Hidden | undefined;
  readonly after: boolean | Hidden | undefined;
}

/** Whose job tokens may open which project, before and after. */
export interface Access {
  readonly gained: readonly Grant[];
  readonly lost: readonly Grant[];
  readonly kept: readonly Grant[];
  /** No longer declared, but still in GitLab: nobody removes them. */
  readonly released: readonly Grant[];
  readonly switches: readonly Switch[];
}

type Side = "after" | "before";

export function accessOf(changes: readonly Change[]): Access {
  const comparison = new Comparison(changes);
  const [before, after] = [comparison.grants("before"), comparison.grants("after")];
  const released = comparison.released();
  const missing = [...before].filter(([key]) => !after.has(key));
  return {
    gained: [...after].filter(([key]) => !before.has(key)).map(([, grant]) => grant),
    lost: missing.filter(([key]) => !released.has(key)).map(([, grant]) => grant),
    released: missing.filter(([key]) => released.has(key)).map(([, grant]) => grant),
    kept: [...after].filter(([key]) => before.has(key)).map(([, grant]) => grant),
    switches: comparison.switches(),
  };
}

/** Returns whether anybody's job token may open more than before. */
export function widens({ gained, switches }: Access): boolean {
  return gained.length > 0 || switches.some(opens) || switches.some(mayOpen);
}

export function opens({ before, after }: Switch): boolean {
  return after === false && before !== false;
}

export function mayOpen({ before, after }: Switch): boolean {
  return typeof after === "symbol" && before !== false;
}

export function closes({ before, after }: Switch): boolean {
  return after === true && before !== true;
}

/** What a stack declares before and after a run, by the same names. */
class Comparison {
  readonly #before: Model<Change>;
  readonly #after: Model<Change>;
  readonly #book: IdentityBook;

  constructor(changes: readonly Change[]) {
    const instances = new Instances(changes);
    const model = (stateOf: (change: Change) => State | undefined) =>
      new Model(changes.flatMap((change) => declaredIn(change, stateOf(change), instances.of(change))));
    const expected = model((change) => change.expected);
    this.#before = model(({ before }) => before);
    this.#after = model(afterWithIds);
    this.#book = new IdentityBook([expected, this.#before, this.#after].flatMap(({ mentions }) => mentions));
  }

  grants(side: Side): ReadonlyMap<string, Grant> {
    const { entries, lists } = side === "before" ? this.#before : this.#after;
    const unread = lists.flatMap((list) => (list.hidden === undefined ? [] : [{ ...list, target: unreadOf(list) }]));
    return new Map([...entries, ...unread].flatMap((entry) => this.#grant(entry, side)));
  }

  /** The keys of entries that stay in GitLab although no declaration speaks of them any more. */
  released(): ReadonlySet<string> {
    const left = this.#before.entries.filter(({ source, input }) => {
      const { after, before } = source;
      const isUnmanaged =
        (input === "projects" || input === "groups") && after !== undefined && !(input in after.inputs);
      return isUnmanaged || (after === undefined && before?.retainOnDelete === true);
    });
    return new Set(left.flatMap((entry) => this.#grant(entry, "before").map(([key]) => key)));
  }

  switches(): Switch[] {
    const [before, after] = [this.#positions(this.#before), this.#positions(this.#after)];
    return [...new Set([...before.keys(), ...after.keys()])].flatMap((key) => {
      const [was, is] = [before.get(key), after.get(key)];
      const position = is ?? was;
      if (position === undefined) return [];
      // A hidden value that no step touches is the one that holds already: there is nothing to say of it.
      if (typeof is?.enabled === "symbol" && is.source.operation === "same") return [];
      return [{ project: this.#place(position.project), before: was?.enabled, after: is?.enabled }];
    });
  }

  #positions({ switches }: Model<Change>): ReadonlyMap<string, Position<Change>> {
    const written = switches.filter(({ enabled }) => enabled !== undefined);
    return new Map(written.map((one) => [this.#place(one.project).key ?? one.source.urn, one]));
  }

  /**
   * What nobody can name is told apart by who declares it, and is the same before and after only where no step touches it: a secret
   * address that changes is a gain. What such a step takes away is not said, because nobody can say it.
   */
  #grant(
    { project, target, source }: Pick<Entry<Change>, "project" | "source" | "target">,
    side: Side,
  ): [string, Grant][] {
    const grant = { project: this.#place(project), caller: this.#place(target) };
    const { project: opened, caller } = grant;
    if (opened.key !== undefined && caller.key !== undefined) return [[`${opened.key} <- ${caller.key}`, grant]];
    const isTouched = source.operation !== "same" && source.after !== undefined;
    if (isTouched && side === "before") return [];
    return [[`${opened.key ?? source.urn} <- ${caller.key ?? source.urn}`, grant]];
  }

  #place(of: Mention): Place {
    const key = this.#book.keyOf(of);
    const { kind } = of;
    if (typeof key === "string") return { kind, key, name: this.#book.nameOf(of) };
    return {
      kind,
      key: undefined,
      name: `a ${kind} ${key === SECRET ? "that the program keeps secret" : "not known yet"}`,
    };
  }
}

/** A list of which nothing can be read is one entry of which nothing can be read. */
function unreadOf({
  project,
  kind,
  hidden,
}: Declaration<Change> & { kind: AddressKind; hidden?: Hidden | undefined }): Mention {
  return { ...project, kind, written: hidden ?? SECRET, called: "", id: undefined, realPath: undefined };
}

/** The engine calls it an update, not a replacement, where a new address leads to the same project: the old ids hold for it. */
function afterWithIds({ operation, before, after }: Change): State | undefined {
  if (before === undefined || after === undefined) return after;
  if (operation !== "update" && operation !== "same") return after;
  return { ...after, outputs: before.outputs };
}
