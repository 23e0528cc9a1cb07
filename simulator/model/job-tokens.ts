import type { Clock } from "./clock";
import type { Project } from "./project";
import type { SecretMint } from "./secret-mint";
import type { User } from "./users";

/** A job that runs, as far as its token goes: of which project, and for whom. */
export interface Job {
  readonly id: number;
  readonly token: string;
  readonly projectId: number;
  readonly userId: number;
  readonly startedAt: Date;
}

/** The tokens of jobs that run. There are no pipelines here, so that a job is nothing but its token. */
export class JobTokens {
  readonly #byToken = new Map<string, Job>();
  #lastId = 0;

  constructor(
    readonly mint: SecretMint,
    readonly clock: Clock,
  ) {}

  start(project: Project, user: User): Job {
    this.#lastId += 1;
    const token = this.mint.make("glcbt-");
    const job = { id: this.#lastId, token, projectId: project.id, userId: user.id, startedAt: this.clock.now() };
    this.#byToken.set(token, job);
    return job;
  }

  byToken(token: string): Job | undefined {
    return this.#byToken.get(token);
  }

  /** The token of a job that has ended opens nothing. */
  end(token: string): boolean {
    return this.#byToken.delete(token);
  }

  removeWhere(ended: (job: Job) => boolean): void {
    for (const job of this.#byToken.values()) if (ended(job)) this.end(job.token);
  }
}
