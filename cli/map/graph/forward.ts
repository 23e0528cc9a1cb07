import type { Edge, Grant } from "./edges";
import type { AccessGraph } from "./graph";
import { type Way, type Ways, waysOf } from "./ways";

/** How far a question goes. */
export interface Limits {
  /** A hop goes on from a project that was entered by one of these ways. */
  readonly through: readonly Way[];
  /** The most hops; Infinity for all. */
  readonly hops: number;
  /** The entries that count; all by default. */
  readonly only?: (grant: Grant) => boolean;
}

/** One hop of a way: the job of a project goes into another by an edge. */
export interface Hop {
  readonly from: number;
  readonly edge: Edge;
  readonly into: number;
}

/** How a project was reached. */
export interface Reached {
  readonly index: number;
  readonly hops: number;
  readonly last: Hop;
}

/** What the jobs of some projects reach: by any way, and so that a hop goes on from there. */
export class Reach {
  readonly touched = new Map<number, Reached>();
  readonly passed = new Map<number, Reached>();
  readonly #starts: ReadonlySet<number>;

  constructor(graph: AccessGraph, starts: readonly number[], { through, hops, only }: Limits) {
    this.#starts = new Set(starts);
    const expanded = new Set<number>();
    let frontier: readonly number[] = starts;
    for (let hop = 1; hop <= hops && frontier.length > 0; hop += 1)
      frontier = this.#next(graph, { frontier, expanded, hop, onward: waysOf(through), only });
  }

  /** The hops that lead to a project, the first one first. */
  proofOf({ last }: Reached): Hop[] {
    const before = this.#starts.has(last.from) ? undefined : this.passed.get(last.from);
    return before === undefined ? [last] : [...this.proofOf(before), last];
  }

  #next(graph: AccessGraph, { frontier, expanded, hop, onward, only }: Step): number[] {
    const next: number[] = [];
    for (const from of frontier)
      for (const place of graph.places.chainOf(from)) {
        // The groups above it were expanded with it.
        if (expanded.has(place)) break;
        expanded.add(place);
        for (const edge of graph.out[place] ?? [])
          if (only?.(edge.grant) !== false && this.#enter({ from, edge, hop, onward })) next.push(edge.grant.into);
      }
    return next;
  }

  /** Returns whether a hop goes on from there for the first time. */
  #enter({ from, edge, hop, onward }: { from: number; edge: Edge; hop: number; onward: Ways }): boolean {
    const { into, onward: ways } = edge.grant;
    if (this.#starts.has(into)) return false;
    const reached = { index: into, hops: hop, last: { from, edge, into } };
    if (!this.touched.has(into)) this.touched.set(into, reached);
    if ((ways & onward) === 0 || this.passed.has(into)) return false;
    this.passed.set(into, reached);
    return true;
  }
}

interface Step {
  readonly frontier: readonly number[];
  readonly expanded: Set<number>;
  readonly hop: number;
  readonly onward: Ways;
  readonly only: Limits["only"];
}
