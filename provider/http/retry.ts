import { type Headers, MINUTE_MS, RATE_LIMIT_BUDGET_MS, ROUNDING_MS } from "./rate-limit";

/** Attempts in all, the first included. */
const MAX_ATTEMPTS = 5;
/** No further attempt begins after this time, so that a dead GitLab is reported while somebody still watches. */
const FAULT_BUDGET_MS = 90_000;
const FIRST_BACKOFF_MS = 250;
const MAX_BACKOFF_MS = 8_000;
/** The wait after a 429 that names no time, where GitLab's date is unknown, too. GitLab's limits for one endpoint name no time. */
const FIRST_UNNAMED_WAIT_MS = 2_000;
const MAX_UNNAMED_WAIT_MS = 60_000;

export type Fault =
  | { readonly kind: "unsent"; readonly passing: boolean }
  | { readonly kind: "lost" }
  | {
      readonly kind: "answer";
      readonly status: number;
      readonly headers: Headers;
    };

export interface Attempt {
  /** May GitLab see this request twice? */
  readonly repeatable: boolean;
  /** 1 for the first. */
  readonly number: number;
  readonly elapsedMs: number;
  /** How long rate limits may keep it waiting in all. */
  readonly patienceMs?: number;
}

/** Returns the wait before the request is sent again, or `undefined` where it must not be sent again. Pure: time and chance are parameters. */
export function waitBeforeRetry(fault: Fault, attempt: Attempt, nowMs: number, random: number): number | undefined {
  if (fault.kind === "answer" && fault.status === 429) {
    const wait = rateLimitWait(fault.headers, attempt.number, nowMs);
    return attempt.elapsedMs + wait <= (attempt.patienceMs ?? RATE_LIMIT_BUDGET_MS) ? wait : undefined;
  }
  if (!mayRepeat(fault, attempt) || attempt.number >= MAX_ATTEMPTS) return undefined;
  const wait = backoff(attempt.number, random);
  return attempt.elapsedMs + wait <= FAULT_BUDGET_MS ? wait : undefined;
}

function mayRepeat(fault: Fault, { repeatable }: Attempt): boolean {
  if (fault.kind === "unsent") return fault.passing;
  if (fault.kind === "lost") return repeatable;
  return repeatable && (fault.status === 502 || fault.status === 503 || fault.status === 504);
}

/** Half of the wait is fixed and half is random, so that processes that failed together don't come back together. */
function backoff(attemptNumber: number, random: number): number {
  const step = Math.min(MAX_BACKOFF_MS, FIRST_BACKOFF_MS * 2 ** (attemptNumber - 1));
  return Math.round(step * (0.5 + random / 2));
}

/**
 * `Retry-After` (seconds or a date) is authoritative when present, then `RateLimit-Reset` (epoch seconds). Limits that name no time count
 * by the minute of GitLab's own clock, which its dates show.
 */
function rateLimitWait(headers: Headers, attemptNumber: number, nowMs: number): number {
  const theirDate = Date.parse(headers.date ?? "");
  const theirNowMs = Number.isNaN(theirDate) ? nowMs : theirDate;
  const retryAfter = headers["retry-after"];
  if (retryAfter !== undefined && /^\d+$/.test(retryAfter)) return Number(retryAfter) * 1_000 + ROUNDING_MS;
  const date = Date.parse(retryAfter ?? "");
  if (!Number.isNaN(date)) return Math.max(0, date - theirNowMs) + ROUNDING_MS;
  const reset = Number(headers["ratelimit-reset"] ?? Number.NaN);
  if (!Number.isNaN(reset)) return Math.max(0, reset * 1_000 - theirNowMs) + ROUNDING_MS;
  if (!Number.isNaN(theirDate)) return MINUTE_MS - (theirDate % MINUTE_MS) + ROUNDING_MS;
  return Math.min(MAX_UNNAMED_WAIT_MS, FIRST_UNNAMED_WAIT_MS * 2 ** (attemptNumber - 1));
}
