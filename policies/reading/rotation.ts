import { daysBetween } from "../../provider/domain/calendar";
import { UNKNOWN } from "../../provider/domain/identity";
import type { InputsOf } from "./resource";

const DATE = /^\d{4}-\d{2}-\d{2}$/;

type Days = number | typeof UNKNOWN;

/** How long a token lives and how long before its end it is renewed. */
interface Rotation {
  readonly expirationDays: Days;
  readonly rotateBeforeDays: Days;
}

/** The resources whose tokens this package renews. */
export const ROTATING_TOKENS = ["RotatingProjectToken", "RotatingGroupToken"] as const;

export type RotatingToken = InputsOf<(typeof ROTATING_TOKENS)[number]>;

export function rotationOf({ rotationConfiguration: found }: RotatingToken): Rotation {
  const days = (key: string): Days => {
    if (typeof found !== "object" || found === null || !(key in found)) return UNKNOWN;
    const value: unknown = found[key as keyof typeof found]; // `in` has just said so.
    return typeof value === "number" ? value : UNKNOWN;
  };
  return { expirationDays: days("expirationDays"), rotateBeforeDays: days("rotateBeforeDays") };
}

/** The days left until a date among the inputs; undefined if the value is no date. */
export function daysLeft(date: unknown, today: string): number | undefined {
  return typeof date === "string" && DATE.test(date) ? daysBetween(today, date) : undefined;
}
