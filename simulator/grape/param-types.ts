import { type Coerce, refused } from "./params";

const truths = new Set(["1", "on", "t", "true", "y", "yes"]);
const lies = new Set(["0", "off", "f", "false", "n", "no"]);

/** An empty string counts as null for every type but text. */
function blankAsNull<T>(coerce: Coerce<T>): Coerce<T> {
  // The null of an empty string is one that the parameter's own rules judge, like any other null.
  return (value) => (value === "" ? (null as T) : coerce(value));
}

export const text: Coerce<string> = (value) =>
  typeof value === "string" || typeof value === "number" || typeof value === "boolean" ? String(value) : refused;

export const integer: Coerce<number> = blankAsNull((value) => {
  if (typeof value === "number") return Number.isInteger(value) ? value : refused;
  return typeof value === "string" && /^\s*[+-]?\d+\s*$/.test(value) ? Number(value) : refused;
});

export const boolean: Coerce<boolean> = blankAsNull((value) => {
  const word = String(value).toLowerCase();
  if (truths.has(word)) return true;
  return lies.has(word) ? false : refused;
});

/** A day, as `YYYY-MM-DD`; a longer ISO 8601 text is cut to its day. */
export const day: Coerce<string> = blankAsNull((value) => {
  if (typeof value !== "string" || !/^\d{4}-\d{2}-\d{2}/.test(value)) return refused;
  const date = value.slice(0, 10);
  const time = new Date(`${date}T00:00:00Z`);
  return !Number.isNaN(time.getTime()) && time.toISOString().startsWith(date) ? date : refused;
});

export const moment: Coerce<Date> = blankAsNull((value) => {
  const time = typeof value === "string" ? new Date(value) : undefined;
  return time === undefined || Number.isNaN(time.getTime()) ? refused : time;
});

/** GitLab's comma-separated arrays: a list, or one text with commas. */
export const list =
  <T>(item: Coerce<T>): Coerce<readonly T[]> =>
  (value) => {
    const parts = Array.isArray(value)
      ? value
      : String(value)
          .split(",")
          .filter((part) => part !== "");
    const items: T[] = [];
    for (const part of parts) {
      const parsed = item(typeof part === "string" ? part.trim() : part);
      if (parsed === refused) return refused;
      items.push(parsed);
    }
    return items;
  };

/** A list that must come as one: a text with commas is none. */
export const wholeList =
  <T>(item: Coerce<T>): Coerce<readonly T[]> =>
  (value) =>
    Array.isArray(value) || value === "" ? list(item)(value) : refused;

export const hash: Coerce<Readonly<Record<string, unknown>>> = (value) =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? { ...value } : refused;

/** For settings that are kept as they come. */
export const anything: Coerce<unknown> = (value) => value;
