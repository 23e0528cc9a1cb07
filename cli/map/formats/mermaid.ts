import { label } from "../../report/escape";
import type { Place } from "../graph/places";
import { has, namesOf } from "../graph/ways";
import { shown } from "../shown";
import { marksOf, titleOf, UPPER_BOUND } from "../words";
import type { Picture } from "./picture";

/** Colours that can be read on light and on dark pages. */
const STYLES = [
  "  classDef open stroke:#c91c00,stroke-width:3px",
  "  classDef focus stroke:#3b6fd4,stroke-width:3px",
  "  classDef unread stroke-dasharray:4 3",
] as const;

/** A Mermaid flowchart. A thick arrow changes something or pushes, a thin one reads or starts pipelines, a dotted line is a membership. */
export function mermaidOf({ nodes, arrows, memberships, focus }: Picture): string {
  const id = ({ index }: Place) => `n${index}`;
  return [
    `%% ${UPPER_BOUND}`,
    "flowchart LR",
    ...nodes.map((place) => `  ${id(place)}${boxOf(place)}`),
    ...memberships.map(({ member, group }) => `  ${id(member)} -.-|in| ${id(group)}`),
    ...arrows.map(({ from, into, ways }) => {
      const arrow = has(ways, "write") || has(ways, "push") ? "==>" : "-->";
      return `  ${id(from)} ${arrow}|${namesOf(ways).join(", ")}| ${id(into)}`;
    }),
    ...STYLES,
    ...nodes.flatMap((place) => classesOf(place, focus).map((name) => `  class ${id(place)} ${name}`)),
  ].join("\n");
}

function boxOf(place: Place): string {
  const text = label(shown(textOf(place)));
  return place.kind === "group" ? `[[${text}]]` : `[${text}]`;
}

function textOf(place: Place): string {
  const marks = marksOf(place);
  return marks.length === 0 ? titleOf(place) : `${titleOf(place)} (${marks.join(", ")})`;
}

function classesOf(place: Place, focus: Picture["focus"]): string[] {
  const marks = marksOf(place);
  return [
    ...(focus.has(place.index) ? ["focus"] : []),
    ...(marks.includes("open") ? ["open"] : []),
    ...(marks.includes("hidden") || marks.includes("outside") ? ["unread"] : []),
  ];
}
