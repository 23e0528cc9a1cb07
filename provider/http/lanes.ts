/** Limits how many things run at the same time; the others wait for their turn. */
export class Lanes {
  readonly #waiting: (() => void)[] = [];

  #free: number;

  constructor(free: number) {
    this.#free = free;
  }

  /** Runs the work for each item. Returns the outcomes in the order of the items. A failure doesn't keep the other items from running. */
  each<Item, Result>(
    items: readonly Item[],
    work: (item: Item) => Promise<Result>,
  ): Promise<PromiseSettledResult<Result>[]> {
    return Promise.allSettled(items.map((item) => this.run(() => work(item))));
  }

  async run<Result>(work: () => Promise<Result>): Promise<Result> {
    if (this.#free > 0) this.#free -= 1;
    else await new Promise<void>((go) => this.#waiting.push(go)); // Takes over the lane of the item that wakes it.
    try {
      return await work();
    } finally {
      const next = this.#waiting.shift();
      if (next === undefined) this.#free += 1;
      else next();
    }
  }
}
