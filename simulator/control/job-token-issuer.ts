import type { Instance } from "../model/instance";
import type { Job } from "../model/job-tokens";

/** A job to start: of which project, and for whom. */
export interface JobDetails {
  /** The full path or the id of the project whose job it is. */
  readonly project: number | string;
  /** The name or the id of the user for whom it runs. */
  readonly user: number | string;
}

/** Gives out job tokens. */
export class JobTokenIssuer {
  readonly #instance: Instance;

  constructor(instance: Instance) {
    this.#instance = instance;
  }

  /** Starts a job and returns its token, as a job of a pipeline has it in `CI_JOB_TOKEN`. Throws if there is no such project or user. */
  create({ project, user }: JobDetails): string {
    const { namespaces, users, jobTokens } = this.#instance;
    const origin =
      typeof project === "number" ? namespaces.projects.get(project) : namespaces.projectAtPath(project)?.project;
    if (origin === undefined) throw new RangeError(`There is no project ${project}.`);
    const starter = users.byIdOrUsername(String(user));
    if (starter === undefined) throw new RangeError(`There is no user ${user}.`);
    return jobTokens.start(origin, starter).token;
  }

  /** Ends the job: its token then opens nothing. */
  end(token: Job["token"]): void {
    this.#instance.jobTokens.end(token);
  }
}
