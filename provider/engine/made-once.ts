import { UserError } from "../domain/user-error";
import { settle } from "../gitlab/settle";
import type { Mark } from "./owner-mark";

/** A thing in GitLab that is live and that nobody has used. */
export interface Unused {
  readonly id: string;
  /** What people call it. */
  readonly name: string;
  /** ISO 8601, where GitLab tells. */
  readonly madeAt: string | null | undefined;
  readonly mark: Mark | undefined;
}

/** The things of one kind in one place. GitLab shows the secret of each once: in the answer that makes it. */
export interface Shelf<Made extends { readonly id: number }> {
  /** "access token". Together with an id it names one thing of a GitLab. */
  readonly kind: string;
  /** "project 12". */
  readonly place: string;
  /** What a person should do with one that nobody needs: "revoke it under Settings → Access tokens". */
  readonly advice: string;
  make(): Promise<Made>;
  /** Lists what is live and unused, less what is known. Returns nothing where the credential may not look. */
  unused(isKnown: (id: string) => boolean): Promise<readonly Unused[]>;
  /** The same after the answer to `make` was lost. Throws where nobody can tell what `make` has done. */
  unusedAfter(lost: UserError, isKnown: (id: string) => boolean): Promise<readonly Unused[]>;
  remove(id: string): Promise<void>;
}

/**
 * What one process knows of the things that are made once, and the only place that makes them.
 *
 * A thing is removed only where this process asked for it and lost the answer: its mark carries an attempt number that no other process has
 * drawn. Nothing else proves whose a thing is: another backend, a copied state, a renamed stack, an alias and a retained resource have the
 * same key and the same numbers in their states. So what an interrupted run may have left is named, and never removed.
 */
export class MadeOnce {
  readonly #attempts = new Set<string>();
  readonly #things = new Set<string>();
  readonly #looks = new Map<string, Promise<readonly Unused[]>>();
  readonly #warn: (text: string) => void;

  constructor(warn: (text: string) => void) {
    this.#warn = warn;
  }

  /** Remembers things that an old input or output names: they are in a state of this run. */
  meet({ attempt, things = [] }: { readonly attempt?: unknown; readonly things?: readonly string[] }): void {
    if (typeof attempt === "string") this.#attempts.add(attempt);
    for (const thing of things) this.#things.add(thing);
  }

  /** Makes one. `mark.attempt` was drawn for this very call. */
  async make<Made extends { readonly id: number }>(shelf: Shelf<Made>, mark: Mark): Promise<Made> {
    const made = await settle({
      act: () => shelf.make(),
      look: async (lost) => {
        const unused = await shelf.unusedAfter(lost, this.#isKnownOn(shelf));
        for (const thing of unused) if (isSame(thing.mark, mark)) await shelf.remove(thing.id);
        return undefined;
      },
    });
    this.meet({ attempt: mark.attempt, things: [thingOn(shelf, String(made.id))] });
    await this.#nameLeftovers(shelf, mark.key);
    return made;
  }

  /** Warns about what earlier runs left. It must not throw, because a new secret must still reach the state. */
  async #nameLeftovers(shelf: Shelf<{ readonly id: number }>, key: string): Promise<void> {
    const left = (await this.#lookOnce(shelf)).filter(
      ({ id, mark }) => mark?.key === key && !this.#isMet(shelf, id, mark),
    );
    if (left.length === 0) return;
    this.meet({ things: left.map(({ id }) => thingOn(shelf, id)) }); // Each is named once.
    this.#warn(leftoverLine(shelf, left));
  }

  /** Looks once per place and run for all declarations, because whatever an earlier run left was there before. */
  #lookOnce(shelf: Shelf<{ readonly id: number }>): Promise<readonly Unused[]> {
    const where = `${shelf.kind} ${shelf.place}`;
    const look = this.#looks.get(where) ?? this.#look(shelf);
    this.#looks.set(where, look);
    return look;
  }

  async #look(shelf: Shelf<{ readonly id: number }>): Promise<readonly Unused[]> {
    try {
      return await shelf.unused(this.#isKnownOn(shelf));
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      this.#warn(
        `It is not known whether an interrupted run has left one more ${shelf.kind} in ${shelf.place}. The next run that makes one looks again. ${error.message}`,
      );
      return [];
    }
  }

  #isKnownOn(shelf: Pick<Shelf<never>, "kind">): (id: string) => boolean {
    return (id) => this.#things.has(thingOn(shelf, id));
  }

  #isMet(shelf: Pick<Shelf<never>, "kind">, id: string, mark: Mark): boolean {
    return this.#attempts.has(mark.attempt) || this.#things.has(thingOn(shelf, id));
  }
}

function isSame(found: Mark | undefined, mark: Mark): boolean {
  return found?.key === mark.key && found.attempt === mark.attempt;
}

function thingOn({ kind }: Pick<Shelf<never>, "kind">, id: string): string {
  return `${kind} ${id}`;
}

function leftoverLine({ kind, place, advice }: Shelf<{ readonly id: number }>, left: readonly Unused[]): string {
  const things = left.map(
    ({ id, name, madeAt }) => `${id} ("${name}"${madeAt ? `, made on ${madeAt.slice(0, 10)}` : ""})`,
  );
  return (
    `Left by an interrupted run, or another stack's: ${kind} ${things.join(", ")} in ${place}. It carries the mark of this declaration, nobody has used it, ` +
    `and no state that this run has read names it. It was not touched. Where no other stack and no other resource declares it, ${advice}.`
  );
}
