import { setImmediate } from "node:timers/promises";
import type { Time } from "../../../provider/http/pace";

/** A sleeper wakes at once, and by then its time has passed: no wait of the client costs a test anything. Sleepers sleep side by side. */
export function elapsingTime(): Time {
  let ahead = 0;
  const now = () => Date.now() + ahead;
  const sleep = async (ms: number) => {
    const until = now() + ms;
    await setImmediate();
    ahead += Math.max(0, until - now());
  };
  return { now, sleep };
}
