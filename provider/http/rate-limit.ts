/** An answer's headers, by their names in lower case. */
export type Headers = Readonly<Record<string, string | undefined>>;

/** GitLab counts most of its rate limits by the minutes of its own clock. https://docs.gitlab.com/security/rate_limits/ */
export const MINUTE_MS = 60_000;
/** GitLab names whole seconds. One more second is surely after the reset, and lets requests under way arrive. */
export const ROUNDING_MS = 1_000;
/** GitLab.com's limits count by the minute, a few by ten minutes. A longer wait will not end soon. https://docs.gitlab.com/security/rate_limits/ */
export const RATE_LIMIT_BUDGET_MS = 15 * 60_000;
