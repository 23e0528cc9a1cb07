import { spawnSync } from "node:child_process";
import { existsSync, utimesSync } from "node:fs";
import { hostname } from "node:os";
import { withLock } from "../../../../tools/setup/lock";
import { eventually, Scratch } from "../scratch";

describe("a lock", () => {
  let scratch: Scratch;
  beforeEach(() => {
    scratch = new Scratch();
  });
  afterEach(() => scratch.remove());

  const file = () => scratch.path("a.lock");
  const never = () => {
    throw new Error("it waited");
  };

  it("lets one work at a time and tells the other once", async () => {
    let told = 0;
    let release = () => {};
    const order: string[] = [];
    const first = withLock(file(), never, async () => {
      await new Promise<void>((resolve) => {
        release = resolve;
      });
      order.push("first");
    });
    const second = withLock(
      file(),
      () => told++,
      async () => order.push("second"),
    );
    await eventually(() => told > 0);
    expect(order).toEqual([]);
    release();
    await Promise.all([first, second]);
    expect(order).toEqual(["first", "second"]);
    expect(told).toBe(1);
  });

  it("is given back after a failure", async () => {
    const work = withLock(file(), never, async () => {
      throw new Error("broken");
    });
    await expect(work).rejects.toThrow("broken");
    expect(existsSync(file())).toBe(false);
  });

  it("of a process that is gone is taken over at once", async () => {
    const { pid } = spawnSync("true");
    scratch.write("a.lock", JSON.stringify({ host: hostname(), pid }));
    expect(await withLock(file(), never, async () => "done")).toBe("done");
  });

  it("of another machine is taken over when nobody touches it any more", async () => {
    scratch.write("a.lock", JSON.stringify({ host: "elsewhere", pid: 1 }));
    const longAgo = new Date(Date.now() - 60_000);
    utimesSync(file(), longAgo, longAgo);
    expect(await withLock(file(), never, async () => "done")).toBe("done");
  });

  it("of another machine is respected while it is touched", async () => {
    scratch.write("a.lock", JSON.stringify({ host: "elsewhere", pid: 1 }));
    let waited = false;
    const work = withLock(
      file(),
      () => {
        waited = true;
      },
      async () => "done",
    );
    await eventually(() => waited);
    utimesSync(file(), 0, 0);
    expect(await work).toBe("done");
  });
});
