import { Closure, type Cycle, type Rank } from "./graph/closure";
import { type Limits, Reach } from "./graph/forward";
import type { AccessGraph } from "./graph/graph";
import { type Place, startsNoJobs } from "./graph/places";
import { projectsAt } from "./graph/question";
import { has, waysOf } from "./graph/ways";

/** A project with how many get to it and how many it gets to, over one hop and over all. */
export interface Ranked extends Rank {
  readonly place: Place;
  readonly reachesDirectly: number;
  readonly exposedDirectlyTo: number;
}

/** A door that is open to every job token, and how many projects a hop goes on to from it. */
interface OpenDoor {
  readonly place: Place;
  readonly passes: number;
}

/** What an estate looks like as a whole. */
export interface Overview {
  readonly projects: number;
  readonly closed: number;
  readonly entries: number;
  readonly groupEntries: number;
  readonly openDoors: readonly OpenDoor[];
  /** Projects that any job token of the GitLab gets to through an open door, the doors included. */
  readonly behindOpenDoors: number;
  readonly mostExposed: readonly Ranked[];
  readonly farthestReaching: readonly Ranked[];
  readonly cycles: readonly Cycle[];
  /** Entries that list a whole top-level group. */
  readonly wholeTopGroups: number;
  readonly hidden: number;
  readonly outside: number;
}

export function overviewOf(graph: AccessGraph, limits: Limits): Overview {
  const { grants, places, openDoors } = graph;
  const closure = new Closure(graph, limits.through);
  const ranked = rankedIn(graph, closure);
  return {
    projects: ranked.length,
    closed: ranked.filter(({ place }) => place.project?.isClosed === true).length,
    entries: grants.length,
    groupEntries: grants.filter(({ entry }) => entry.kind === "group").length,
    openDoors: openDoors
      .map((place) => ({ place, passes: startsNoJobs(place) ? 0 : (closure.ranks[place.index]?.passes ?? 0) }))
      .sort((a, b) => b.passes - a.passes),
    behindOpenDoors: behind(graph, limits),
    mostExposed: ranked.toSorted((a, b) => b.exposedTo - a.exposedTo || b.exposedDirectlyTo - a.exposedDirectlyTo),
    farthestReaching: ranked.toSorted((a, b) => b.passes - a.passes || b.reachesDirectly - a.reachesDirectly),
    cycles: closure.cycles.toSorted((a, b) => b.length - a.length),
    wholeTopGroups: grants.filter(({ entry }) => entry.kind === "group" && entry.path?.includes("/") === false).length,
    hidden: places.all.filter(({ standing }) => standing === "hidden").length,
    outside: places.all.filter(({ standing, kind }) => standing === "outside" && kind === "project").length,
  };
}

/** The projects that were read, with their ranks. */
export function rankedIn(graph: AccessGraph, { ranks }: Pick<Closure, "ranks">): Ranked[] {
  const { reaches, exposed } = directly(graph);
  return graph.projects.flatMap((place) => {
    const rank = ranks[place.index];
    if (place.project === undefined || rank === undefined) return [];
    const { index } = place;
    return [{ place, ...rank, reachesDirectly: reaches[index] ?? 0, exposedDirectlyTo: exposed[index] ?? 0 }];
  });
}

/** How many projects each one reaches with one hop, and how many reach it. */
function directly({ projects, into, places }: AccessGraph): { reaches: Int32Array; exposed: Int32Array } {
  const [reaches, exposed, seenAt] = [
    new Int32Array(places.all.length),
    new Int32Array(places.all.length),
    new Int32Array(places.all.length),
  ];
  for (const { index } of projects)
    for (const from of (into[index] ?? []).flatMap((edge) => projectsAt(places.at(edge.from)))) {
      if (from === index || seenAt[from] === index + 1) continue;
      seenAt[from] = index + 1;
      reaches[from] = (reaches[from] ?? 0) + 1;
      exposed[index] = (exposed[index] ?? 0) + 1;
    }
  return { reaches, exposed };
}

/** A job token may change or start something in a project that is open to it, and goes on from there. It can't push. */
function behind(graph: AccessGraph, limits: Limits): number {
  const onward = waysOf(limits.through);
  if (!has(onward, "write") && !has(onward, "trigger")) return graph.openDoors.length;
  const doors = graph.openDoors.filter((place) => !startsNoJobs(place)).map(({ index }) => index);
  return new Set([...graph.openDoors.map(({ index }) => index), ...new Reach(graph, doors, limits).touched.keys()])
    .size;
}
