import type { Change } from "../preview/events";
import { Instances } from "./declared";
import { Facts } from "./facts";
import type { Access, Changed, Switch } from "./model";
import { coversOf } from "./nested";
import { pushableIn } from "./push";

/** What the changes of a run do to access. What it does not write may be in force beside them. */
export function accessOf(
  changes: readonly Change[],
  instances = new Instances(changes),
  unwritten: readonly Change[] = [],
): Access {
  const facts = new Facts(changes, instances, unwritten);
  const [before, after, beside] = [facts.grants("before"), facts.grants("after"), facts.grants("unwritten")];
  const grantsOf = (all: typeof before) => [...all.values()].map(({ grant }) => grant);
  const missing = new Map([...before].filter(([key]) => !after.has(key)));
  const spared = new Map([...missing].filter(([, { isReleased }]) => isReleased));
  const released = grantsOf(spared);
  const removed = new Map([...missing].filter(([, { isReleased }]) => !isReleased));
  const gone = grantsOf(removed);
  const veiled = facts.veiled();
  const veiledLeft = veiled.filter(({ isReleased }) => isReleased).map(({ grant }) => grant);
  const left = [...grantsOf(after), ...released, ...veiledLeft, ...grantsOf(beside)];
  const covers = coversOf(gone, left);
  const risks = [
    ...facts.atRisk(before, new Map([...beside, ...after, ...spared])),
    ...facts.shared(before, after),
    ...facts.endangered(spared, removed),
  ];
  const mayGo = [...risks, ...veiled].map(({ grant }) => grant);
  const perhaps = coversOf(mayGo, left).filter(({ growth }) => growth !== "less");
  const isStillIn = new Set(covers.flatMap(({ grant, isCertain }) => (isCertain ? [grant] : [])));
  return {
    gained: grantsOf(new Map([...after].filter(([key]) => !before.has(key)))),
    lost: gone.filter((grant) => !isStillIn.has(grant)),
    released,
    kept: grantsOf(new Map([...after].filter(([key]) => before.has(key)))),
    changed: [
      ...facts.changed(before, after, risks),
      ...covers.map(({ isCertain: _, ...change }) => change),
      ...perhaps.map(({ isCertain: _, ...change }): Changed => ({ ...change, growth: "perhaps more" })),
    ],
    pushable: pushableIn(facts.positions),
    switches: facts.switches(),
    takenOver: [],
    replacing: facts.replacing().map(({ source: _, ...list }) => list),
  };
}

/** Returns whether anybody's job token may open more than before. */
export function widens({ gained, switches, changed, pushable }: Access): boolean {
  if (pushable.length > 0 || changed.some(({ growth }) => growth !== "less")) return true;
  return gained.length > 0 || switches.some(opens) || switches.some(mayOpen);
}

export function opens({ before, after }: Switch): boolean {
  return after === false && (before === undefined || before === true);
}

/** Returns whether a value that nobody can read before the update decides. */
export function mayOpen({ before, after }: Switch): boolean {
  return typeof after === "symbol" ? before !== false : after === false && typeof before === "symbol";
}

export function closes({ before, after }: Switch): boolean {
  return after === true && before !== true;
}
