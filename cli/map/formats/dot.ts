import type { Place } from "../graph/places";
import { has, namesOf } from "../graph/ways";
import { marksOf, titleOf, UPPER_BOUND } from "../words";
import type { Picture } from "./picture";

/** A graph for Graphviz: `dot -Tsvg`. */
export function dotOf({ nodes, arrows, memberships, focus }: Picture): string {
  const id = ({ index }: Place) => `n${index}`;
  return [
    `// ${UPPER_BOUND}`,
    "digraph access {",
    "  rankdir=LR",
    '  node [shape=box, style=rounded, fontname="sans-serif", fontsize=11]',
    '  edge [fontname="sans-serif", fontsize=9]',
    ...nodes.map((place) => `  ${id(place)} [label=${quoted(textOf(place))}${lookOf(place, focus)}]`),
    ...memberships.map(
      ({ member, group }) => `  ${id(member)} -> ${id(group)} [style=dotted, arrowhead=none, label="in"]`,
    ),
    ...arrows.map(({ from, into, ways }) => {
      const look = has(ways, "write") || has(ways, "push") ? ", penwidth=2" : "";
      return `  ${id(from)} -> ${id(into)} [label=${quoted(namesOf(ways).join(", "))}${look}]`;
    }),
    "}",
  ].join("\n");
}

function textOf(place: Place): string {
  return [titleOf(place), ...marksOf(place)].join("\n");
}

function lookOf(place: Place, focus: Picture["focus"]): string {
  const marks = marksOf(place);
  return [
    place.kind === "group" ? ", shape=folder" : "",
    focus.has(place.index) ? ", penwidth=2" : "",
    marks.includes("open") ? ', color="#c91c00"' : "",
    marks.includes("hidden") || marks.includes("outside") ? ', style="rounded,dashed"' : "",
  ].join("");
}

/** A string of the DOT language. Its line breaks are written as DOT has them; a backslash of a name stays one. */
function quoted(text: string): string {
  return `"${text.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n")}"`;
}
