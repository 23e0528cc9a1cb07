import type { RecordedRequest } from "./requests";

/** Is called with every request on which GitLab has acted, before anything else happens; the answer waits for what it returns. */
export type Watcher = (request: RecordedRequest) => Promise<void> | void;

export class Watchers {
  readonly #all = new Set<Watcher>();
  readonly #failures: unknown[] = [];

  /** Returns a function that stops it. */
  add(watcher: Watcher): () => void {
    this.#all.add(watcher);
    return () => this.#all.delete(watcher);
  }

  async tell(request: RecordedRequest): Promise<void> {
    await Promise.all([...this.#all].map((watcher) => this.#tell(watcher, request)));
  }

  /** Throws the first error of a watcher. While GitLab answers nobody can hear it, and a client would take it for GitLab's own fault. */
  mustHaveSucceeded(): void {
    if (this.#failures.length > 0) throw this.#failures[0];
  }

  async #tell(watcher: Watcher, request: RecordedRequest): Promise<void> {
    try {
      await watcher(request);
    } catch (error) {
      this.#failures.push(error);
    }
  }
}
