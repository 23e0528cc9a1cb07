import type { AddressKind } from "../domain/address";
import type { Client } from "../http/client";
import type { PlaceAtPath } from "./entry-permissions";
import type { Place } from "./place";
import { type HeldEntry, readAccess } from "./project-access";

/** How old a shared list may be when a read uses it. All reads of one refresh begin within seconds of each other. */
const SHARED_FOR_MS = 60_000;

interface Held {
  readonly path: string;
  readonly entries: Map<string, HeldEntry>;
}

/** What the entries of a project give. All single entries of a project share one reading, and our own changes are put into it. */
export class SharedAccess {
  readonly #shared = new Map<string, { readonly readAt: number; readonly held: Promise<Held> }>();

  readonly #client: Client;
  readonly #now: () => number;
  readonly #learn: (kind: AddressKind, id: string, path: string) => void;

  /** `learn` gets the paths that the reading shows. */
  constructor(client: Client, now: () => number, learn: (kind: AddressKind, id: string, path: string) => void) {
    this.#client = client;
    this.#now = now;
    this.#learn = learn;
  }

  /** Returns the project at its path of today, and the entry, if it is listed. `isFresh` asks GitLab in any case. */
  async find(project: Place, target: Place, isFresh = false): Promise<{ project: PlaceAtPath; held?: HeldEntry }> {
    const { path, entries } = await this.#of(project, isFresh);
    const held = entries.get(keyOf(target));
    return { project: { ...project, path }, ...(held === undefined ? {} : { held }) };
  }

  /** Puts a change of our own into what is shared. A reading that is under way gets it, too. */
  amend({ id }: Place, target: Pick<Place, "id" | "kind">, entry: HeldEntry | undefined): void {
    this.#shared.get(id)?.held.then(
      ({ entries }) => (entry === undefined ? entries.delete(keyOf(target)) : entries.set(keyOf(target), entry)),
      () => undefined, // A failed reading has been dropped already.
    );
  }

  #of(project: Place, isFresh: boolean): Promise<Held> {
    const known = this.#shared.get(project.id);
    if (!isFresh && known !== undefined && this.#now() - known.readAt < SHARED_FOR_MS) return known.held;
    const reading = { readAt: this.#now(), held: this.#read(project) };
    this.#shared.set(project.id, reading);
    reading.held.catch(() => {
      if (this.#shared.get(project.id) === reading) this.#shared.delete(project.id);
    });
    return reading.held;
  }

  async #read(project: Place): Promise<Held> {
    const { path, entries } = await readAccess(this.#client, project, { entries: true });
    this.#learn("project", project.id, path);
    for (const { kind, id, path: of } of entries) this.#learn(kind, id, of);
    return { path, entries: new Map(entries.map((entry) => [keyOf(entry), entry])) };
  }
}

function keyOf({ kind, id }: Pick<Place, "id" | "kind">): string {
  return `${kind}:${id}`;
}
