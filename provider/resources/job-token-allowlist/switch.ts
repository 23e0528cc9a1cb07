import { refusal, UserError } from "../../domain/user-error";
import { getJobTokenScope, setJobTokenScope } from "../../gitlab/job-token-scope";
import type { Client } from "../../http/client";

/** The switch of one project, as far as its list manages it. */
export class Switch {
  /** What went wrong with it, which doesn't end the run. */
  failure: UserError | undefined;
  /** What GitLab says, where anyone looked. */
  enabled: boolean | undefined;
  private wasSet: boolean;

  /** `wanted` and `before` are undefined where it is, or was, not managed. */
  constructor(
    private readonly client: Client,
    private readonly projectId: string,
    private readonly wanted: boolean | undefined,
    before: boolean | undefined,
  ) {
    this.wasSet = before !== undefined;
  }

  /** What a state may say of it after a failure: nothing where it was never set, whatever GitLab says, so that the next run sets it. */
  get recorded(): { enabled?: boolean } {
    return this.wasSet && this.enabled !== undefined ? { enabled: this.enabled } : {};
  }

  /**
   * Sent even where GitLab says that it is so already, if it never was before: while an instance enforces the protection it says so
   * whatever the project has stored.
   */
  async set(): Promise<void> {
    const { wanted, client, projectId } = this;
    if (wanted === undefined) return;
    if (this.wasSet) {
      await this.look();
      if (this.enabled === wanted) return;
    }
    try {
      await setJobTokenScope(client, projectId, wanted);
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      this.failure = error;
      return;
    }
    this.wasSet = true;
    this.enabled = undefined;
    await this.look();
    if (this.enabled !== wanted) this.failure = keptAnother(projectId, wanted);
  }

  async look(): Promise<void> {
    if (this.wanted === undefined || this.enabled !== undefined) return;
    this.enabled = (await getJobTokenScope(this.client, this.projectId)).enabled;
  }
}

/** Some versions of GitLab take a change and keep another value without a word. */
function keptAnother(projectId: string, wanted: boolean): UserError {
  const state = wanted ? "on" : "off";
  return refusal(
    `PATCH /projects/${projectId}/job_token_scope had no effect`,
    `GitLab took the request to switch ${state} the job token scope of project ${projectId}, but the switch is not ${state}. ` +
      "Look at Admin → Settings → CI/CD → Job token permissions, where an instance enforces the protection.",
  );
}
