import { Lanes } from "../../../../provider/http/lanes";

/** Work that ends when the test says so, and says how much of it is under way. */
class Work {
  readonly started: number[] = [];
  readonly #ends = new Map<number, { resolve: (item: number) => void; reject: (error: Error) => void }>();

  readonly do = (item: number): Promise<number> => {
    this.started.push(item);
    return new Promise((resolve, reject) => this.#ends.set(item, { resolve, reject }));
  };

  async end(item: number): Promise<void> {
    this.#ends.get(item)?.resolve(item * 10);
    await settled();
  }

  async fail(item: number): Promise<void> {
    this.#ends.get(item)?.reject(new Error(`no ${item}`));
    await settled();
  }
}

const settled = () => new Promise((resolve) => setImmediate(resolve));

describe("lanes", () => {
  it("run so many at the same time and no more, in order", async () => {
    const work = new Work();
    const all = new Lanes(2).each([1, 2, 3, 4], work.do);
    expect(work.started).toEqual([1, 2]);

    await work.end(2);
    expect(work.started).toEqual([1, 2, 3]);
    await work.end(1);
    expect(work.started).toEqual([1, 2, 3, 4]);
    await work.end(4);
    await work.end(3);

    expect((await all).map((outcome) => outcome.status === "fulfilled" && outcome.value)).toEqual([10, 20, 30, 40]);
  });

  it("are shared by all who work at the same time", async () => {
    const work = new Work();
    const lanes = new Lanes(2);
    const both = [lanes.each([1], work.do), lanes.each([2, 3], work.do)];
    expect(work.started).toEqual([1, 2]);

    await work.end(1);
    expect(work.started).toEqual([1, 2, 3]);
    await work.end(2);
    await work.end(3);
    await Promise.all(both);

    void lanes.each([4, 5, 6], work.do);
    expect(work.started).toEqual([1, 2, 3, 4, 5]);
  });

  it("tell a failure at its place and go on with the others", async () => {
    const work = new Work();
    const all = new Lanes(1).each([1, 2], work.do);
    await work.fail(1);
    await work.end(2);

    expect(await all).toEqual([
      { status: "rejected", reason: new Error("no 1") },
      { status: "fulfilled", value: 20 },
    ]);
  });

  it("have nothing to do for nothing", async () => {
    expect(await new Lanes(1).each([], async () => 1)).toEqual([]);
  });
});
