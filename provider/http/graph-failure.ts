import { AnswerError, LostAnswerError } from "./errors";
import { type Circumstances, requestLine, unusableAnswer } from "./explain";

/** GraphQL answered 200 and did not do what was asked, or not all of it. */
export class GraphError extends AnswerError {
  override readonly name = "GraphError";
  /** GitLab's own words, not redacted: for comparison, never for a message. */
  readonly words: readonly string[];

  constructor(status: number, words: readonly string[], about: Pick<AnswerError, "message"> & Circumstances) {
    super({
      status,
      isGitLabs: true,
      summary: `${requestLine(about)}: ${words[0] ?? "no data"}`,
      message: about.message,
      secrets: about.secrets,
    });
    this.words = words;
  }
}

/** What GraphQL's texts stand for, by the status that REST answers, and what to do. GraphQL has no other sign. */
const MEANINGS: readonly (readonly [RegExp, number, (about: Circumstances) => string])[] = [
  [
    /fine-grained personal access token|insufficient_granular_scope/i,
    403,
    ({ tokenSource }) =>
      `The token from ${tokenSource} is a fine-grained personal access token, and GitLab does not show it what it writes here: use another token with the api scope.`,
  ],
  [
    /insufficient_scope|insufficient scope/i,
    403,
    ({ tokenSource }) => `The token from ${tokenSource} lacks a scope: use one with the api scope.`,
  ],
  [
    /does not exist or you don't have permission/i,
    403,
    ({ tokenSource, purpose }) =>
      `The user of the token from ${tokenSource} may not do this, or it does not exist. It needs ${purpose.needs}.`,
  ],
  [
    /complexity|depth|doesn't exist on type|doesn't accept argument|is not defined by/i,
    400,
    () => "This version of GitLab does not take what this package asks: look for an update of either.",
  ],
  [
    /internal server error/i,
    500,
    () => "This is a fault of GitLab: run `pulumi up` again; what it has done meanwhile is looked up first.",
  ],
];

const TIMED_OUT = /time(d)? ?out/i;

/** What GitLab leaves out without a word, by the status that REST would answer. */
type Unsaid = 403 | 404;

const UNSAID: Readonly<Record<Unsaid, string>> = {
  403: "or it is a fine-grained personal access token, to which GitLab shows nothing of this",
  404: "or it does not exist",
};

/** Why a query has failed: in GitLab's words, by what it left out, or because its pages do not end. */
export type Why = readonly string[] | Unsaid | "endless";

/** Returns the error for an answer of GraphQL that is not whole. */
export function failedQuery(why: Why, about: Circumstances): AnswerError | LostAnswerError {
  if (why === "endless")
    return unusableAnswer("the list does not end: a page was given twice. Look at the proxy before GitLab", about);
  return typeof why === "number" ? unsaid(why, about) : graphFailure(why, about);
}

/** A time-out may have come after GitLab had acted. */
function graphFailure(words: readonly string[], about: Circumstances): AnswerError | LostAnswerError {
  const said = words.length === 0 ? "without data" : words.map((text) => `"${text}"`).join(" and ");
  const beginning = `Could not ${about.purpose.action}: GitLab answered 200 ${said} (${requestLine(about)}).`;
  if (words.some((text) => TIMED_OUT.test(text))) {
    return new LostAnswerError({
      summary: `${requestLine(about)}: time-out`,
      message: `${beginning} GitLab was too slow: run \`pulumi up\` again; what it has done meanwhile is looked up first.`,
      secrets: about.secrets,
    });
  }
  const [, status = 400, advice] = MEANINGS.find(([text]) => words.some((word) => text.test(word))) ?? [];
  const next = advice?.(about) ?? `This needs ${about.purpose.needs}.`;
  return new GraphError(status, words, { ...about, message: `${beginning} ${next}` });
}

/** Returns the error for an answer that lacks what was asked for, and does not say why. */
function unsaid(status: Unsaid, about: Circumstances): AnswerError {
  const message =
    `Could not ${about.purpose.action}: GitLab answered 200 with nothing of it, and gives no reason (${requestLine(about)}). ` +
    `The token from ${about.tokenSource} can't see it, ${UNSAID[status]}. This needs ${about.purpose.needs}.`;
  return new GraphError(status, [], { ...about, message });
}
