import type { RecordedRequest } from "../../../../simulator";
import type { ManualChange } from "./list-history";
import type { Target } from "./list-world";

/** Records after every request who gets in, and lets people change the list by hand between two requests. */
export class AccessWatch {
  readonly #samples: ReadonlySet<number>[];
  readonly #excused = new Set<number>();
  readonly #removedByHand = new Set<Target>();
  readonly #addedByHand = new Set<Target>();
  #toggledByHand = false;
  #count = 0;

  readonly #admitted: () => ReadonlySet<number>;

  constructor(admitted: () => ReadonlySet<number>) {
    this.#admitted = admitted;
    this.#samples = [admitted()];
  }

  async afterRequest(
    { user }: RecordedRequest,
    due: (count: number) => ManualChange[],
    act: (change: ManualChange) => Promise<Target | undefined>,
  ): Promise<void> {
    const before = this.#samples.at(-1);
    const after = this.#admitted();
    this.#samples.push(after);
    if (user === "root") return this.#excuse(before ?? new Set(), after);
    const manualChanges = due(this.#count);
    this.#count += 1;
    for (const change of manualChanges) await this.#letChange(change, act);
  }

  /** `promised` are those whom the program lets in: owed access only as long as nobody takes anything out of the list by hand. */
  seen(promised: readonly number[]) {
    const [first, last] = [this.#samples[0], this.#admitted()];
    const samples = [...this.#samples, last];
    const owed = new Set([...last, ...(this.#removedByHand.size > 0 ? [] : promised)]);
    const interrupted = [...owed].filter(
      (caller) => first?.has(caller) && !this.#excused.has(caller) && samples.some((admitted) => !admitted.has(caller)),
    );
    return {
      interrupted,
      removedByHand: this.#removedByHand,
      addedByHand: this.#addedByHand,
      toggledByHand: this.#toggledByHand,
    };
  }

  /** Whoever was let in or locked out by hand is no concern of the run. */
  #excuse(before: ReadonlySet<number>, after: ReadonlySet<number>): void {
    for (const caller of [...before, ...after]) {
      if (before.has(caller) !== after.has(caller)) this.#excused.add(caller);
    }
  }

  async #letChange(change: ManualChange, act: (change: ManualChange) => Promise<Target | undefined>): Promise<void> {
    const target = await act(change);
    if (change.do === "toggle") this.#toggledByHand = true;
    else if (target !== undefined) (change.do === "add" ? this.#addedByHand : this.#removedByHand).add(target);
  }
}
