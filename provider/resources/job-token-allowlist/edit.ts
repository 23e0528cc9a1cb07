import { LIST_LIMIT } from "../../domain/list-limit";
import { isWithin } from "../../domain/permissions";
import { UserError } from "../../domain/user-error";
import type { GitLab } from "../../gitlab/connection";
import { MAX_ATTEMPTS } from "../../gitlab/settle";
import { isNotFound, isRefusal, isUnsettled } from "../../http/errors";
import { Calls, type Lists, landedElsewhere } from "./calls";
import type { Leftovers } from "./closing";
import { landed, noRoom, vanished } from "./mishaps";
import { type Entry, gift, isOther, keyOf, nextStep, removable, type Situation } from "./plan";

export interface Failure {
  readonly entry: Entry;
  readonly doing: "add" | "change" | "find" | "remove";
  readonly error: UserError;
}

interface Goal extends Lists {
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
  readonly #calls: Calls;
  readonly #goal: Goal;

  constructor(gitlab: GitLab, goal: Goal, present: readonly Entry[]) {
    this.#calls = new Calls(gitlab, goal);
    this.#goal = goal;
    this.#hold(present);
    for (const failure of goal.unfound) this.#failed.set(keyOf(failure.entry), failure);
  }

  get present(): readonly Entry[] {
    return [...this.#held.values()];
  }

  /** The failures that still count. A later attempt, or somebody else, may have brought about what failed first. */
  get failures(): readonly Failure[] {
    return [...this.#failed.values()].filter(({ doing, entry }) => {
      const held = this.#held.get(keyOf(entry));
      if (doing === "change") return held !== undefined && isOther(held, entry);
      if (doing === "find") return held === undefined || isOther(held, entry);
      return (doing === "remove") === (held !== undefined);
    });
  }

  /** The wanted entries that are not there and may still be added: not tried yet, held back, or to be tried again. */
  get missing(): Entry[] {
    return this.#goal.wanted.filter((entry) => !this.#held.has(keyOf(entry)) && !this.#failed.has(keyOf(entry)));
  }

  /** The wanted entries that are there and still give something else. */
  get unchanged(): Entry[] {
    return this.#goal.wanted.filter((entry) => {
      const held = this.#held.get(keyOf(entry));
      return held !== undefined && isOther(held, entry);
    });
  }

  /**
   * Returns whether closing the project shuts nobody out. A target that can't be found does not keep the switch off; an entry that gives less
   * than it is to give does.
   */
  get isFilled(): boolean {
    const isNarrow = (entry: Entry) => !isWithin(gift(entry), gift(this.#held.get(keyOf(entry)) ?? entry));
    return (
      this.missing.length === 0 &&
      this.#lacking.every(({ error }) => isNotFound(error)) &&
      !this.unchanged.some(isNarrow)
    );
  }

  /** What is not as declared, and what is declared. */
  get leftovers(): Leftovers {
    const { surplus, lacking } = this.#situation;
    const failed = this.failures.filter(({ doing }) => doing === "remove").map(({ entry }) => entry);
    return { kept: [...surplus, ...failed], lacking, changing: this.unchanged, wanted: this.#goal.wanted };
  }

  /** Adds what is missing, reads the lists back, and changes what gives something else. Removes only where GitLab's limit leaves no room. */
  async fill(): Promise<void> {
    for (let step = nextStep(this.#situation); step !== undefined; step = nextStep(this.#situation)) {
      if (step.do === "add") await this.#add(step.entries);
      else if (step.do === "change") await this.#change(step.entries);
      else if (step.do === "remove") await this.#remove(step.entries);
      else for (const entry of step.entries) this.#fail(entry, "add", noRoom(entry));
    }
  }

  async removeSurplus(): Promise<void> {
    for (let next = removable(this.#situation); next.length > 0; next = removable(this.#situation))
      await this.#remove(next);
  }

  get #situation(): Situation {
    const wanted = new Set(this.#goal.wanted.map(keyOf));
    const isNew = (entry: Entry) => !this.#failed.has(keyOf(entry));
    const unwanted = this.present.filter((entry) => !wanted.has(keyOf(entry)) && this.#goal.mayGo(entry));
    const stuck = [...unwanted, ...this.unchanged].filter((entry) => !isNew(entry));
    return {
      present: this.present,
      missing: this.missing,
      lacking: this.#lacking.map(({ entry }) => entry),
      changing: this.unchanged.filter(isNew),
      surplus: unwanted.filter(isNew),
      stuck: stuck.map((entry) => this.#held.get(keyOf(entry)) ?? entry),
    };
  }

  /** The additions that failed. A target that GitLab can't find may only be hidden from this credential, so it counts, too. */
  get #lacking(): Failure[] {
    return this.failures.filter(({ doing }) => doing === "add" || doing === "find");
  }

  #hold(entries: readonly Entry[]): void {
    this.#held = new Map(entries.map((entry) => [keyOf(entry), entry]));
  }

  async #look(): Promise<void> {
    this.#hold(await this.#calls.read());
  }

  #fail(entry: Entry, doing: Failure["doing"], error: UserError): void {
    this.#failed.set(keyOf(entry), { entry, doing, error });
  }

  /**
   * Does for many entries at once what `settle` does for one. A refusal may mean "it is there already", GitLab may have acted although the
   * answer was lost, and a success may have changed no list. One look at the list therefore decides for all of them.
   */
  async #add(entries: readonly Entry[]): Promise<void> {
    const before = new Set(this.#held.keys());
    const outcomes = await this.#calls.add(entries);
    // Recorded before the list is read, because the reading may fail.
    this.#hold([...this.present, ...succeeded(entries, outcomes)]);
    await this.#look();
    for (const [index, entry] of entries.entries()) {
      if (this.#held.has(keyOf(entry))) continue;
      const others = landedElsewhere(entry, before, this.present);
      if (others.length > 0) await this.#remove(others);
      if (others.length > 0) this.#fail(entry, "add", landed(entry, others));
      else this.#judge("add", entry, outcomes[index]);
    }
  }

  /** The list decides here, too. */
  async #change(entries: readonly Entry[]): Promise<void> {
    const before = new Map(this.#held);
    const outcomes = await this.#calls.change(entries);
    this.#hold(
      [...before, ...succeeded(entries, outcomes).map((entry) => [keyOf(entry), entry] as const)].map(
        ([, entry]) => entry,
      ),
    );
    await this.#look();
    const others = new Set(this.unchanged.map(keyOf));
    for (const [index, entry] of entries.entries())
      if (others.has(keyOf(entry))) this.#judge("change", entry, outcomes[index]);
    const changed = entries.filter((entry) => this.#held.has(keyOf(entry)) && !others.has(keyOf(entry)));
    this.#calls.tell(
      changed.map((entry) => ({ entry, before: gift(before.get(keyOf(entry)) ?? entry), now: gift(entry) })),
    );
  }

  #judge(doing: "add" | "change", entry: Entry, outcome: Outcome): void {
    const key = keyOf(entry);
    const attempts = (this.#attempts.get(key) ?? 0) + 1;
    this.#attempts.set(key, attempts);
    const error = outcome?.status === "rejected" ? known(outcome.reason) : undefined;
    const mayPass = error === undefined || isUnsettled(error) || (isRefusal(error) && this.#isFull(entry.kind));
    if (mayPass && attempts < MAX_ATTEMPTS) return;
    this.#fail(entry, doing, error ?? vanished(entry));
  }

  /** Someone else may have filled the list meanwhile. */
  #isFull(kind: Entry["kind"]): boolean {
    return this.present.filter((entry) => entry.kind === kind).length >= LIST_LIMIT;
  }

  /**
   * GitLab answers 400 for an entry that is not listed and 404 for a target that is gone, and it may have acted although the answer was
   * lost. So the list decides here, too.
   */
  async #remove(entries: readonly Entry[]): Promise<void> {
    const outcomes = await this.#calls.remove(entries);
    for (const [index, entry] of entries.entries()) {
      const outcome = outcomes[index];
      if (outcome?.status === "fulfilled") this.#held.delete(keyOf(entry));
      else this.#fail(entry, "remove", known(outcome?.reason));
    }
    if (outcomes.some(({ status }) => status === "rejected")) await this.#look();
  }
}

/** Returns an error for users as the failure of an entry, and throws any other error, which is a defect of ours. */
export function known(error: unknown): UserError {
  if (error instanceof UserError) return error;
  throw error;
}

function succeeded(entries: readonly Entry[], outcomes: readonly Outcome[]): Entry[] {
  return entries.filter((_, index) => outcomes[index]?.status === "fulfilled");
}
