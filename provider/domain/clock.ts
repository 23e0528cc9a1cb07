import { dayOf } from "./calendar";
import { type Environment, filled } from "./environment";
import { refusal } from "./user-error";

/** The time of a run, as far as rotations go. */
export interface Clock {
  readonly now: Date;
  /** Rotations that are due are left to another run. */
  readonly hold: boolean;
}

/** `GITLAB_CI_ACCESS_NOW` moves the clock, `GITLAB_CI_ACCESS_ROTATION=hold` stops it. */
export function clockOf(env: Environment, real: () => Date = () => new Date()): Clock {
  const rotation = filled(env.GITLAB_CI_ACCESS_ROTATION);
  if (rotation !== undefined && rotation !== "hold")
    throw refusal(
      "GITLAB_CI_ACCESS_ROTATION",
      `GITLAB_CI_ACCESS_ROTATION is "${rotation}": set it to hold, which leaves rotations that are due to another run, or leave it out.`,
    );
  return { now: timeIn(env) ?? real(), hold: rotation === "hold" };
}

/** Today's date in UTC, like `2027-01-31`. */
export function todayIn(env: Environment, real: () => Date = () => new Date()): string {
  return dayOf(timeIn(env) ?? real());
}

function timeIn(env: Environment): Date | undefined {
  const text = filled(env.GITLAB_CI_ACCESS_NOW);
  if (text === undefined) return undefined;
  const date = new Date(text);
  if (/^\d{4}-\d{2}-\d{2}(T|$)/.test(text) && !Number.isNaN(date.getTime())) return date;
  throw refusal(
    "GITLAB_CI_ACCESS_NOW",
    `GITLAB_CI_ACCESS_NOW is "${text}", which is no date: write it as ISO 8601, like 2027-01-31 or 2027-01-31T08:00:00Z, or leave it out.`,
  );
}
