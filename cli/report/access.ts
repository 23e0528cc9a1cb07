import { type Declaration, type Entry, Access as Model, type Switch as Position } from "../../provider/domain/access";
import type { AddressKind } from "../../provider/domain/address";
import { type Hidden, IdentityBook, type Instance, type Mention, SECRET } from "../../provider/domain/identity";
import type { Change, State } from "../preview/events";
import { declaredIn, Instances, type Side } from "./declared";

/** A project or a group as a report shows it. */
export interface Place {
  readonly kind: AddressKind;
  /** The same for every way to write it; undefined as long as nobody can say what it is. */
  readonly key: string | undefined;
  /** Its number, where the state or the program says it. */
  readonly id: string | undefined;
  readonly name: string;
}

/** The job tokens of `caller`'s projects may open `project`. */
export interface Grant {
  readonly project: Place;
  readonly caller: Place;
  readonly instance: Instance;
  /** Nothing in the state speaks of the project: what a program declares for the first time may be in GitLab already. */
  readonly isFirst: boolean;
}

/** Is a project closed to job tokens that are not listed? Undefined: this stack does not say. */
export interface Switch {
  readonly project: Place;
  readonly instance: Instance;
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
  /** Declared for the first time and there already, where GitLab was asked. */
  readonly takenOver: readonly Grant[];
  /** Lists whose first run removes everybody whom they don't name. */
  readonly replacing: readonly Replacing[];
}

/** A list with `replaceExisting` that this run touches. */
export interface Replacing {
  readonly project: Place;
  readonly instance: Instance;
  /** The kinds of targets that it manages. */
  readonly kinds: readonly AddressKind[];
  /** Who loses access, where GitLab was asked. */
  readonly losing?: readonly Place[];
}

/** What the changes of a run do to access. */
export function accessOf(changes: readonly Change[], instances = new Instances(changes)): Access {
  const comparison = new Comparison(changes, instances);
  const [before, after] = [comparison.grants("before"), comparison.grants("after")];
  const released = comparison.released();
  const missing = [...before].filter(([key]) => !after.has(key));
  return {
    gained: [...after].filter(([key]) => !before.has(key)).map(([, grant]) => grant),
    lost: missing.filter(([key]) => !released.has(key)).map(([, grant]) => grant),
    released: missing.filter(([key]) => released.has(key)).map(([, grant]) => grant),
    kept: [...after].filter(([key]) => before.has(key)).map(([, grant]) => grant),
    switches: comparison.switches(),
    takenOver: [],
    replacing: comparison.replacing(),
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

  /** The projects of which the state says anything about access. */
  readonly #known: ReadonlySet<string | undefined>;

  constructor(changes: readonly Change[], instances: Instances) {
    const model = (side: Side, stateOf = (change: Change) => change[side]) =>
      new Model(changes.flatMap((change) => declaredIn(change, stateOf(change), instances.of(change, side))));
    const expected = model("expected");
    this.#before = model("before");
    this.#after = model("after", afterWithIds);
    this.#book = new IdentityBook([expected, this.#before, this.#after].flatMap(({ mentions }) => mentions));
    this.#known = new Set(
      [expected, this.#before].flatMap(({ all }) => all.map(({ project }) => this.#place(project).key)),
    );
  }

  grants(side: Exclude<Side, "expected">): ReadonlyMap<string, Grant> {
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
    const [before, after] = [this.#positions(this.#before, true), this.#positions(this.#after, false)];
    return [...new Set([...before.keys(), ...after.keys()])].flatMap((key) => {
      const [was, is] = [before.get(key), after.get(key)];
      const position = is ?? was;
      if (position === undefined) return [];
      const isTouched = is !== undefined && is.source.operation !== "same";
      // A hidden value that no step touches is the one that holds already: there is nothing to say of it.
      if (typeof is?.enabled === "symbol" && !isTouched) return [];
      const project = this.#place(position.project);
      // Behind a hidden address a step may have found another project than before.
      const isAnother = isTouched && project.key === undefined;
      return [
        {
          project,
          instance: position.project.instance,
          before: isAnother ? undefined : was?.enabled,
          after: is?.enabled,
        },
      ];
    });
  }

  replacing(): Replacing[] {
    return this.#after.lists.flatMap(({ project, kind, source }) => {
      const { operation, after } = source;
      // What is no plain false may be true.
      const { replaceExisting = false } = after?.inputs ?? {};
      if (operation === "same" || replaceExisting === false) return [];
      return [{ project: this.#place(project), instance: project.instance, kinds: [kind] }];
    });
  }

  /** By project. Of two declarations of one switch the one that `wins` counts: nobody can say which of them GitLab hears last. */
  #positions({ switches }: Model<Change>, wins: boolean): ReadonlyMap<string, Position<Change>> {
    const written = switches.filter(({ enabled }) => enabled !== undefined);
    const rank = ({ enabled }: Position<Change>) => (enabled === wins ? 2 : typeof enabled === "symbol" ? 1 : 0);
    const inOrder = written.toSorted((a, b) => rank(a) - rank(b));
    return new Map(inOrder.map((one) => [this.#place(one.project).key ?? one.source.urn, one]));
  }

  /**
   * What nobody can name is told apart by who declares it, and is the same before and after only where no step touches it: a secret
   * address that changes is a gain. What such a step takes away is not said, because nobody can say it.
   */
  #grant(
    { project, target, source }: Pick<Entry<Change>, "project" | "source" | "target">,
    side: Side,
  ): [string, Grant][] {
    const [opened, caller] = [this.#place(project), this.#place(target)];
    const isFirst = opened.key !== undefined && caller.key !== undefined && !this.#known.has(opened.key);
    const grant = { project: opened, caller, instance: project.instance, isFirst };
    if (opened.key !== undefined && caller.key !== undefined) return [[`${opened.key} <- ${caller.key}`, grant]];
    const isTouched = source.operation !== "same" && source.after !== undefined;
    if (isTouched && side === "before") return [];
    return [[`${opened.key ?? source.urn} <- ${caller.key ?? source.urn}`, grant]];
  }

  #place(of: Mention): Place {
    const key = this.#book.keyOf(of);
    const { kind } = of;
    if (typeof key === "string") return { kind, key, id: this.#book.namesOf(of).id, name: this.#book.nameOf(of) };
    return {
      kind,
      key: undefined,
      id: undefined,
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
