import type { Grant } from "../graph/edges";
import type { AccessGraph } from "../graph/graph";
import { isBelow } from "../graph/places";
import type { Ways } from "../graph/ways";
import { type Filters, passes } from "./state";

/** A row or a column: a group with all that is below it, a project, or what is somewhere else. */
export interface Line {
  readonly key: string;
  readonly label: string;
  /** The group that a click leads into; undefined where there is nothing below. */
  readonly group: string | undefined;
  readonly kind: "all" | "elsewhere" | "group" | "hidden" | "more" | "project";
  entries: number;
}

export interface Cell {
  readonly grants: Grant[];
  readonly projects: Set<number>;
  ways: Ways;
  unused: number;
}

/** Who opens whom, by the parts of one group. */
export interface Matrix {
  readonly rows: readonly Line[];
  readonly columns: readonly Line[];
  readonly cells: ReadonlyMap<string, Cell>;
}

/** More rows or columns than that can't be seen at once. */
const MOST_LINES = 36;

export const cellKey = (row: Line, column: Line) => `${row.key}\u0000${column.key}`;

/** Sorts the entries into a matrix. `within` is a group; "" is the whole estate. */
export function matrixOf(graph: AccessGraph, within: string, filters: Filters): Matrix {
  const grants = graph.grants.filter((grant) => passes(grant, graph, filters));
  const placed = grants.map((grant) => ({
    grant,
    row: callerLine(grant, within),
    column: pathLine(pathOf(graph, grant), within),
  }));
  const rows = linesOf(placed.map(({ row }) => row));
  const columns = linesOf(placed.map(({ column }) => column));
  const cells = new Map<string, Cell>();
  for (const { grant, row, column } of placed) {
    const key = cellKey(rows.of(row), columns.of(column));
    const cell = cells.get(key) ?? { grants: [], projects: new Set<number>(), ways: 0, unused: 0 };
    cells.set(key, cell);
    cell.grants.push(grant);
    cell.projects.add(grant.into);
    cell.ways |= grant.ways;
    if (graph.isUnused(grant)) cell.unused += 1;
  }
  return { rows: rows.lines, columns: columns.lines, cells };
}

function pathOf({ places }: AccessGraph, { into }: Grant): string {
  return places.at(into).path ?? "";
}

function callerLine({ entry: { kind, path } }: Grant, within: string): Line {
  if (path === undefined) return line("hidden", "hidden", "hidden from the reader");
  if (kind === "group" && (within === "" ? !path.includes("/") : isBelow(within, path)))
    return line("all", `all ${path}`, `all of ${path}`);
  return pathLine(path, within, kind);
}

function pathLine(path: string, within: string, kind: "group" | "project" = "project"): Line {
  if (within !== "" && !isBelow(path, within)) return line("elsewhere", "elsewhere", `outside ${within}`);
  const rest = within === "" ? path : path.slice(within.length + 1);
  const [first = ""] = rest.split("/");
  const isWhole = rest === first && kind === "project";
  const part = within === "" ? first : `${within}/${first}`;
  return isWhole
    ? line("project", `project ${part}`, first)
    : { ...line("group", `group ${part}`, first), group: part };
}

function line(kind: Line["kind"], key: string, label: string): Line {
  return { kind, key, label, group: undefined, entries: 0 };
}

const ORDER: readonly Line["kind"][] = ["all", "group", "project", "more", "elsewhere", "hidden"];

/** Each line once, with the number of its entries; the smallest projects and groups are folded where there are too many. */
function linesOf(found: readonly Line[]): { lines: Line[]; of: (line: Line) => Line } {
  const lines = new Map<string, Line>();
  for (const one of found) {
    const known = lines.get(one.key) ?? { ...one };
    lines.set(one.key, known);
    known.entries += 1;
  }
  const inOrder = [...lines.values()].sort((a, b) => b.entries - a.entries);
  const foldable = inOrder.filter(({ kind }) => kind === "project" || kind === "group");
  const folded = new Set(foldable.slice(MOST_LINES).map(({ key }) => key));
  const more = line("more", "more", `${folded.size} more`);
  more.entries = inOrder.filter(({ key }) => folded.has(key)).reduce((sum, { entries }) => sum + entries, 0);
  const kept = inOrder.filter(({ key }) => !folded.has(key)).concat(folded.size > 0 ? [more] : []);
  const rank = ({ kind, label }: Line): [number, string] => [ORDER.indexOf(kind), label];
  return {
    lines: kept.sort((a, b) => rank(a)[0] - rank(b)[0] || (rank(a)[1] < rank(b)[1] ? -1 : 1)),
    of: ({ key }) => (folded.has(key) ? more : (lines.get(key) ?? more)),
  };
}
