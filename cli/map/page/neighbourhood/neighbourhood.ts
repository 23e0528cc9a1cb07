import type { Asked, Column } from "./asked";

import { boxesOf, type Stop } from "./box";
import { callersOf } from "./callers";
import { type Link, Links } from "./links";
import { reachedFrom } from "./reached";

/** What stands around a project, from its farthest callers to the farthest that it reaches. */
export interface Neighbourhood {
  readonly columns: readonly Column[];
  readonly links: readonly Link[];
}

export function neighbourhoodOf(asked: Asked): Neighbourhood {
  const stop: Stop = { hop: 0, place: asked.graph.places.at(asked.focus), count: 1 };
  const links = new Links();
  const middle = { hop: 0, boxes: [...boxesOf([stop], asked.unfolded).values()], projects: 1 };
  const columns = [...callersOf(asked, middle, links).reverse(), middle, ...reachedFrom(asked, middle, links)];
  return { columns, links: links.all };
}
