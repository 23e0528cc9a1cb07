import { CommandError } from "../../command";
import { versionOf } from "../../version";
import type { Answer } from "../asked";
import type { AccessGraph } from "../graph/graph";
import { projectsAt } from "../graph/question";
import { overviewOf } from "../overview";
import { shownJson } from "../shown";
import { dotOf } from "./dot";
import { answerAsData, overviewAsData } from "./json";
import { mermaidOf } from "./mermaid";
import { openGraphOf, openGraphSchema } from "./opengraph";
import { overviewInWords } from "./overview-text";
import { type Picture, pictureOfAll, pictureOfRoutes } from "./picture";
import { answerInWords } from "./text";

export const FORMATS = ["text", "mermaid", "dot", "json", "opengraph", "opengraph-schema"] as const;
export type Format = (typeof FORMATS)[number];

/** A larger picture can't be read, and Mermaid draws no more than 500 arrows by itself. */
const MOST_NODES = 300;
const MOST_ARROWS = 500;

export function formatted(format: Format, answer: Answer, graph: AccessGraph): string {
  if (format === "mermaid") return mermaidOf(drawable(answer, graph));
  if (format === "dot") return dotOf(drawable(answer, graph));
  if (format === "opengraph") return shownJson(openGraphOf(graph));
  if (format === "opengraph-schema") return shownJson(openGraphSchema(versionOf()));
  const isAsked = answer.from !== undefined || answer.to !== undefined;
  if (format === "json")
    return shownJson(
      isAsked ? answerAsData(answer, graph) : overviewAsData(overviewOf(graph, answer.limits), graph, answer),
    );
  return isAsked ? answerInWords(answer, graph) : overviewInWords(overviewOf(graph, answer.limits), graph);
}

function drawable(answer: Answer, graph: AccessGraph): Picture {
  const { from, to, routes } = answer;
  const focus = [from, to].flatMap((place) => (place === undefined ? [] : projectsAt(place)));
  const picture = focus.length === 0 ? pictureOfAll(graph) : pictureOfRoutes(graph, routes, focus);
  const { nodes, arrows } = picture;
  if (nodes.length <= MOST_NODES && arrows.length <= MOST_ARROWS) return picture;
  throw new CommandError(
    `This picture would have ${nodes.length} boxes and ${arrows.length} arrows, and nobody can read more than ${MOST_NODES} and ${MOST_ARROWS}. Ask for less with --to, --from, --hops or --through; --format opengraph writes a file for BloodHound, which takes whole estates.`,
  );
}
