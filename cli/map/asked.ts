import type { Limits } from "./graph/forward";
import type { AccessGraph } from "./graph/graph";
import type { Place } from "./graph/places";
import { projectsAt, type Route, routesFrom, routesTo } from "./graph/question";

/** What is asked of a map: the whole of it, or what a place reaches, who reaches it, or how one gets from here to there. */
export interface Question {
  readonly from: Place | undefined;
  readonly to: Place | undefined;
  readonly limits: Limits;
}

export interface Answer extends Question {
  /** Empty where nothing was asked, and where there is no way. */
  readonly routes: readonly Route[];
}

export function answerTo({ from, to, limits }: Question, graph: AccessGraph): Answer {
  return { from, to, limits, routes: routesFor({ from, to, limits }, graph) };
}

function routesFor({ from, to, limits }: Question, graph: AccessGraph): Route[] {
  if (from !== undefined && to !== undefined) {
    const targets = new Set(projectsAt(to));
    return routesFrom(graph, projectsAt(from), limits).filter(({ place }) => targets.has(place.index));
  }
  if (from !== undefined) return routesFrom(graph, projectsAt(from), limits);
  return to === undefined ? [] : routesTo(graph, projectsAt(to), limits);
}
