import type { AccessGraph } from "../graph/graph";
import type { Overview, Ranked } from "../overview";
import { shown } from "../shown";
import { counted, nameOf, UPPER_BOUND } from "../words";
import { namesIn } from "./text";

const MOST_ROWS = 10;

/** An estate as a whole, for a terminal. */
export function overviewInWords(overview: Overview, { places, estate }: AccessGraph): string {
  const { openDoors, cycles, mostExposed, farthestReaching } = overview;
  return [
    `Who can reach what below ${shown(estate.scope.join(", "))} on ${shown(estate.gitlab)}, as of ${estate.startedAt}`,
    UPPER_BOUND,
    "",
    ...numbersOf(overview),
    "",
    ...section("Open doors: every job token of the GitLab may open them", openDoors, ({ place, passes }) => [
      nameOf(place),
      passes > 0 ? `goes on to ${counted(passes, "project")}` : "leads no further",
    ]),
    ...section(
      "Most exposed: how many projects get there, directly and over any hops",
      mostExposed.filter(isExposed),
      (row) => [nameOf(row.place), `${row.exposedDirectlyTo} / ${row.exposedTo}`],
    ),
    ...section(
      "Farthest reaching: how many projects it may change or start, over any hops, and reach in any way",
      farthestReaching.filter(isReaching),
      (row) => [nameOf(row.place), `${row.passes} / ${row.reaches}`],
    ),
    ...section("Cycles: projects that all reach each other", cycles, (members) => [
      counted(members.length, "project"),
      namesIn(
        members.map((index) => places.at(index)),
        5,
      ),
    ]),
    "--to <project> and --from <project> show the entries that prove it; --html <file> writes a page to look around in.",
  ].join("\n");
}

const isExposed = ({ exposedTo }: Ranked) => exposedTo > 0;
const isReaching = ({ reaches }: Ranked) => reaches > 0;

function numbersOf(of: Overview): string[] {
  return [
    `${counted(of.projects, "project")}: ${of.closed} closed, ${of.openDoors.length} open to every job token`,
    `${counted(of.entries, "entry")}: ${of.groupEntries} list a group, ${of.wholeTopGroups} a whole top-level group`,
    `${counted(of.behindOpenDoors, "project")} can be reached by every job token of the GitLab: the open doors and what they lead to`,
    ...(of.hidden > 0 ? [`${of.hidden} listed targets are hidden from the token that read the inventory`] : []),
    ...(of.outside > 0 ? [`${counted(of.outside, "listed project")} from outside the scope`] : []),
  ];
}

function section<Item>(
  title: string,
  items: readonly Item[],
  cells: (item: Item) => readonly [string, string],
): string[] {
  if (items.length === 0) return [];
  const rows = items.slice(0, MOST_ROWS).map(cells);
  const width = Math.max(...rows.map(([first]) => first.length));
  const more = items.length - rows.length;
  return [
    title,
    ...rows.map(([first, second]) => `  ${first.padEnd(width)}  ${second}`),
    ...(more > 0 ? [`  and ${more} more`] : []),
    "",
  ];
}
