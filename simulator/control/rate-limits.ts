import type { Reply } from "../grape/reply";
import type { Clock } from "../model/clock";
import { type PathPattern, pathMatcher } from "./path-pattern";

/** A limit per caller over fixed windows of time. */
export interface RateLimit {
  /** As in `RateLimit-Name`. */
  readonly name: string;
  readonly limit: number;
  /** Default: 60. */
  readonly periodSeconds?: number;
  readonly method?: string;
  readonly path?: PathPattern;
  /**
   * `text` (the default) is how GitLab's request throttles answer: plain text with `RateLimit-*` and `Retry-After`.
   * `json` is how its per-endpoint limits answer: an object, and no such header.
   */
  readonly form?: "text" | "json";
}

/**
 * GitLab.com's own figures for the endpoints that this package uses.
 * https://docs.gitlab.com/user/gitlab_com/#rate-limits-on-gitlabcom
 * https://docs.gitlab.com/administration/settings/rate_limit_on_projects_api/
 */
export const gitlabComLimits: readonly RateLimit[] = [
  { name: "throttle_authenticated_api", limit: 2000 },
  { name: "project_api", limit: 400, method: "GET", path: "/projects/*", form: "json" },
  { name: "group_api", limit: 400, method: "GET", path: "/groups/*", form: "json" },
  { name: "projects_api", limit: 2000, periodSeconds: 600, method: "GET", path: "/projects", form: "json" },
];

interface Window {
  readonly index: number;
  count: number;
}

/** Counts callers' requests against limits. Off without limits. */
export class RateLimiter {
  readonly #limits: readonly (RateLimit & { readonly fits: (path: string) => boolean })[];
  readonly #windows = new Map<string, Window>();

  constructor(
    limits: readonly RateLimit[],
    readonly clock: Clock,
  ) {
    this.#limits = limits.map((limit) => ({
      ...limit,
      fits: limit.path === undefined ? () => true : pathMatcher(limit.path),
    }));
  }

  /** Counts one request; the answer for it, if it is one too many. */
  take(caller: string, method: string, path: string): Reply | undefined {
    const now = this.clock.now().getTime() / 1000;
    for (const limit of this.#limits) {
      if ((limit.method !== undefined && limit.method !== method) || !limit.fits(path)) continue;
      const period = limit.periodSeconds ?? 60;
      const window = this.#count(`${limit.name} ${caller}`, Math.floor(now / period));
      if (window.count <= limit.limit) continue;
      if (limit.form === "json") return tooManyOfThis();
      return throttled({ ...limit, periodSeconds: period, observed: window.count, now });
    }
    return undefined;
  }

  #count(key: string, index: number): Window {
    const current = this.#windows.get(key);
    const window = current?.index === index ? current : { index, count: 0 };
    window.count += 1;
    this.#windows.set(key, window);
    return window;
  }
}

export function tooManyOfThis(): Reply {
  const error = "This endpoint has been requested too many times. Try again later.";
  return { status: 429, body: { message: { error } } };
}

interface Throttle {
  readonly name: string;
  readonly limit: number;
  readonly periodSeconds: number;
  readonly observed: number;
  /** Seconds since the epoch. */
  readonly now: number;
}

/** GitLab's throttle answer; its limit is always given per minute. */
export function throttled({ name, limit, periodSeconds, observed, now }: Throttle): Reply {
  const reset = (Math.floor(now / periodSeconds) + 1) * periodSeconds;
  return {
    status: 429,
    text: "Retry later\n",
    headers: {
      "Content-Type": "text/plain",
      "RateLimit-Name": name,
      "RateLimit-Limit": String(Math.ceil((limit * 60) / periodSeconds)),
      "RateLimit-Observed": String(observed),
      "RateLimit-Remaining": "0",
      "RateLimit-Reset": String(reset),
      "RateLimit-ResetTime": new Date(reset * 1000).toUTCString(),
      "Retry-After": String(Math.ceil(reset - now)),
    },
  };
}
