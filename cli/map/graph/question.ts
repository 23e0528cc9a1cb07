import { ReachTo } from "./backward";
import { type Hop, type Limits, Reach, type Reached } from "./forward";
import type { AccessGraph } from "./graph";
import type { Place } from "./places";

/** A way from one project to another: the hops, and for how many projects it stands. */
export interface Route {
  /** What is asked for: the project that is reached, or the project or group that reaches. */
  readonly place: Place;
  /** How many projects: more than one for a group, all of which come by the same entry. */
  readonly count: number;
  readonly hops: readonly Hop[];
  /** false: without a trigger there is no such way. */
  readonly isConfirmed: boolean;
}

/**
 * What some projects reach. A way without a trigger is preferred to a shorter one with triggers, because it is not confirmed that GitLab asks
 * the allowlist before a job token may start a pipeline.
 */
export function routesFrom(graph: AccessGraph, starts: readonly number[], limits: Limits): Route[] {
  return preferred(limits, (within) => {
    const reach = new Reach(graph, starts, within);
    return { found: reach.touched, proofOf: (reached) => reach.proofOf(reached) };
  })
    .map(({ reached, hops, isConfirmed }) => ({ place: graph.places.at(reached), count: 1, hops, isConfirmed }))
    .sort(byLength);
}

/** Who reaches some projects. Those that come by the same entry are one route. */
export function routesTo(graph: AccessGraph, targets: readonly number[], limits: Limits): Route[] {
  const routes = new Map<string, Route>();
  const all = preferred(limits, (within) => {
    const reach = new ReachTo(graph, targets, within);
    return { found: reach.reached, proofOf: (reached) => reach.proofOf(reached) };
  });
  for (const { hops, isConfirmed } of all) {
    const edge = hops[0]?.edge;
    if (edge === undefined) continue;
    const key = `${edge.grant.listed} ${edge.grant.into} ${isConfirmed}`;
    const known = routes.get(key);
    const place = graph.places.at(edge.grant.listed);
    routes.set(key, { place, count: (known?.count ?? 0) + 1, hops: known?.hops ?? hops, isConfirmed });
  }
  return [...routes.values()].sort(byLength);
}

interface Answer {
  readonly found: ReadonlyMap<number, Reached>;
  readonly proofOf: (reached: Reached) => Hop[];
}

/** Asks without triggers first, and then for what only triggers open. */
function preferred({ through, hops }: Limits, ask: (limits: Limits) => Answer) {
  const sure = ask({ through: through.filter((way) => way !== "trigger"), hops });
  const all = through.includes("trigger") ? ask({ through, hops }) : sure;
  return [...all.found].map(([index, reached]) => {
    const confirmed = sure.found.get(index);
    const proof = confirmed === undefined ? all.proofOf(reached) : sure.proofOf(confirmed);
    return { reached: index, hops: proof, isConfirmed: confirmed !== undefined };
  });
}

/** The projects at or below a place. */
export function projectsAt({ first, end, index }: Place): number[] {
  return end > first ? Array.from({ length: end - first }, (_, at) => first + at) : [index];
}

function byLength(a: Route, b: Route): number {
  return a.hops.length - b.hops.length || a.place.index - b.place.index;
}
