import { setTimeout as pause } from "node:timers/promises";

/** Waits for a condition. A deadline makes it a failure instead of a hang; `within` is in seconds. */
export async function until(condition: () => boolean | Promise<boolean>, within = 15): Promise<void> {
  const deadline = Date.now() + within * 1_000;
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error(`not so within ${within} s: ${condition}`);
    await pause(20);
  }
}
