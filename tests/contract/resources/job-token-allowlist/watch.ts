import type { RecordedRequest } from "../../../../simulator";
import type { Target } from "./place";
import type { Hand } from "./script";

/** Looks after every request who gets in, and lets people change the list by hand between two requests. */
export class Watch {
  private readonly samples: ReadonlySet<number>[];
  private readonly excused = new Set<number>();
  private readonly removedByHand = new Set<Target>();
  private readonly addedByHand = new Set<Target>();
  private toggledByHand = false;
  private count = 0;

  constructor(private readonly admitted: () => ReadonlySet<number>) {
    this.samples = [admitted()];
  }

  async afterRequest(
    { user }: RecordedRequest,
    due: (count: number) => Hand[],
    act: (hand: Hand) => Promise<Target | undefined>,
  ): Promise<void> {
    const before = this.samples.at(-1);
    const after = this.admitted();
    this.samples.push(after);
    if (user === "root") return this.excuse(before ?? new Set(), after);
    const hands = due(this.count);
    this.count += 1;
    for (const hand of hands) await this.letHand(hand, act);
  }

  /** `promised` are those whom the program lets in; nobody can keep it while people take out of the list what it reckons with. */
  seen(promised: readonly number[]) {
    const { removedByHand, addedByHand, toggledByHand, excused } = this;
    const [first, last] = [this.samples[0], this.admitted()];
    const owed = new Set([...last, ...(removedByHand.size > 0 ? [] : promised)]);
    const interrupted = [...owed].filter(
      (caller) =>
        first?.has(caller) && !excused.has(caller) && [...this.samples, last].some((admitted) => !admitted.has(caller)),
    );
    return { interrupted, removedByHand, addedByHand, toggledByHand };
  }

  /** Whom people let in or lock out, nobody else did. */
  private excuse(before: ReadonlySet<number>, after: ReadonlySet<number>): void {
    for (const caller of [...before, ...after]) {
      if (before.has(caller) !== after.has(caller)) this.excused.add(caller);
    }
  }

  private async letHand(hand: Hand, act: (hand: Hand) => Promise<Target | undefined>): Promise<void> {
    const target = await act(hand);
    if (hand.do === "toggle") this.toggledByHand = true;
    else if (target !== undefined) (hand.do === "add" ? this.addedByHand : this.removedByHand).add(target);
  }
}
