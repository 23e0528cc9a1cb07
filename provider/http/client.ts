import type { z } from "zod";
import { UserError } from "../domain/user-error";
import { mustBeGitLabs, parse } from "./content";
import type { Purpose } from "./errors";
import { answerError, type Circumstances, connectionError, unusableAnswer } from "./explain";
import { failedQuery, type Why } from "./graph-failure";
import { type GraphAnswer, graphAnswer, type Query } from "./graphql";
import { Pace, type Time } from "./pace";
import { type Path, path } from "./path";
import { RATE_LIMIT_BUDGET_MS } from "./rate-limit";
import { type Fault, waitBeforeRetry } from "./retry";
import { type Exchange, isTlsFault, neverConnected, type RawAnswer, type Transport } from "./transport";

/** GitLab redirects once, from a project's old path to its id; http → https may add one. */
const MAX_REDIRECTS = 3;
export const PAGE_SIZE = 100;
/** The number of pages that are read at the same time from a list whose length is known. */
const PAGES_AT_ONCE = 5;
/** No list that this package reads has more pages. */
export const MOST_PAGES = 5_000;
const GRAPHQL = path`/graphql`;

export interface Call {
  readonly method: Exchange["method"];
  readonly path: Path;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: Readonly<Record<string, unknown>>;
  readonly purpose: Purpose;
  /** May GitLab see this call twice? Default: GET, PUT and DELETE. POST and PATCH only where they say so. */
  readonly repeatable?: boolean;
  /** A second call would do harm that no look at GitLab can settle. A process whose engine is gone does not send it. */
  readonly once?: boolean;
  /** Values in the body that no message may repeat. */
  readonly secrets?: readonly string[];
  /** Default: the configured credential. A token that rotates itself is its own credential. */
  readonly credential?: { readonly token: string; readonly source: string };
}

/** One page of a list. */
export interface Page<T> {
  readonly rows: T[];
  /** The number of the next page, if there is one. */
  readonly next: number | undefined;
  /** The number of pages, if GitLab gives it. It does not for very long lists. */
  readonly pages: number | undefined;
}

export interface ClientOptions extends Time {
  readonly origin: string;
  readonly addressSource: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Called for each request, so that a missing credential is an error of the call and not of the start. */
  readonly credential: () => { readonly token: string; readonly source: string };
  readonly transport: Transport;
  readonly announce: (text: string) => void;
  /** Runs before each call that must not happen twice; throws or never returns when the run is over. */
  readonly beforeOnce: () => Promise<void>;
  readonly random: () => number;
  /** How long a call waits for GitLab's rate limits in all. Default: as long as somebody who watches would wait. */
  readonly patienceMs?: number;
}

/** Sends calls to one GitLab: authenticates, paces, repeats what may be repeated, and explains what failed. */
export class Client {
  readonly origin: string;
  readonly #pace: Pace;
  readonly #patienceMs: number;
  #sent = 0;

  readonly #options: ClientOptions;

  constructor(options: ClientOptions) {
    this.#options = options;
    this.origin = options.origin;
    this.#patienceMs = options.patienceMs ?? RATE_LIMIT_BUDGET_MS;
    this.#pace = new Pace(options, options.announce, this.#patienceMs);
  }

  /** The number of requests so far, with those that were sent again. */
  get sent(): number {
    return this.#sent;
  }

  /** The parsed JSON of a successful answer. */
  async send<T>(call: Call, answerShape: z.ZodType<T>): Promise<T> {
    const { answer, about } = await this.#exchange(call, this.#urlOf(call));
    return parse(answer, answerShape, about);
  }

  /** For calls whose answer has no content that matters. */
  async sendOnly(call: Call): Promise<void> {
    const { answer, about } = await this.#exchange(call, this.#urlOf(call));
    mustBeGitLabs(answer, about);
  }

  /** Returns all rows of a list. Pages for the expected number of rows are requested at the same time. */
  async *rows<T>(call: Call, rowShape: z.ZodType<T[]>, expected = 0): AsyncGenerator<T> {
    for (let numbers = numbersFrom(1, Math.ceil(expected / PAGE_SIZE)); numbers.length > 0; ) {
      const pages = await Promise.all(numbers.map((number) => this.page(call, rowShape, number)));
      yield* pages.flatMap(({ rows }) => rows);
      numbers = following(pages.at(-1));
    }
  }

  /** `X-Next-Page` is empty on the last page. Where a proxy removes the header, a full page counts as having a next one. */
  async page<T>(call: Call, rowShape: z.ZodType<T[]>, number: number): Promise<Page<T>> {
    const query = { ...call.query, per_page: `${PAGE_SIZE}`, page: `${number}` };
    const { answer, about } = await this.#exchange(call, this.#urlOf({ ...call, query }));
    const rows = parse(answer, rowShape, about);
    const { "x-next-page": next = rows.length < PAGE_SIZE ? "" : `${number + 1}`, "x-total-pages": pages } =
      answer.headers;
    if (next !== "") mustGoOn(number, Number(next), about);
    return { rows, next: next === "" ? undefined : Number(next), pages: pages ? Number(pages) : undefined };
  }

  /** Sends a query or a mutation to GitLab's GraphQL. It answers 200 for nearly all, so its data may be partial, or errors alone. */
  async query<T>({ query, variables = {}, ...call }: Query, dataShape: z.ZodType<T>): Promise<GraphAnswer<T>> {
    const sent: Call = { ...call, method: "POST", path: GRAPHQL, body: { query, variables } };
    const { answer, about } = await this.#exchange(sent, `${this.origin}/api${GRAPHQL}`);
    return parse(answer, graphAnswer(dataShape), about);
  }

  /** Returns the error for a query whose answer is not whole: with GitLab's words, or with the status that REST answers where it says nothing. */
  failureOf({ query, variables = {}, ...call }: Query, why: Why): UserError {
    const sent: Call = { ...call, method: "POST", path: GRAPHQL, body: { query, variables } };
    const about = this.#circumstances(sent, this.#exchangeOf(sent, `${this.origin}/api${GRAPHQL}`));
    return failedQuery(why, about);
  }

  #urlOf({ path, query }: Call): string {
    const search = query === undefined ? "" : `?${new URLSearchParams(query)}`;
    return `${this.origin}/api/v4${path}${search}`;
  }

  async #exchange(call: Call, url: string, redirects = 0): Promise<{ answer: RawAnswer; about: Circumstances }> {
    const exchange = this.#exchangeOf(call, url);
    const about = this.#circumstances(call, exchange);
    const answer = await this.#attempt(call, exchange, about);
    if (answer.status >= 200 && answer.status < 300) return { answer, about };
    const next = call.method === "GET" && redirects < MAX_REDIRECTS ? this.#rebased(answer, url) : undefined;
    if (next !== undefined) return this.#exchange(call, next, redirects + 1);
    throw answerError(answer, about);
  }

  async #attempt(call: Call, exchange: Exchange, about: Circumstances): Promise<RawAnswer> {
    const startedMs = this.#options.now();
    const repeatable = call.repeatable ?? (call.method !== "POST" && call.method !== "PATCH");
    for (let number = 1; ; number += 1) {
      const outcome = await this.#pace.send(endpointOf(call), async () => {
        if (call.once) await this.#options.beforeOnce();
        return this.#transport(exchange);
      });
      if ("answer" in outcome && outcome.answer.status < 400) return outcome.answer;
      const attempt = { repeatable, number, elapsedMs: this.#options.now() - startedMs, patienceMs: this.#patienceMs };
      const wait = waitBeforeRetry(outcome.fault, attempt, this.#options.now(), this.#options.random());
      if (wait === undefined) {
        if ("answer" in outcome) return outcome.answer;
        throw connectionError(outcome.error, about);
      }
      if (isRateLimit(outcome.fault)) this.#pace.refused(endpointOf(call), outcome.fault.headers, wait);
      else await this.#options.sleep(wait);
    }
  }

  async #transport(
    exchange: Exchange,
  ): Promise<{ answer: RawAnswer; fault: Fault } | { error: unknown; fault: Fault }> {
    this.#sent += 1;
    try {
      const answer = await this.#options.transport(exchange);
      this.#pace.heard(answer.headers);
      return { answer, fault: { kind: "answer", status: answer.status, headers: answer.headers } };
    } catch (error) {
      if (error instanceof UserError) throw error; // The connection's settings can't be used: the request was not sent and won't be.
      return {
        error,
        fault: neverConnected(error) ? { kind: "unsent", passing: !isTlsFault(error) } : { kind: "lost" },
      };
    }
  }

  #exchangeOf({ method, body, credential = this.#options.credential() }: Call, url: string): Exchange {
    const headers = {
      accept: "application/json",
      "user-agent": "pulumi-gitlab-ci-access",
      ...this.#options.headers,
      "private-token": credential.token,
    };
    if (body === undefined) return { method, url, headers };
    return { method, url, headers: { ...headers, "content-type": "application/json" }, body: JSON.stringify(body) };
  }

  #circumstances(call: Call, exchange: Exchange): Circumstances {
    const { token, source } = call.credential ?? this.#options.credential();
    const secrets = [token, ...Object.values(this.#options.headers), ...(call.secrets ?? [])];
    return {
      purpose: call.purpose,
      exchange,
      origin: this.origin,
      addressSource: this.#options.addressSource,
      tokenSource: source,
      secrets,
    };
  }

  /** Follows a redirect on the configured origin only, whatever host it names: GitLab may not know its own host behind a proxy. */
  #rebased(answer: RawAnswer, from: string): string | undefined {
    const location = answer.headers.location;
    if (answer.status < 300 || answer.status >= 400 || location === undefined || !URL.canParse(location, from))
      return undefined;
    const target = new URL(location, from);
    const apiRoot = `${new URL(this.origin).pathname.replace(/\/$/, "")}/api/v4/`;
    if (!target.pathname.startsWith(apiRoot)) return undefined;
    const next = new URL(from).origin + target.pathname + target.search;
    return next === from ? undefined : next;
  }
}

/** Returns what GitLab's limits distinguish: the method, and the path without its ids. */
function endpointOf({ method, path }: Call): string {
  return `${method} ${path.replace(/(?<=^\/(?:groups|projects)\/)[^/]+|(?<=\/)\d+(?=\/|$)/g, "*")}`;
}

function isRateLimit(fault: Fault): fault is Extract<Fault, { kind: "answer" }> {
  return fault.kind === "answer" && fault.status === 429;
}

/** Throws where a list does not end. GitLab's pages are not followed by themselves, by an earlier page or by thousands more. */
function mustGoOn(number: number, next: number, about: Circumstances): void {
  if (next > number && number < MOST_PAGES) return;
  throw unusableAnswer(
    `the list does not end: page ${number} is followed by page ${Number.isNaN(next) ? "without a number" : next}. Look at the proxy before GitLab`,
    about,
  );
}

function following(last: Page<unknown> | undefined): number[] {
  const { next, pages } = last ?? {};
  if (next === undefined) return [];
  return numbersFrom(next, (pages ?? next) - next + 1);
}

/** Returns at least one page number, and no more than may be requested at once. */
function numbersFrom(first: number, count: number): number[] {
  const length = Math.max(1, Math.min(PAGES_AT_ONCE, count));
  return Array.from({ length }, (_, index) => first + index);
}
