import type { RecordedRequest } from "./requests";

/** Sees every request that GitLab has acted on, at once and before anything else happens. The answer waits for what it returns. */
export type Watcher = (request: RecordedRequest) => Promise<void> | void;

export class Watchers {
  readonly #all = new Set<Watcher>();

  /** Answers how to stop it. */
  add(watcher: Watcher): () => void {
    this.#all.add(watcher);
    return () => this.#all.delete(watcher);
  }

  async tell(request: RecordedRequest): Promise<void> {
    await Promise.all([...this.#all].map((watcher) => watcher(request)));
  }
}
