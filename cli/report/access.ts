import { Access as Model } from "../../provider/domain/access/access";
import type { Entry, Switch as Position } from "../../provider/domain/access/declared";
import type { AddressKind } from "../../provider/domain/address";
import { type Hidden, IdentityBook, type Instance, type Mention, SECRET } from "../../provider/domain/identity";
import type { Change } from "../preview/events";
import { afterWithIds, declaredIn, Instances, type Side, unreadOf } from "./declared";
import { type Gift, giftText, growthOf } from "./gifts";

/** A project or a group as a report shows it. */
export interface Place {
  readonly kind: AddressKind;
  /** The same for every way to write the address. Undefined if the address is secret or not known yet. */
  readonly key: string | undefined;
  /** Its id, if the state or the program says it. */
  readonly id: string | undefined;
  readonly name: string;
}

/** The job tokens of `caller`'s projects may open `project`. */
export interface Grant {
  readonly permissions?: Gift;
  readonly project: Place;
  readonly caller: Place;
  readonly instance: Instance;
  /** The state says nothing about access to the project, so GitLab may have this entry already. */
  readonly isFirst: boolean;
}

/** An entry that stays and gives something else than before. */
export interface Changed {
  readonly grant: Grant;
  readonly before: Gift;
  readonly after: Gift;
}

/** A project that job tokens of other projects may push to from now on. */
interface Pushable {
  readonly project: Place;
  readonly instance: Instance;
}

/** Whether a project is closed to job tokens that are not on its allowlist. Undefined if the stack does not say. */
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
  /** What is kept and gives something else. */
  readonly changed: readonly Changed[];
  readonly pushable: readonly Pushable[];
  /** Entries that are no longer declared and stay in GitLab. */
  readonly released: readonly Grant[];
  readonly switches: readonly Switch[];
  /** Entries that are declared for the first time and that GitLab has already. Empty if GitLab was not asked. */
  readonly takenOver: readonly Grant[];
  /** Lists whose first run removes every entry that they don't name. */
  readonly replacing: readonly Replacing[];
}

/** A list with `replaceExisting` that this run touches. */
export interface Replacing {
  readonly project: Place;
  readonly instance: Instance;
  /** The kinds of targets that it manages. */
  readonly kinds: readonly AddressKind[];
  /** Who loses access. Undefined if GitLab was not asked. */
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
    changed: changedIn(before, after),
    pushable: comparison.pushable(),
    switches: comparison.switches(),
    takenOver: [],
    replacing: comparison.replacing(),
  };
}

function changedIn(before: ReadonlyMap<string, Grant>, after: ReadonlyMap<string, Grant>): Changed[] {
  return [...after].flatMap(([key, grant]) => {
    const was = before.get(key);
    if (was === undefined || giftText(was.permissions) === giftText(grant.permissions)) return [];
    return [{ grant, before: was.permissions, after: grant.permissions }];
  });
}

/** Returns whether anybody's job token may open more than before. */
export function widens({ gained, switches, changed, pushable }: Access): boolean {
  if (pushable.length > 0 || changed.some((one) => growthOf(one) !== "less")) return true;
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
      const isTouched = is !== undefined && (is.source.operation !== "same" || this.#hasOtherOwner(key, is));
      // A hidden value that no step touches stays as it is.
      if (typeof is?.enabled === "symbol" && !isTouched) return [];
      const project = this.#place(position.project);
      // A hidden address may name another project than before.
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

  pushable(): Pushable[] {
    const open = ({ all }: Model<Change>, side: "after" | "before") =>
      new Map(
        all
          .filter(({ source }) => source[side]?.inputs.crossProjectPushForJobTokenAllowed === true)
          .map(({ project }) => [this.#place(project).key, project]),
      );
    const [before, after] = [open(this.#before, "before"), open(this.#after, "after")];
    return [...after].flatMap(([key, project]) =>
      before.has(key) ? [] : [{ project: this.#place(project), instance: project.instance }],
    );
  }

  replacing(): Replacing[] {
    return this.#after.lists.flatMap(({ project, kind, source }) => {
      const { operation, after } = source;
      // A hidden value may be true.
      const { replaceExisting = false } = after?.inputs ?? {};
      if (operation === "same" || replaceExisting === false) return [];
      return [{ project: this.#place(project), instance: project.instance, kinds: [kind] }];
    });
  }

  /** Returns whether a step touches another declaration of the switch. Until now it may have kept the switch where it is. */
  #hasOtherOwner(key: string, { source }: Position<Change>): boolean {
    return this.#before.switches.some(
      (other) => other.source !== source && other.source.operation !== "same" && this.#place(other.project).key === key,
    );
  }

  /** The switches by project. If two declarations speak of one switch, the one with the value `wins` counts, because their order in `up` is random. */
  #positions({ switches }: Model<Change>, wins: boolean): ReadonlyMap<string, Position<Change>> {
    const written = switches.filter(({ enabled }) => enabled !== undefined);
    const rank = ({ enabled }: Position<Change>) => (enabled === wins ? 2 : typeof enabled === "symbol" ? 1 : 0);
    const inOrder = written.toSorted((a, b) => rank(a) - rank(b));
    return new Map(inOrder.map((one) => [this.#place(one.project).key ?? one.source.urn, one]));
  }

  /**
   * The entry with its key. A hidden address has the URN of its declaration as key. It is the same before and after only if no step touches
   * it, so that a secret address that changes is a gain; what such a step takes away is not known.
   */
  #grant(
    {
      project,
      target,
      source,
      permissions,
    }: Pick<Entry<Change>, "project" | "source" | "target"> & { permissions?: Gift | undefined },
    side: Side,
  ): [string, Grant][] {
    const [opened, caller] = [this.#place(project), this.#place(target)];
    const isFirst = opened.key !== undefined && caller.key !== undefined && !this.#known.has(opened.key);
    const grant: Grant = { project: opened, caller, instance: project.instance, isFirst, permissions };
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
