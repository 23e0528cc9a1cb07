import { z } from "zod";
import { type Circumstances, isHtml, unusableAnswer, webPageProblem } from "./explain";
import type { RawAnswer } from "./transport";

/** GitLab answers with objects and lists. */
const anything = z.union([z.looseObject({}), z.array(z.unknown())]);

/** Throws for a web page: what answered is not the API. */
function refuseHtml(answer: RawAnswer, about: Circumstances): void {
  if (isHtml(answer)) throw unusableAnswer(webPageProblem(about), about);
}

/** Throws for a success that is not GitLab's: it answers a removal without content, and everything else with JSON or nothing. */
export function mustBeGitLabs(answer: RawAnswer, about: Circumstances): void {
  refuseHtml(answer, about);
  if (answer.text.trim() === "") return;
  if (about.exchange.method === "DELETE")
    throw unusableAnswer(
      "the answer has content, and GitLab answers a removal with none. Something before GitLab answered, so nothing is known of what was to be removed",
      about,
    );
  parse(answer, anything, about);
}

/** Returns the JSON of a successful answer, if it has the shape. */
export function parse<T>(answer: RawAnswer, shape: z.ZodType<T>, about: Circumstances): T {
  refuseHtml(answer, about);
  const parsed = shape.safeParse(json(answer, about));
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const field = issue === undefined || issue.path.length === 0 ? "the answer itself" : `"${issue.path.join(".")}"`;
  throw unusableAnswer(
    `GitLab's answer does not have the documented shape at ${field} (${issue?.message}). This version of GitLab may be newer than this package: look for an update`,
    about,
    parsed.error,
  );
}

function json(answer: RawAnswer, about: Circumstances): unknown {
  try {
    return JSON.parse(answer.text);
  } catch (error) {
    throw unusableAnswer(
      "GitLab's answer was cut off or is no JSON. Run it again; if it stays, look at the proxy before GitLab",
      about,
      error,
    );
  }
}
