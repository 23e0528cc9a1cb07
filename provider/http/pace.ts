import { refusal } from "../domain/user-error";
import { type Headers, MINUTE_MS, RATE_LIMIT_BUDGET_MS, ROUNDING_MS } from "./rate-limit";

/** Time and waiting. Tests pass their own. */
export interface Time {
  readonly now: () => number;
  readonly sleep: (ms: number) => Promise<void>;
}

export const REAL_TIME: Time = { now: Date.now, sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)) };

/** A longer wait is announced, because a user would take it for a hang. */
const ANNOUNCED_WAIT_MS = 2_000;
/**
 * The number of look-ups of one project or group that GitLab.com, and any other GitLab by default, allows per minute of its own clock.
 * https://docs.gitlab.com/administration/settings/rate_limit_on_projects_api/
 */
const LOOKUPS_PER_MINUTE = 400;
const LOOKUPS: readonly string[] = ["GET /projects/*", "GET /groups/*"];
/** Stands for all endpoints. */
const ALL = "";

interface Minute {
  readonly index: number;
  readonly sent: number;
}

/** Keeps one process within GitLab's rate limits: known ones, those that answers announce, and those that GitLab enforces. */
export class Pace {
  readonly #pausedUntil = new Map<string, number>();
  readonly #minutes = new Map<string, Minute>();
  #underWay = 0;
  /** GitLab's clock minus ours. This is the largest difference that an answer's date has shown, because every answer takes time to arrive. */
  #knownSkewMs: number | undefined;

  readonly #time: Time;
  readonly #announce: (text: string) => void;
  readonly #patienceMs: number;

  constructor(time: Time, announce: (text: string) => void, patienceMs = RATE_LIMIT_BUDGET_MS) {
    this.#time = time;
    this.#announce = announce;
    this.#patienceMs = patienceMs;
  }

  /** Sends when it is the call's turn. `endpoint` is what GitLab's limits distinguish, like `GET /projects/*`. */
  async send<Outcome>(endpoint: string, send: () => Promise<Outcome>): Promise<Outcome> {
    await this.#turnOf(endpoint);
    this.#count(endpoint);
    this.#underWay += 1;
    try {
      return await send();
    } finally {
      this.#underWay -= 1;
    }
  }

  /** Waits within a budget, because a longer wait would not end soon. */
  async #turnOf(endpoint: string): Promise<void> {
    const until = this.#time.now() + this.#patienceMs;
    for (let wait = this.#waitFor(endpoint); wait > 0; wait = this.#waitFor(endpoint)) {
      if (this.#time.now() + wait > until) throw waitedLongEnough(this.#time.now() + wait, this.#time.now());
      await this.#time.sleep(wait);
    }
  }

  /** Obeys `RateLimit-Remaining` before GitLab refuses a call, because the calls under way will use up what remains. */
  heard(headers: Headers): void {
    const date = Date.parse(headers.date ?? "");
    if (!Number.isNaN(date))
      this.#knownSkewMs = Math.max(this.#knownSkewMs ?? Number.NEGATIVE_INFINITY, date - this.#time.now());
    const [remaining, reset] = [headers["ratelimit-remaining"], headers["ratelimit-reset"]].map((text) => Number(text));
    if (remaining === undefined || reset === undefined || Number.isNaN(reset)) return;
    const until = reset * 1_000 - this.#skewMs + ROUNDING_MS;
    // A reset that is far off is ignored until GitLab refuses a call: a guess is no reason to wait half an hour.
    if (remaining < this.#underWay && until - this.#time.now() <= RATE_LIMIT_BUDGET_MS) this.#pause(ALL, until);
  }

  /** Pauses after a 429. A 429 that names no time belongs to GitLab's limit for one endpoint, so the other endpoints go on. */
  refused(endpoint: string, headers: Headers, waitMs: number): void {
    const isOfAll = headers["retry-after"] !== undefined || headers["ratelimit-reset"] !== undefined;
    this.#pause(isOfAll ? ALL : endpoint, this.#time.now() + waitMs);
  }

  get #skewMs(): number {
    return this.#knownSkewMs ?? 0;
  }

  #waitFor(endpoint: string): number {
    const now = this.#time.now();
    const { index, sent } = this.#minuteOf(endpoint);
    if (LOOKUPS.includes(endpoint) && sent >= LOOKUPS_PER_MINUTE)
      this.#pause(endpoint, (index + 1) * MINUTE_MS - this.#skewMs + ROUNDING_MS);
    return Math.max(...[ALL, endpoint].map((key) => this.#pausedUntil.get(key) ?? 0)) - now;
  }

  #count(endpoint: string): void {
    const { index, sent } = this.#minuteOf(endpoint);
    this.#minutes.set(endpoint, { index, sent: sent + 1 });
  }

  #minuteOf(endpoint: string): Minute {
    const index = Math.floor((this.#time.now() + this.#skewMs) / MINUTE_MS);
    const minute = this.#minutes.get(endpoint);
    return minute?.index === index ? minute : { index, sent: 0 };
  }

  /** The first call that has to wait says so. */
  #pause(key: string, until: number): void {
    const now = this.#time.now();
    const longer = until - Math.max(this.#pausedUntil.get(key) ?? 0, now);
    if (longer <= 0) return;
    this.#pausedUntil.set(key, until);
    if (longer > ANNOUNCED_WAIT_MS)
      this.#announce(`GitLab's rate limit: waiting ${Math.ceil((until - now) / 1_000)} s, until ${timeOf(until, now)}`);
  }
}

/** The day is in it where it is another one than now's. */
function timeOf(ms: number, now: number): string {
  const [text, today] = [ms, now].map((each) => new Date(each).toISOString());
  return `${text?.slice(0, 10) === today?.slice(0, 10) ? "" : `${text?.slice(0, 10)} `}${text?.slice(11, 19)} UTC`;
}

function waitedLongEnough(until: number, now: number) {
  return refusal(
    "rate limit",
    `GitLab's rate limit did not let it through in time: it ends at ${timeOf(until, now)}. Nothing was sent. Run it again later, or ask an administrator for a higher limit.`,
  );
}
