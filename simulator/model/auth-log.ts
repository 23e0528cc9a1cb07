/** When a job token of one project was last let into another. */
export interface Authorization {
  readonly accessedId: number;
  readonly originId: number;
  readonly lastAuthorizedAt: Date;
}

/** The log of job tokens that were let in: one line for each two projects. https://docs.gitlab.com/ci/jobs/ci_job_token/#job-token-authentication-log */
export class AuthLog {
  readonly #byAccessed = new Map<number, Map<number, Authorization>>();

  /** A project that opens itself is not in the log. */
  record(accessedId: number, originId: number, lastAuthorizedAt: Date): void {
    if (accessedId === originId) return;
    const lines = this.#byAccessed.get(accessedId) ?? new Map<number, Authorization>();
    this.#byAccessed.set(accessedId, lines.set(originId, { accessedId, originId, lastAuthorizedAt }));
  }

  of(accessedId: number): Authorization[] {
    return [...(this.#byAccessed.get(accessedId)?.values() ?? [])];
  }

  removeProject(id: number): void {
    this.#byAccessed.delete(id);
    for (const lines of this.#byAccessed.values()) lines.delete(id);
  }
}
