import type { RecordedRequest } from "../../../../simulator";
import type { ManualChange } from "./list-history";
import type { Target } from "./list-world";

interface Expected {
  /** Whom the program lets in, as far as the run can know it: who has access already keeps it all the time. */
  readonly promised: readonly number[];
  /** Whom the program lets in: nobody else gets access. */
  readonly invited: readonly number[];
  readonly wasClosed: boolean;
  /** Whether the program lets everybody in. */
  readonly mayOpen: boolean;
}

/** Records after every request who gets in, and lets people change the list by hand between two requests. */
export class AccessWatch {
  readonly #samples: ReadonlySet<number>[];
  readonly #excused = new Set<number>();
  readonly #removedByHand = new Set<Target>();
  readonly #addedByHand = new Set<Target>();
  #toggledByHand = false;
  #sightChanged = false;
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

  seen({ promised, invited, mayOpen, wasClosed }: Expected) {
    const [first, last] = [this.#samples[0] ?? new Set(), this.#admitted()];
    const samples = [...this.#samples, last];
    // Nobody can keep a promise while people take away what it reckons with.
    const isHindered = this.#removedByHand.size > 0 || (this.#sightChanged && !wasClosed);
    const owed = new Set([...last, ...(isHindered ? [] : promised)]);
    const interrupted = [...owed].filter(
      (caller) => first.has(caller) && !this.#excused.has(caller) && samples.some((admitted) => !admitted.has(caller)),
    );
    const welcome = new Set([...first, ...invited, ...this.#excused]);
    const everybody = new Set(samples.flatMap((admitted) => [...admitted]));
    const isOpen = mayOpen || this.#toggledByHand;
    return {
      interrupted,
      intruders: isOpen ? [] : [...everybody].filter((caller) => !welcome.has(caller)),
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
    else if (change.do === "sight") this.#sightChanged = true;
    else if (target !== undefined) (change.do === "add" ? this.#addedByHand : this.#removedByHand).add(target);
  }
}
