import type { AddressKind } from "../../domain/address";
import { LIST_LIMIT } from "../../domain/list-limit";
import { UserError } from "../../domain/user-error";
import type { GitLab } from "../../gitlab/connection";
import type { Place } from "../../gitlab/place";
import { MAX_ATTEMPTS } from "../../gitlab/settle";
import { isNotFound, isRefusal, isUnsettled } from "../../http/errors";
import { type Entry, keyOf, mayReplace, nextStep } from "./plan";

export interface Failure {
  readonly entry: Entry;
  readonly doing: "add" | "find" | "remove";
  readonly error: UserError;
}

interface Goal {
  readonly project: Place;
  readonly kinds: readonly AddressKind[];
  readonly wanted: readonly Entry[];
  /** Targets that could not even be found. */
  readonly unfound: readonly Failure[];
  /** Returns whether this entry, which is not wanted, may be removed. */
  mayGo(entry: Entry): boolean;
}

type Outcome = PromiseSettledResult<void> | undefined;

/** Changes the lists of one project to what is wanted, step by step, and knows at any time what GitLab holds. */
export class AllowlistEdit {
  #held = new Map<string, Entry>();
  readonly #failed = new Map<string, Failure>();
  readonly #attempts = new Map<string, number>();
  readonly #gitlab: GitLab;
  readonly #goal: Goal;

  constructor(gitlab: GitLab, goal: Goal, present: readonly Entry[]) {
    this.#gitlab = gitlab;
    this.#goal = goal;
    this.#hold(present);
    for (const failure of goal.unfound) this.#failed.set(keyOf(failure.entry), failure);
  }

  get present(): readonly Entry[] {
    return [...this.#held.values()];
  }

  /** The failures that still count. A later attempt, or somebody else, may have brought about what failed first. */
  get failures(): readonly Failure[] {
    return [...this.#failed.values()].filter(
      ({ doing, entry }) => (doing === "remove") === this.#held.has(keyOf(entry)),
    );
  }

  /** Returns whether everything got in that can be found. A target that can't be found does not keep the switch off. */
  get isFilled(): boolean {
    return this.missing.length === 0 && this.#lacking.every(({ error }) => isNotFound(error));
  }

  /** Adds what is missing and reads the lists back. Removes entries only where GitLab's limit leaves no room. */
  async fill(): Promise<void> {
    while (this.missing.length > 0) {
      const step = nextStep({ present: this.present, missing: this.missing, surplus: this.#surplus });
      if (step.add.length > 0) await this.#add(step.add);
      else if (step.remove.length > 0) await this.#remove(step.remove);
      else return this.#giveUp();
    }
  }

  async removeSurplus(): Promise<void> {
    await this.#remove(this.#surplus);
  }

  #hold(entries: readonly Entry[]): void {
    this.#held = new Map(entries.map((entry) => [keyOf(entry), entry]));
  }

  async #look(): Promise<void> {
    this.#hold(await readLists(this.#gitlab, this.#goal.project, this.#goal.kinds));
  }

  /** The wanted entries that have not been tried yet, or that may be tried again. */
  get missing(): Entry[] {
    return this.#goal.wanted.filter((entry) => !this.#held.has(keyOf(entry)) && !this.#failed.has(keyOf(entry)));
  }

  /** The entries to remove. An unwanted entry is held back where it may be the only access of a target whose addition failed. */
  get #surplus(): Entry[] {
    const wanted = new Set(this.#goal.wanted.map(keyOf));
    const mayGo = (entry: Entry) => !this.#failed.has(keyOf(entry)) && this.#goal.mayGo(entry);
    return this.present.filter(
      (entry) =>
        !wanted.has(keyOf(entry)) &&
        mayGo(entry) &&
        !this.#lacking.some(({ entry: other }) => mayReplace(other, entry)),
    );
  }

  /** The additions that failed. A target that GitLab can't find may only be hidden from this credential, so it counts, too. */
  get #lacking(): Failure[] {
    return this.failures.filter(({ doing }) => doing !== "remove");
  }

  /**
   * Does for many entries at once what `settle` does for one. A refusal may mean "it is there already", GitLab may have acted although the
   * answer was lost, and a success may have changed no list. One look at the list therefore decides for all of them.
   */
  async #add(entries: readonly Entry[]): Promise<void> {
    const { allowlists, lanes } = this.#gitlab;
    const outcomes = await lanes.each(entries, (entry) =>
      allowlists.post({ project: this.#goal.project, kind: entry.kind }, entry),
    );
    // Recorded before the list is read, because the reading may fail.
    this.#hold([...this.present, ...entries.filter((_, index) => outcomes[index]?.status === "fulfilled")]);
    await this.#look();
    for (const [index, entry] of entries.entries()) this.#judge(entry, outcomes[index]);
  }

  #judge(entry: Entry, outcome: Outcome): void {
    const key = keyOf(entry);
    if (this.#held.has(key)) return;
    const attempts = (this.#attempts.get(key) ?? 0) + 1;
    this.#attempts.set(key, attempts);
    const error = outcome?.status === "rejected" ? known(outcome.reason) : undefined;
    const mayPass = error === undefined || isUnsettled(error) || (isRefusal(error) && this.#isFull(entry.kind));
    if (mayPass && attempts < MAX_ATTEMPTS) return;
    this.#failed.set(key, { entry, doing: "add", error: error ?? vanished(entry) });
  }

  /** Someone else may have filled the list meanwhile. */
  #isFull(kind: AddressKind): boolean {
    return this.present.filter((entry) => entry.kind === kind).length >= LIST_LIMIT;
  }

  /**
   * GitLab answers 400 for an entry that is not listed and 404 for a target that is gone, and it may have acted although the answer was
   * lost. So the list decides here, too.
   */
  async #remove(entries: readonly Entry[]): Promise<void> {
    const { allowlists, lanes } = this.#gitlab;
    const outcomes = await lanes.each(entries, (entry) =>
      allowlists.delete({ project: this.#goal.project, kind: entry.kind }, entry),
    );
    for (const [index, entry] of entries.entries()) {
      const outcome = outcomes[index];
      if (outcome?.status === "fulfilled") this.#held.delete(keyOf(entry));
      else this.#failed.set(keyOf(entry), { entry, doing: "remove", error: known(outcome?.reason) });
    }
    if (outcomes.some(({ status }) => status === "rejected")) await this.#look();
  }

  #giveUp(): void {
    for (const entry of this.missing) this.#failed.set(keyOf(entry), { entry, doing: "add", error: noRoom(entry) });
  }
}

/** How many entries of each kind there may be. */
export type Lengths = Readonly<Record<AddressKind, number>>;

/** Returns what the lists of these kinds hold now. */
export async function readLists(
  { allowlists }: Pick<GitLab, "allowlists">,
  project: Place,
  kinds: readonly AddressKind[],
  expected?: Lengths,
): Promise<Entry[]> {
  const lists = await Promise.all(
    kinds.map(async (kind) => {
      const entries = await allowlists.entries({ project, kind }, expected?.[kind]);
      return [...entries].map(([id, path]): Entry => ({ kind, id, path }));
    }),
  );
  return lists.flat();
}

/** Returns an error for users as the failure of an entry, and throws any other error, which is a defect of ours. */
export function known(error: unknown): UserError {
  if (error instanceof UserError) return error;
  throw error;
}

function vanished({ kind, id }: Entry): UserError {
  const message = `GitLab took ${kind} ${id} and does not list it: someone else may be removing it.`;
  return new UserError({ summary: "an entry that is not listed", message, secrets: [] });
}

function noRoom({ kind, id }: Entry): UserError {
  const message = `There is no room for ${kind} ${id}: the list is full, and what is in it must stay for now.`;
  return new UserError({ summary: "a full list", message, secrets: [] });
}
