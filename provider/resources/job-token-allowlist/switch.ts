import { UserError } from "../../domain/user-error";
import { getJobTokenScope } from "../../gitlab/allowlists";
import type { Place } from "../../gitlab/place";
import type { Client } from "../../http/client";
import { type Seen, setSwitch } from "../job-token-scope/switch";

/** The switch of one project, where its allowlist resource manages it. */
export class Switch {
  /** The error about the switch. It doesn't end the run. */
  failure: UserError | undefined;
  /** Why it was not turned on, as a sentence goes on. */
  waits?: string | undefined;
  /** GitLab's value, once it has been read. */
  enabled: boolean | undefined;
  #wasSet: boolean;
  readonly #client: Client;
  readonly #project: Place;
  readonly #wanted: boolean | undefined;

  /** `wanted` is undefined where the switch is not managed, and `before` where it was not managed. */
  constructor(client: Client, project: Place, wanted: boolean | undefined, before: boolean | undefined) {
    this.#client = client;
    this.#project = project;
    this.#wanted = wanted;
    this.#wasSet = before !== undefined;
  }

  /** What a state records after a failure. A switch that was never set is left out, whatever GitLab says, so that the next run sets it. */
  get recorded(): { enabled?: boolean } {
    return this.#wasSet && this.enabled !== undefined ? { enabled: this.enabled } : {};
  }

  /** Sets the switch where it was never set before, or where GitLab has another value than the wanted one. */
  async set(): Promise<void> {
    const wanted = this.#wanted;
    if (wanted === undefined) return;
    if (this.#wasSet) {
      await this.look();
      if (this.enabled === wanted) return;
    }
    const look = await this.#send(wanted);
    if (look === undefined) return;
    this.#wasSet = true;
    this.enabled = undefined;
    const { enabled, problem } = await look();
    this.enabled = enabled;
    this.failure = problem;
  }

  async #send(wanted: boolean): Promise<(() => Promise<Seen>) | undefined> {
    try {
      return await setSwitch(this.#client, this.#project, wanted);
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      this.failure = error;
      return undefined;
    }
  }

  async look(): Promise<void> {
    if (this.#wanted === undefined || this.enabled !== undefined) return;
    this.enabled = (await getJobTokenScope(this.#client, this.#project)).enabled;
  }
}
