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
  private handAtWork = false;

  constructor(private readonly admitted: () => ReadonlySet<number>) {
    this.samples = [admitted()];
  }

  async afterRequest(due: (count: number) => Hand[], act: (hand: Hand) => Promise<Target | undefined>): Promise<void> {
    this.samples.push(this.admitted());
    if (this.handAtWork) return; // A hand's own request, or one beside it.
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
  private async letHand(hand: Hand, act: (hand: Hand) => Promise<Target | undefined>): Promise<void> {
    const before = this.admitted();
    this.handAtWork = true;
    const target = await act(hand).finally(() => {
      this.handAtWork = false;
    });
    const after = this.admitted();
    for (const caller of [...before, ...after]) {
      if (before.has(caller) !== after.has(caller)) this.excused.add(caller);
    }
    if (hand.do === "toggle") this.toggledByHand = true;
    else if (target !== undefined) (hand.do === "add" ? this.addedByHand : this.removedByHand).add(target);
  }
}
