import type { Answer } from "../asked";
import type { Hop } from "../graph/forward";
import type { AccessGraph } from "../graph/graph";
import type { Place } from "../graph/places";
import { namesOf, roleFor } from "../graph/ways";
import type { Overview, Ranked } from "../overview";
import { marksOf, UPPER_BOUND } from "../words";

/** The header of every JSON answer. */
function header({ estate }: AccessGraph, { limits }: Pick<Answer, "limits">): object {
  return {
    note: UPPER_BOUND,
    caveats: estate.caveats,
    gitlab: estate.gitlab,
    scope: estate.scope,
    startedAt: estate.startedAt,
    through: limits.through,
    hops: Number.isFinite(limits.hops) ? limits.hops : null,
  };
}

export function answerAsData(answer: Answer, graph: AccessGraph): object {
  const { from, to, routes } = answer;
  return {
    ...header(graph, answer),
    from: from && placeAsData(from),
    to: to && placeAsData(to),
    routes: routes.map(({ place, count, hops, isConfirmed }) => ({
      ...placeAsData(place),
      projects: count,
      confirmed: isConfirmed,
      hops: hops.map((hop) => hopAsData(hop, graph)),
    })),
  };
}

export function overviewAsData(overview: Overview, graph: AccessGraph, answer: Answer): object {
  const { openDoors, mostExposed, farthestReaching, cycles, ...numbers } = overview;
  const rank = ({ place, ...ranks }: Ranked) => ({ ...placeAsData(place), ...ranks });
  return {
    ...header(graph, answer),
    ...numbers,
    openDoors: openDoors.map(({ place, passes }) => ({ ...placeAsData(place), passes })),
    ranks: mostExposed.map(rank),
    farthestReaching: farthestReaching.map(({ place: { path } }) => path),
    cycles: cycles.map((members) => members.map((index) => graph.places.at(index).path)),
  };
}

function placeAsData(place: Place): object {
  const { kind, id, path } = place;
  return { kind, id, path, marks: marksOf(place) };
}

function hopAsData({ from, edge, into }: Hop, { places }: AccessGraph): object {
  const { ways, entry } = edge.grant;
  return {
    from: places.at(from).path ?? null,
    into: places.at(into).path ?? null,
    ways: namesOf(ways).map((way) => ({ way, role: roleFor(way, edge.grant) })),
    entry: { kind: entry.kind, id: entry.id, path: entry.path ?? null, permissions: entry.permissions },
  };
}
