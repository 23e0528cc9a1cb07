import { IdentityBook, type Instance, type Mention, mention } from "../../provider/domain/identity";
import type { Change, State } from "../preview/events";
import { Alike } from "./alike";
import { afterWithIds, type Instances, plainInputs } from "./declared";
import type { Place } from "./model";
import { placeIn } from "./positions";

/** A variable as one state of a change names it. */
interface Named {
  readonly change: Change;
  readonly of: Mention;
  readonly key: unknown;
  readonly scope: unknown;
}

interface Owned extends Named {
  readonly project: Place;
  readonly instance: Instance;
}

/** The states of other declarations that speak of the same variable, or that may do so. */
interface Beside {
  readonly certain: readonly State[];
  readonly possible: readonly State[];
}

/**
 * Which states speak of one variable: it is found by its key, so a new resource name is no new variable, and two declarations can speak of one,
 * as states of older programs can hold it. A token or a runner is always a thing of its own.
 */
export class Owners {
  readonly #instances: Instances;
  readonly #book: IdentityBook;
  readonly #before: Alike<Owned>;

  constructor(changes: readonly Change[], instances: Instances) {
    this.#instances = instances;
    const [before, after] = (["before", "after"] as const).map((side) =>
      changes.flatMap((change) => this.#named(change, side)),
    );
    this.#book = new IdentityBook([...(before ?? []), ...(after ?? [])].map(({ of }) => of));
    this.#before = new Alike(
      (before ?? []).map((one) => this.#owned(one)),
      (one) => one,
    );
  }

  /** A declaration that no step touches is set again only where another one is touched. */
  beside(change: Change): Beside {
    const [named] = this.#named(change, "after");
    if (named === undefined) return { certain: [], possible: [] };
    const own = this.#owned(named);
    // What nobody can read of a variable that a step touches is told as more without them.
    if ([own.project.key, own.key, own.scope].some((part) => part === undefined || typeof part === "symbol"))
      return { certain: [], possible: [] };
    const others = this.#before
      .to(own)
      .filter((other) => other.change.urn !== change.urn && other.change.type === change.type && mayBeOne(own, other));
    const isCertain = (other: Owned) =>
      other.project.key === own.project.key && other.key === own.key && other.scope === own.scope;
    const counted = change.operation === "same" ? others.filter((one) => one.change.operation !== "same") : others;
    const statesOf = (all: readonly Owned[]) => all.flatMap(({ change: { before } }) => before ?? []);
    return {
      certain: statesOf(counted.filter(isCertain)),
      possible: statesOf(counted.filter((one) => !isCertain(one))),
    };
  }

  #named(change: Change, side: "after" | "before"): Named[] {
    const state = side === "after" ? afterWithIds(change) : change.before;
    if (state === undefined) return [];
    const { project, group, key, environmentScope: scope = "*" } = plainInputs(state);
    const [kind, address] = group === undefined ? (["project", project] as const) : (["group", group] as const);
    const { outputs } = state;
    const facts = { id: outputs[`${kind}Id`], realPath: outputs[`${kind}Path`] };
    return [
      { change, of: mention(kind, address, { instance: this.#instances.of(change, side), ...facts }), key, scope },
    ];
  }

  #owned(one: Named): Owned {
    return { ...one, project: placeIn(this.#book, one.of), instance: one.of.instance };
  }
}

/** GitLab compares keys and environments with case. */
function mayBeOne(one: Named, other: Named): boolean {
  const isLike = (a: unknown, b: unknown) => a === b || typeof b === "symbol";
  return isLike(one.key, other.key) && isLike(one.scope, other.scope);
}
