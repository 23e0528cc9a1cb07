import type { Answer } from "../asked";
import type { Hop } from "../graph/forward";
import { type AccessGraph, isOpen } from "../graph/graph";
import { type Place, startsNoJobs } from "../graph/places";
import { projectsAt, type Route } from "../graph/question";
import {
  counted,
  entryInWords,
  marksOf,
  nameOf,
  settingsPageOf,
  titleOf,
  UPPER_BOUND,
  WHAT_A_MARK_IS,
  waysInWords,
} from "../words";

/** Nobody reads more of one distance on a terminal. */
const MOST_ROUTES = 25;

/** The answer to a question for a terminal, with the entries that prove each way. */
export function answerInWords(answer: Answer, graph: AccessGraph): string {
  return [headingOf(answer), UPPER_BOUND, "", ...aboutPlaces(answer, graph), ...routesInWords(answer, graph)]
    .join("\n")
    .trimEnd();
}

function headingOf({ from, to, limits: { hops, through } }: Answer): string {
  const within = Number.isFinite(hops) ? `in at most ${counted(hops, "hop")}` : "in any number of hops";
  const goesOn = `A hop goes on through: ${through.length === 0 ? "nothing" : through.join(", ")}.`;
  if (from !== undefined && to !== undefined)
    return `How ${titleOf(from)} reaches ${titleOf(to)}, ${within}. ${goesOn}`;
  if (from !== undefined) return `What ${titleOf(from)} reaches, ${within}. ${goesOn}`;
  return `Who reaches ${to === undefined ? "" : titleOf(to)}, ${within}. ${goesOn}`;
}

/** The marks of the places that are asked about, and the pages where their lists are changed. */
function aboutPlaces({ from, to }: Answer, { estate }: AccessGraph): string[] {
  const lines = [from, to].flatMap((place) => {
    if (place === undefined) return [];
    const page =
      place.kind === "project" && place.path !== undefined ? settingsPageOf(estate.gitlab, place.path) : undefined;
    return [
      ...marksOf(place).map((mark) => `! ${titleOf(place)} is ${mark}. ${WHAT_A_MARK_IS[mark]}`),
      ...(place === to && page !== undefined ? [`  ${page}`] : []),
    ];
  });
  return lines.length === 0 ? [] : [...lines, ""];
}

function routesInWords({ routes, from, to }: Answer, graph: AccessGraph): string[] {
  if (routes.length === 0) return ["No entry leads there.", ...openDoorLine(graph, { from, to, routes })];
  const distances = [...new Set(routes.map(({ hops }) => hops.length))];
  const blocks = distances.flatMap((distance) => {
    const here = routes.filter(({ hops }) => hops.length === distance);
    const count = here.reduce((sum, route) => sum + route.count, 0);
    const more = here.length - MOST_ROUTES;
    return [
      `${counted(distance, "hop")}: ${counted(count, "project")}`,
      ...here.slice(0, MOST_ROUTES).flatMap((route) => routeInWords(route, graph)),
      ...(more > 0 ? [`  and ${more} more: --format json has all`] : []),
      "",
    ];
  });
  return [...blocks, ...openDoorLine(graph, { from, to, routes })];
}

function routeInWords({ place, count, hops, isConfirmed }: Route, graph: AccessGraph): string[] {
  const size = place.kind === "group" && place.path !== undefined ? ` (${counted(count, "project")} of it)` : "";
  const marks = marksOf(place)
    .map((mark) => `, ${mark}`)
    .join("");
  const doubt = isConfirmed ? "" : "  ? only by a trigger";
  return [`  ${titleOf(place)}${size}${marks}${doubt}`, ...hops.map((hop) => `    ${hopInWords(hop, graph)}`)];
}

/** Where a group is listed, the hop is that of all its projects. */
function hopInWords({ from, edge, into }: Hop, { places }: AccessGraph): string {
  const { grant } = edge;
  const listed = places.at(grant.listed);
  const caller = listed.kind === "group" ? titleOf(listed) : nameOf(places.at(from));
  return `${caller} → ${nameOf(places.at(into))}: ${waysInWords(grant)}; ${entryInWords(grant.entry)}`;
}

/** Where one of the projects on the ways is open, everybody is on the way. */
function openDoorLine({ places }: AccessGraph, { routes, to }: Pick<Answer, "from" | "routes" | "to">): string[] {
  if (to === undefined) return [];
  const starts = routes.flatMap(({ hops }) => hops.map(({ from }) => from));
  const onTheWay = new Set([...starts.filter((index) => !startsNoJobs(places.at(index))), ...projectsAt(to)]);
  const open = [...onTheWay]
    .map((index) => places.at(index))
    .filter(({ project }) => project !== undefined && isOpen(project));
  if (open.length === 0) return [];
  return [`Open doors: every job token of the GitLab gets in here, and goes on by the ways above: ${namesIn(open)}.`];
}

export function namesIn(places: readonly Place[], most = 10): string {
  const names = places.slice(0, most).map(nameOf);
  return places.length > most ? `${names.join(", ")} and ${places.length - most} more` : names.join(", ");
}
