import type { Grant } from "./edges";
import type { Hop, Limits, Reached } from "./forward";
import type { AccessGraph } from "./graph";
import { type Ways, waysOf } from "./ways";

/** Who reaches some projects: each project with the hop that it begins with. What holds no known project stands for itself. */
export class ReachTo {
  readonly reached = new Map<number, Reached>();
  readonly #graph: AccessGraph;
  readonly #left: Left;
  readonly #only: Limits["only"];

  constructor(graph: AccessGraph, targets: readonly number[], { through, hops, only }: Limits) {
    this.#only = only;
    this.#graph = graph;
    this.#left = new Left(graph.places.projectCount);
    for (const target of targets) this.#left.take(target);
    let frontier = targets;
    for (let hop = 1; hop <= hops && frontier.length > 0; hop += 1)
      frontier = this.#next(frontier, hop, hop === 1 ? ({ ways }) => ways : ({ onward }) => onward & waysOf(through));
  }

  /** The hops that lead from a project to a target. */
  proofOf({ last }: Reached): Hop[] {
    const after = this.reached.get(last.into);
    return after === undefined ? [last] : [last, ...this.proofOf(after)];
  }

  #next(frontier: readonly number[], hops: number, open: (grant: Grant) => Ways): number[] {
    const next: number[] = [];
    for (const into of frontier)
      for (const edge of this.#graph.into[into] ?? []) {
        if (open(edge.grant) === 0 || this.#only?.(edge.grant) === false) continue;
        for (const from of this.#newIn(edge.from)) {
          this.reached.set(from, { index: from, hops, last: { from, edge, into } });
          next.push(from);
        }
      }
    return next;
  }

  /** The projects at or below a place that were not reached before. A place without a project of the inventory is its own. */
  *#newIn(index: number): Generator<number> {
    const { first, end } = this.#graph.places.at(index);
    if (first === end && !this.reached.has(index)) yield index;
    for (let at = this.#left.from(first); at < end; at = this.#left.from(at)) {
      this.#left.take(at);
      yield at;
    }
  }
}

/** The numbers that nobody has taken yet. Finding the next one after a long run of taken ones costs next to nothing. */
class Left {
  readonly #next: Int32Array;

  constructor(size: number) {
    this.#next = Int32Array.from({ length: size + 1 }, (_, index) => index);
  }

  /** Returns the first one that is left at or after a number; the size if there is none. */
  from(index: number): number {
    let root = index;
    while (this.#at(root) !== root) root = this.#at(root);
    for (let at = index; at !== root; ) {
      const next = this.#at(at);
      this.#next[at] = root;
      at = next;
    }
    return root;
  }

  take(index: number): void {
    if (index < this.#next.length - 1) this.#next[index] = index + 1;
  }

  #at(index: number): number {
    return this.#next[index] ?? this.#next.length - 1;
  }
}
