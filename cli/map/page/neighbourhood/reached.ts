import { Reach } from "../../graph/forward";
import type { AccessGraph } from "../../graph/graph";
import { type Asked, type Column, counts } from "./asked";
import { type Box, boxesOf, type Stop } from "./box";
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
  const callers = new Callers(graph);
  for (const [index, box] of boxOf) callers.add(index, index === focus ? 0 : passed.get(index)?.hops, box);
  for (const { index, hops } of touched.values()) {
    const into = boxOf.get(index);
    for (const edge of graph.into[index] ?? [])
      if (into !== undefined && counts(edge.grant, limits, false))
        for (const from of callers.below(edge.from, hops - 1)) links.add(from, into, edge);
  }
  return columns;
}

const NONE: ReadonlySet<Box> = new Set();

/** The boxes of the projects that a hop goes on from, by each place that holds one, and by the hop. */
class Callers {
  readonly #graph: AccessGraph;
  readonly #boxes: Map<number, Set<Box>>[] = [];

  constructor(graph: AccessGraph) {
    this.#graph = graph;
  }

  add(project: number, hop: number | undefined, box: Box): void {
    if (hop === undefined) return;
    const here = this.#boxes[hop] ?? new Map<number, Set<Box>>();
    this.#boxes[hop] = here;
    for (const place of this.#graph.places.chainOf(project)) {
      const boxes = here.get(place) ?? new Set<Box>();
      here.set(place, boxes.add(box));
    }
  }

  below(place: number, hop: number): ReadonlySet<Box> {
    return this.#boxes[hop]?.get(place) ?? NONE;
  }
}
