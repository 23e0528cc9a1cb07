import { Reach } from "../../graph/forward";
import { type Asked, type Column, counts } from "./asked";
import { type Box, boxesOf, type Stop } from "./box";
import { Hops } from "./hops";
import type { Links } from "./links";

/** The columns of what the middle reaches, the closest first. */
export function reachedFrom(asked: Asked, middle: Column, links: Links): Column[] {
  const { graph, focus, limits, unfolded } = asked;
  const { touched, passed } = new Reach(graph, [focus], limits);
  const boxOf = new Map<number, Box>(middle.boxes.map((box) => [focus, box]));
  const columns: Column[] = [];
  for (let hop = 1; hop <= limits.hops; hop += 1) {
    const here = [...touched.values()].filter(({ hops }) => hops === hop);
    if (here.length === 0) continue;
    const stops = here.map(({ index }): Stop => ({ hop, place: graph.places.at(index), count: 1 }));
    const boxes = boxesOf(stops, unfolded);
    for (const [{ place }, box] of boxes) boxOf.set(place.index, box);
    columns.push({ hop, boxes: [...new Set(boxes.values())], projects: here.length });
  }
  const hopOf = new Map([...passed].map(([index, { hops }]) => [index, hops])).set(focus, 0);
  const callers = new Callers(asked, new Hops(graph, hopOf), { hopOf, boxOf });
  for (const { index, hops } of touched.values()) {
    const into = boxOf.get(index);
    for (const edge of graph.into[index] ?? [])
      if (into !== undefined && counts(edge.grant, limits, false))
        for (const from of callers.below(edge.from, hops - 1)) links.add(from, into, edge);
  }
  return columns;
}

interface Known {
  readonly hopOf: ReadonlyMap<number, number>;
  readonly boxOf: ReadonlyMap<number, Box>;
}

const NONE: ReadonlySet<Box> = new Set();

/** The boxes of the projects below a place that a hop goes on from. */
class Callers {
  readonly #asked: Asked;
  readonly #hops: Hops;
  readonly #known: Known;
  /** By the place, and by the hop. */
  readonly #found = new Map<number, ReadonlySet<Box>[]>();

  constructor(asked: Asked, hops: Hops, known: Known) {
    this.#asked = asked;
    this.#hops = hops;
    this.#known = known;
  }

  below(place: number, hop: number): ReadonlySet<Box> {
    const known = this.#found.get(place) ?? [];
    this.#found.set(place, known);
    known[hop] ??= this.#hops.count(place, hop) === 0 ? NONE : new Set(this.#boxesBelow(place, hop));
    return known[hop];
  }

  *#boxesBelow(place: number, hop: number): Generator<Box> {
    const { first, end } = this.#asked.graph.places.at(place);
    for (let index = first; index < end; index += 1) {
      const box = this.#known.hopOf.get(index) === hop ? this.#known.boxOf.get(index) : undefined;
      if (box !== undefined) yield box;
    }
  }
}
