type Key = number | string;

/** Gitlab::SQL::Pattern: what is shorter is searched as a whole and not as a part. */
const SHORTEST_PART = 3;

/** Returns whether a field holds the text; GitLab's searches compare without case. */
export function includesText(field: string, search: string): boolean {
  const [text, wanted] = [field.toLowerCase(), search.toLowerCase()];
  return wanted.length < SHORTEST_PART ? text === wanted : text.includes(wanted);
}

/** Sorts rows by a key; `direction` is 1 or -1. */
export function sortBy<T>(rows: readonly T[], direction: number, key: (row: T) => Key): T[] {
  return rows.toSorted((a, b) => direction * compare(key(a), key(b)));
}

export function compare(a: Key, b: Key): number {
  return a < b ? -1 : Number(a > b);
}

/** Returns whether the filter is left out or contains the value. */
export function isAmong<T>(value: T, wanted: readonly T[] | null | undefined): boolean {
  return wanted === null || wanted === undefined || wanted.includes(value);
}
