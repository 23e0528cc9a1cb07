import type { RecordedRequest } from "./requests";

/** Is called with every request on which GitLab has acted, before anything else happens; the answer waits for what it returns. */
export type Watcher = (request: RecordedRequest) => Promise<void> | void;

export class Watchers {
  readonly #all = new Set<Watcher>();

  /** Returns a function that stops it. */
  add(watcher: Watcher): () => void {
    this.#all.add(watcher);
    return () => this.#all.delete(watcher);
  }

  async tell(request: RecordedRequest): Promise<void> {
    await Promise.all([...this.#all].map((watcher) => watcher(request)));
  }
}
