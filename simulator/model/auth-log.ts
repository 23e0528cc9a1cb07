import type { Clock } from "./clock";

/** When a job token of one project was last let into another. */
export interface Authorization {
  readonly accessedId: number;
  readonly originId: number;
  readonly lastAuthorizedAt: Date;
}

/** GitLab writes five minutes after a use, and once for all uses until then. app/models/ci/job_token/authorization.rb */
const DELAY_MS = 5 * 60 * 1000;

/** The log of job tokens that were let in: one line for each two projects. https://docs.gitlab.com/ci/jobs/ci_job_token/#job-token-authentication-log */
export class AuthLog {
  readonly #byAccessed = new Map<number, Map<number, Authorization>>();
  /** What is not written yet, the oldest first. Its time is when it will be. */
  readonly #pending = new Map<string, Authorization>();

  constructor(readonly clock: Clock) {}

  /** Notes a use, which is in the log five minutes later. A project that opens itself is not in it. */
  capture(accessedId: number, originId: number): void {
    if (accessedId === originId) return;
    this.#settle();
    const key = `${accessedId} ${originId}`;
    if (this.#pending.has(key)) return;
    const lastAuthorizedAt = new Date(this.clock.now().getTime() + DELAY_MS);
    this.#pending.set(key, { accessedId, originId, lastAuthorizedAt });
  }

  /** Writes a line at once. */
  record(line: Authorization): void {
    const { accessedId, originId } = line;
    if (accessedId === originId) return;
    const lines = this.#byAccessed.get(accessedId) ?? new Map<number, Authorization>();
    this.#byAccessed.set(accessedId, lines.set(originId, line));
  }

  of(accessedId: number): Authorization[] {
    this.#settle();
    return [...(this.#byAccessed.get(accessedId)?.values() ?? [])];
  }

  removeProject(id: number): void {
    this.#byAccessed.delete(id);
    for (const lines of this.#byAccessed.values()) lines.delete(id);
    for (const [key, { accessedId, originId }] of this.#pending) {
      if (accessedId === id || originId === id) this.#pending.delete(key);
    }
  }

  #settle(): void {
    for (const [key, line] of this.#pending) {
      if (line.lastAuthorizedAt > this.clock.now()) continue;
      this.#pending.delete(key);
      this.record(line);
    }
  }
}
