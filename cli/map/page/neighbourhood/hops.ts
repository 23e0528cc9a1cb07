import type { AccessGraph } from "../../graph/graph";

/** The projects at each number of hops, and how many of them stand below a place: without walking through them all for each entry. */
export class Hops {
  readonly #graph: AccessGraph;
  readonly #hopOf: ReadonlyMap<number, number>;
  readonly #sums = new Map<number, Int32Array>();

  constructor(graph: AccessGraph, hopOf: ReadonlyMap<number, number>) {
    this.#graph = graph;
    this.#hopOf = hopOf;
  }

  at(hop: number): number[] {
    return [...this.#hopOf].filter(([, of]) => of === hop).map(([index]) => index);
  }

  /** How many places at so many hops stand at or below a place. */
  count(index: number, hop: number): number {
    const { first, end } = this.#graph.places.at(index);
    if (first === end) return this.#hopOf.get(index) === hop ? 1 : 0;
    const sums = this.#sumsOf(hop);
    return (sums[end] ?? 0) - (sums[first] ?? 0);
  }

  /** The same for several places, of which one may hold another. */
  countIn(indexes: Iterable<number>, hop: number): number {
    const all = new Set(indexes);
    const { places } = this.#graph;
    const outermost = [...all].filter(
      (index) =>
        !places
          .chainOf(index)
          .slice(1)
          .some((above) => all.has(above)),
    );
    return outermost.reduce((sum, index) => sum + this.count(index, hop), 0);
  }

  /** The number of projects before each index that are at so many hops. */
  #sumsOf(hop: number): Int32Array {
    const known = this.#sums.get(hop);
    if (known !== undefined) return known;
    const sums = new Int32Array(this.#graph.places.projectCount + 1);
    for (let index = 0; index < this.#graph.places.projectCount; index += 1)
      sums[index + 1] = (sums[index] ?? 0) + (this.#hopOf.get(index) === hop ? 1 : 0);
    this.#sums.set(hop, sums);
    return sums;
  }
}
