import { z } from "zod";
import { codeOf } from "../domain/error-code";
import { redactWords } from "../domain/redact";
import { AnswerError, LostAnswerError, type Purpose, UnsentError } from "./errors";
import { type Exchange, isTlsFault, neverConnected, type RawAnswer } from "./transport";

/** What every explanation may need to know about the connection. */
export interface Circumstances {
  readonly purpose: Purpose;
  readonly exchange: Exchange;
  readonly origin: string;
  /** Where the address of GitLab came from, and where the token: "GITLAB_BASE_URL", "the configuration gitlab:token". */
  readonly addressSource: string;
  readonly tokenSource: string;
  readonly secrets: readonly string[];
}

const errorBody = z.looseObject({
  message: z.unknown().optional(),
  error: z.unknown().optional(),
  error_description: z.string().optional(),
  /** GraphQL's. */
  errors: z.array(z.looseObject({ message: z.string() })).optional(),
  scope: z.string().optional(),
});

/** Returns the error for an answer that is no success. */
export function answerError(answer: RawAnswer, about: Circumstances): AnswerError {
  const words = wordsOf(answer.text, about.secrets);
  const said = words === undefined ? `${answer.status}` : `${answer.status} "${words}"`;
  return new AnswerError({
    status: answer.status,
    isGitLabs: isGitLabs(answer) && !isWithoutGraphql(answer, about),
    summary: `${requestLine(about)} answered ${answer.status}`,
    message: `Could not ${about.purpose.action}: GitLab answered ${said} (${requestLine(about)}). ${nextStep(answer, about)}`,
    secrets: about.secrets,
  });
}

/** Returns the error for a request that got no answer at all. */
export function connectionError(fault: unknown, about: Circumstances): LostAnswerError | UnsentError {
  const code = codeOf(fault);
  const failure = (message: string) => ({
    summary: `${requestLine(about)} failed: ${code}`,
    message: `Could not ${about.purpose.action}: ${message}`,
    secrets: about.secrets,
    cause: fault,
  });
  if (isTlsFault(fault)) {
    return new UnsentError(
      failure(
        `no trusted connection to ${about.origin} came about (${code}). If GitLab's certificate comes from a certificate authority of your own, ` +
          "name its file in NODE_EXTRA_CA_CERTS or give the explicit provider `caCert`; if the server speaks plain HTTP, the address must begin with http://.",
      ),
    );
  }
  if (neverConnected(fault)) {
    return new UnsentError(
      failure(
        `${about.origin} can't be reached (${code}). Check the address, which comes from ${about.addressSource}, and the network, or HTTPS_PROXY and NO_PROXY.`,
      ),
    );
  }
  return new LostAnswerError(
    failure(
      `the connection to ${about.origin} broke before an answer came (${code}, ${requestLine(about)}). ` +
        "Run `pulumi up` again: what GitLab has done meanwhile is looked up first.",
    ),
  );
}

/** Returns the error for a success whose content can't be used: a login page, a cut-off body, another shape. */
export function unusableAnswer(problem: string, about: Circumstances, cause?: unknown): LostAnswerError {
  return new LostAnswerError({
    summary: `${requestLine(about)}: unusable answer`,
    message: `Could not ${about.purpose.action}: ${problem} (${requestLine(about)}).`,
    secrets: about.secrets,
    cause,
  });
}

export function isHtml(answer: RawAnswer): boolean {
  return (answer.headers["content-type"] ?? "").includes("html") || /^\s*<(!doctype|html)/i.test(answer.text);
}

export function webPageProblem(about: Circumstances): string {
  return (
    `${about.origin} answered with a web page instead of the API's JSON. The address, which comes from ${about.addressSource}, ` +
    "seems to lead to a login page, a proxy or another server: set it to GitLab's own address, without the path of a group or project"
  );
}

export function requestLine({ exchange, origin }: Pick<Circumstances, "exchange" | "origin">): string {
  return `${exchange.method} ${exchange.url.slice(origin.length).replace(/^\/api\/v4/, "")}`;
}

/** Returns GitLab's own message, whichever of its error shapes it comes in. */
function wordsOf(text: string, secrets: readonly string[]): string | undefined {
  const words = plainWordsOf(text);
  return words === undefined ? undefined : redactWords(words, secrets);
}

function plainWordsOf(text: string): string | undefined {
  const parsed = errorBody.safeParse(parseJson(text));
  if (!parsed.success) return text.length > 0 && text.length < 200 && !text.includes("<") ? text.trim() : undefined;
  const { message, error, error_description: description, errors } = parsed.data;
  const words = [message ?? error ?? errors?.[0]?.message, description].filter(
    (part) => part !== undefined && part !== null,
  );
  return words.map((part) => (typeof part === "string" ? part : JSON.stringify(part))).join(": ") || undefined;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // Not JSON: the caller falls back to the text itself.
  }
}

function nextStep(answer: RawAnswer, about: Circumstances): string {
  const { status } = answer;
  const { [status]: advice } = about.purpose.advice ?? {};
  if (isHtml(answer)) return `${capitalized(webPageProblem(about))}.`;
  if (advice !== undefined) return advice;
  if (status >= 300 && status < 400) return redirectStep(answer, about);
  if (status === 401) return unauthorizedStep(answer, about);
  if (status === 403) return forbiddenStep(answer, about);
  if (status === 404 && !isGitLabs(answer)) return notGitLabsStep(answer, about);
  if (status === 404)
    return `It does not exist, or the token from ${about.tokenSource} can't see it. The GitLab at ${about.origin} was asked. This needs ${about.purpose.needs}.`;
  if (status === 429)
    return "GitLab's rate limit did not let it through in time: run it again later, or ask an administrator for a higher limit.";
  if (status >= 500)
    return "This is a fault of GitLab or of what stands before it: run `pulumi up` again; if it stays, look at GitLab's status page or logs.";
  return `This needs ${about.purpose.needs}.`;
}

/** GitLab's own answer is JSON whose message begins with the status. For a token that is not valid it may have OAuth's form, or GraphQL's. */
function isGitLabs({ status, text }: RawAnswer): boolean {
  const { message, error, errors } = errorBody.safeParse(parseJson(text)).data ?? {};
  if (typeof message === "string") return message.startsWith(`${status} `);
  return status === 401 && (error === "invalid_token" || errors !== undefined);
}

/** GraphQL answers 200 for what it can't find: its 404 says that it is not there itself. */
function isWithoutGraphql({ status }: RawAnswer, { exchange }: Circumstances): boolean {
  return status === 404 && exchange.url.endsWith("/api/graphql");
}

/** GitLab's router knows no such path, or something in front of GitLab answered. Neither says anything about the thing itself. */
function notGitLabsStep({ text }: RawAnswer, about: Circumstances): string {
  const isRouter = errorBody.safeParse(parseJson(text)).data?.error === "404 Not Found";
  if (!isRouter)
    return `This 404 is not GitLab's own: a proxy or a web server at ${about.origin} answered, so nothing is known of what was asked for. Check the address, which comes from ${about.addressSource}, and what stands before GitLab.`;
  return about.exchange.url.includes("%2F")
    ? "GitLab has no such path: a proxy before it decodes or doubles the %2F in the address. Write numeric ids in place of paths, or let the proxy pass the address on as it came (nginx: proxy_pass without a path, Apache: AllowEncodedSlashes NoDecode and nocanon)."
    : "GitLab has no such path: this version of GitLab may be too old for it, or a proxy before it changes the address.";
}

function redirectStep(answer: RawAnswer, about: Circumstances): string {
  const location = answer.headers.location ?? "nowhere";
  return `${about.origin} redirects to ${location}. Set the address, which comes from ${about.addressSource}, to where GitLab's API really is; no credential is sent anywhere else.`;
}

function unauthorizedStep(answer: RawAnswer, about: Circumstances): string {
  const state = /expired|revoked/.exec(answer.text)?.[0];
  return (
    `GitLab did not accept the token from ${about.tokenSource}${state === undefined ? "" : ` (${state})`}: ` +
    `make a new one at ${about.origin}/-/user_settings/personal_access_tokens and put it there. This needs ${about.purpose.needs}.`
  );
}

function forbiddenStep(answer: RawAnswer, about: Circumstances): string {
  const scope = errorBody.safeParse(parseJson(answer.text)).data?.scope;
  if (scope !== undefined)
    return `The token from ${about.tokenSource} lacks a scope (${scope}): use one with the api scope. This needs ${about.purpose.needs}.`;
  return `The user of the token from ${about.tokenSource} may not do this. It needs ${about.purpose.needs}: an owner can grant the role under Manage → Members.`;
}

function capitalized(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
