import type { Edge } from "../../graph/edges";
import type { AccessGraph } from "../../graph/graph";
import type { Ways } from "../../graph/ways";
import type { Box } from "./box";

/** The lines between two boxes, as one. */
export interface Link {
  readonly from: Box;
  readonly into: Box;
  ways: Ways;
  entries: number;
}

export class Links {
  readonly #byEnds = new Map<Box, Map<Box, Link>>();

  get all(): Link[] {
    return [...this.#byEnds.values()].flatMap((links) => [...links.values()]);
  }

  add(from: Box, into: Box, { grant }: Edge): void {
    const links = this.#byEnds.get(from) ?? new Map<Box, Link>();
    this.#byEnds.set(from, links);
    const link = links.get(into) ?? { from, into, ways: 0, entries: 0 };
    links.set(into, link);
    link.ways |= grant.ways;
    link.entries += 1;
  }
}

/** The boxes of the places at which edges begin: those of a project are its own and those of the groups around it. */
export class Homes {
  readonly #graph: AccessGraph;
  readonly #boxes = new Map<number, Set<Box>>();

  constructor(graph: AccessGraph) {
    this.#graph = graph;
  }

  add(place: number, box: Box): void {
    const boxes = this.#boxes.get(place) ?? new Set<Box>();
    this.#boxes.set(place, boxes);
    boxes.add(box);
  }

  of(project: number): Set<Box> {
    return new Set(this.#graph.places.chainOf(project).flatMap((place) => [...(this.#boxes.get(place) ?? [])]));
  }
}
