import { Access as Model } from "../../provider/domain/access/access";
import type { Entry } from "../../provider/domain/access/declared";
import { type Hidden, IdentityBook, type Mention } from "../../provider/domain/identity";
import { type Change, isLeaving, isReleased } from "../preview/events";
import { Alike, mayBeOneCaller } from "./alike";
import { afterWithIds, declaredIn, type Instances, perhapsIn, type Side, unreadOf } from "./declared";
import { type Gift, giftText, growthOf, worst } from "./gifts";
import { isOurs } from "./judged";
import type { Changed, Grant, Place, Replacing, Switch } from "./model";
import { isLeftPath, Positions, placeIn, type Setting } from "./positions";

type Sides = Exclude<Side, "expected">;
type Models = Readonly<Record<Sides | "unwritten", Model<Change>>>;

/** An entry on one side of a run. More than one declaration may speak of it: states of older programs can hold that. */
export interface Said {
  readonly grant: Grant;
  readonly gifts: readonly Gift[];
  /** A step touches a declaration of it. */
  readonly isTouched: boolean;
  /** It stays in GitLab although no declaration speaks of it any more. */
  readonly isReleased: boolean;
  readonly sources: readonly Change[];
}

/** An entry that is declared, and that the run may remove all the same. */
interface Risk {
  readonly key: string;
  readonly grant: Grant;
}

/** A list that this run touches and that removes what it does not name. */
interface ReplacingList extends Replacing {
  readonly source: Change;
}

/** An entry, or a list that nobody can read, which counts as one. */
type Spoken = Pick<Entry<Change>, "project" | "source" | "target"> & {
  readonly input: string;
  readonly permissions?: Gift;
};

type Pair = Pick<Changed, "after" | "before">;

/** What a stack declares of access before and after a run, by the same names. */
export class Facts {
  readonly #models: Models;
  readonly #book: IdentityBook;

  readonly positions: Positions;

  /** The projects of which the state says anything about access. */
  readonly #known: ReadonlySet<string | undefined>;

  constructor(changes: readonly Change[], instances: Instances, unwritten: readonly Change[]) {
    const model = (side: Side, stateOf = (change: Change) => change[side]) =>
      new Model(changes.flatMap((change) => declaredIn(change, stateOf(change), instances.of(change, side))));
    const [expected, before, after] = [model("expected"), model("before"), model("after", afterWithIds)];
    const perhaps = new Model(unwritten.flatMap((change) => perhapsIn(change, instances)));
    this.#models = { before, after, unwritten: perhaps };
    this.#book = new IdentityBook([perhaps, expected, before, after].flatMap(({ mentions }) => mentions));
    this.positions = new Positions(this.#models, this.#book);
    this.#known = new Set([expected, before].flatMap(({ all }) => all.map(({ project }) => this.#place(project).key)));
  }

  grants(side: keyof Models): ReadonlyMap<string, Said> {
    const said = new Map<string, Said>();
    for (const entry of this.#spoken(side)) {
      const [key, one] = this.#said(entry);
      if (side !== "before" || !this.#isVeiled(entry)) said.set(key, together(said.get(key), one));
    }
    return said;
  }

  /** Entries of the state that a step touches and that nobody can read: whether they are declared again is not known. */
  veiled(): Said[] {
    return this.#spoken("before")
      .filter((entry) => this.#isVeiled(entry))
      .map((entry) => this.#said(entry)[1]);
  }

  /**
   * Who stays in and gets something else. Of several declarations of one entry the pair that gives the most counts. An entry of the `risks`
   * may be removed and made again: it has then what GitLab gives at first, where nothing is written.
   */
  changed(
    before: ReadonlyMap<string, Said>,
    after: ReadonlyMap<string, Said>,
    risks: readonly Pick<Risk, "key">[],
  ): Changed[] {
    const mayBeMadeAgain = new Set(risks.map(({ key }) => key));
    const doubtful = doubtfulIn([...before.values(), ...this.veiled()]);
    return [...after].flatMap(([key, is]) => {
      const was = before.get(key);
      if (was === undefined || !(was.isTouched || is.isTouched)) return [];
      const pairs = was.gifts.flatMap((before) => is.gifts.map((after): Pair => ({ before, after })));
      const others = pairs.filter((pair) => isHidden(pair.after) || giftText(pair.before) !== giftText(pair.after));
      const told = worst([
        ...others.map((pair): Changed => ({ grant: is.grant, ...pair, growth: growthOf(pair) })),
        ...(mayBeMadeAgain.has(key) && is.gifts.includes(undefined)
          ? perhapsMore({ ...is, gifts: ["default"] }, was.gifts.filter(isWritten))
          : []),
        ...doubtful(was).flatMap(({ gifts }) => perhapsMore(is, gifts)),
      ]);
      return told === undefined ? [] : [told];
    });
  }

  /** The switches that a step touches. */
  switches(): Switch[] {
    return [...this.positions.of("enabled").values()].flatMap(({ project, instance, before, after, isTouched }) =>
      isTouched ? [{ project, instance, before: strongest(before, true), after: strongest(after, false) }] : [],
    );
  }

  /** Of ours, lists of a kind that they have not managed before; the other package's remove strangers in every run. */
  replacing(): ReplacingList[] {
    return this.#models.after.lists.flatMap(({ project, kind, input, source }) => {
      const { operation, before, after } = source;
      // A hidden value may be true.
      const { replaceExisting = false } = after?.inputs ?? {};
      const isManaged = isOurs(source) && operation === "update" && before?.inputs[input] !== undefined;
      if (operation === "same" || replaceExisting === false || isManaged) return [];
      return [{ project: this.#place(project), instance: project.instance, kinds: [kind], source }];
    });
  }

  /** Entries that are left and that such a list may remove, because it does not declare them, with what they give at least. */
  atRisk(before: ReadonlyMap<string, Said>, left: ReadonlyMap<string, Said>): Risk[] {
    const alike = new Alike([...left], ([, { grant }]) => grant);
    return this.replacing().flatMap(({ source, ...list }) =>
      alike
        .to(list)
        .filter(([, { grant, sources }]) => !sources.includes(source) && list.kinds.includes(grant.caller.kind))
        .map(([key, { grant }]) => {
          const permissions = grant.permissions ?? before.get(key)?.grant.permissions;
          return { key, grant: { ...grant, permissions } };
        }),
    );
  }

  /**
   * Entries that two declarations speak of and that one of them stops declaring: a list that goes on removes them although the other keeps
   * them, and so does whatever is of the other package.
   */
  shared(before: ReadonlyMap<string, Said>, after: ReadonlyMap<string, Said>): Risk[] {
    return [...before].flatMap(([key, { grant, gifts, sources }]) => {
      const kept = after.get(key)?.sources ?? [];
      const gone = sources.filter((source) => !kept.includes(source));
      const isMixed = new Set([...gone, ...kept].map(isOurs)).size > 1;
      const isRemoved = gone.some((source) => isMixed || !isLeaving(source));
      return kept.length > 0 && isRemoved
        ? gifts.map((permissions) => ({ key, grant: { ...grant, permissions } }))
        : [];
    });
  }

  /**
   * Entries that the run may remove with what they give: one that several declarations speak of gives what any of them says, and one that is
   * released may be one with an entry that is removed under another address.
   */
  endangered(released: ReadonlyMap<string, Said>, removed: ReadonlyMap<string, Said>): Risk[] {
    const alike = new Alike([...removed.values()], ({ grant }) => grant);
    const several = [...removed].filter(([, { gifts }]) => gifts.length > 1);
    const doubtful = [...released].filter(([, { grant }]) =>
      alike.to(grant).some((other) => mayBeOneCaller(grant, other.grant)),
    );
    return [...several, ...doubtful].flatMap(([key, { grant, gifts }]) =>
      gifts.map((permissions) => ({ key, grant: { ...grant, permissions } })),
    );
  }

  #place(of: Mention): Place {
    return placeIn(this.#book, of);
  }

  #spoken(side: keyof Models): Spoken[] {
    const { entries, lists } = this.#models[side];
    const unread = lists.flatMap((list): Spoken[] =>
      list.hidden === undefined ? [] : [{ ...list, target: unreadOf(list), permissions: list.hidden }],
    );
    return [...entries, ...unread];
  }

  /** A secret address that changes is a gain, because it is the same before and after only if no step touches it. */
  #isVeiled({ project, target, source }: Spoken): boolean {
    const isRead = [project, target].every((of) => this.#place(of).key !== undefined);
    return !isRead && source.operation !== "same" && source.after !== undefined;
  }

  /** The entry with its key. A hidden address has the URN of its declaration as key. */
  #said({ project, target, source, input, permissions }: Spoken): [string, Said] {
    const [opened, caller] = [this.#place(project), this.#place(target)];
    const isRead = opened.key !== undefined && caller.key !== undefined;
    const isLeft = [project, target].some((of) => isLeftPath(this.#book, of));
    const isFirst = isRead && (isLeft || !this.#known.has(opened.key));
    const grant: Grant = { project: opened, caller, instance: project.instance, isFirst, permissions };
    const isTouched = source.operation !== "same";
    const key = `${opened.key ?? source.urn} <- ${caller.key ?? source.urn}`;
    return [
      key,
      { grant, gifts: [permissions], isTouched, isReleased: isKeptByGitLab(source, input), sources: [source] },
    ];
  }
}

/** Finds entries that may be the same one although their addresses don't say it, so that either may be what GitLab has. */
function doubtfulIn(all: readonly Said[]): (one: Said) => readonly Said[] {
  const alike = new Alike(all, ({ grant }) => grant);
  return (one) => alike.to(one.grant).filter((other) => other !== one && mayBeOneCaller(one.grant, other.grant));
}

function perhapsMore({ grant, gifts }: Said, before: Said["gifts"]): Changed[] {
  return before
    .flatMap((was) => gifts.map((after): Pair => ({ before: was, after })))
    .filter((pair) => growthOf(pair) !== "less")
    .map((pair) => ({ grant, ...pair, growth: "perhaps more" }));
}

function together(one: Said | undefined, other: Said): Said {
  if (one === undefined) return other;
  return {
    grant: other.grant,
    gifts: [...one.gifts, ...other.gifts],
    isTouched: one.isTouched || other.isTouched,
    isReleased: one.isReleased && other.isReleased,
    sources: [...one.sources, ...other.sources],
  };
}

/** Returns whether GitLab keeps an entry of the declaration that is no longer declared: a list that stops managing its kind, or `retainOnDelete`. */
function isKeptByGitLab(change: Change, input: string): boolean {
  const { after } = change;
  if (isLeaving(change)) return isReleased(change);
  return (input === "projects" || input === "groups") && after !== undefined && !(input in after.inputs);
}

/** The value that counts where several declarations speak of one switch, because their order in `up` is random: `wins`, else a hidden one. */
function strongest(values: Setting["after"], wins: boolean): Switch["after"] {
  return values.find((value) => value === wins) ?? values.find(isHidden) ?? values[0];
}

/** An entry of which nothing is written is taken for one as GitLab makes it. */
function isWritten(gift: Gift): boolean {
  return gift !== undefined;
}

function isHidden(value: unknown): value is Hidden {
  return typeof value === "symbol";
}
