import { GraphQLError } from "graphql";
import { compare } from "../areas/lists";

type Key = number | string;

/** The keys by which rows are sorted. The last key must be another one for each row. */
export interface SortKey<T> {
  readonly of: (row: T) => Key;
  readonly descending?: boolean;
}

/** An order such as `name_asc`. Equal rows go by id, and so does a list without a known order. */
export function orderNamed<T extends { readonly id: number }>(
  sort: string,
  keys: Readonly<Record<string, (row: T) => Key>>,
): SortKey<T>[] {
  const [, name = "", direction] = /^(\w+)_(asc|desc)$/i.exec(sort) ?? [];
  const descending = direction?.toLowerCase() !== "asc";
  const byId = ({ id }: T) => id;
  return [
    { of: keys[name.toLowerCase()] ?? byId, descending },
    { of: byId, descending },
  ];
}

/** The arguments of every connection. */
export interface PageArguments {
  readonly first?: number | null;
  readonly last?: number | null;
  readonly after?: string | null;
  readonly before?: string | null;
}

interface Listing<T> {
  readonly rows: Iterable<T>;
  readonly sortedBy: readonly SortKey<T>[];
  /** Default: 100. */
  readonly maximum?: number;
}

interface Row<T> {
  readonly node: T;
  readonly keys: readonly Key[];
}

/** https://docs.gitlab.com/api/graphql/#limits */
export const MAXIMUM_PAGE = 100;

/**
 * One page of rows, as keyset pagination answers it. A cursor holds keys and no position, so that rows that come and go
 * between two pages move nothing.
 */
export function connection<T>({ rows, sortedBy, maximum = MAXIMUM_PAGE }: Listing<T>, page: PageArguments) {
  if (isGiven(page.first) && isGiven(page.last)) {
    throw new GraphQLError("Can only provide either `first` or `last`, not both");
  }
  const order = (a: readonly Key[], b: readonly Key[]) => compareKeys(sortedBy, a, b);
  const all: Row<T>[] = Array.from(rows, (node) => ({ node, keys: sortedBy.map(({ of }) => of(node)) }));
  all.sort((a, b) => order(a.keys, b.keys));
  const after = isGiven(page.after) ? keysIn(page.after, sortedBy.length) : undefined;
  const before = isGiven(page.before) ? keysIn(page.before, sortedBy.length) : undefined;
  const between = all.filter(
    ({ keys }) => !(after && order(keys, after) <= 0) && !(before && order(keys, before) >= 0),
  );
  const size = Math.max(0, Math.min(page.first ?? page.last ?? maximum, maximum));
  const shown = isGiven(page.last) ? between.slice(Math.max(0, between.length - size)) : between.slice(0, size);
  return { total: all.length, ...presentPage(shown, { first: all[0], last: all.at(-1) }) };
}

function presentPage<T>(shown: readonly Row<T>[], all: { first: Row<T> | undefined; last: Row<T> | undefined }) {
  const [start, end] = [shown[0], shown.at(-1)];
  return {
    nodes: shown.map(({ node }) => node),
    edges: shown.map((row) => ({ node: row.node, cursor: cursorOf(row) })),
    pageInfo: {
      hasNextPage: end !== undefined && end !== all.last,
      hasPreviousPage: start !== undefined && start !== all.first,
      startCursor: start ? cursorOf(start) : null,
      endCursor: end ? cursorOf(end) : null,
    },
  };
}

function isGiven<T>(value: T | null | undefined): value is T {
  return value !== null && value !== undefined;
}

function compareKeys<T>(sortedBy: readonly SortKey<T>[], a: readonly Key[], b: readonly Key[]): number {
  for (const [index, { descending }] of sortedBy.entries()) {
    const order = compare(a[index] ?? 0, b[index] ?? 0);
    if (order !== 0) return descending ? -order : order;
  }
  return 0;
}

function cursorOf<T>({ keys }: Row<T>): string {
  return Buffer.from(JSON.stringify(keys)).toString("base64url");
}

function keysIn(cursor: string, count: number): Key[] {
  try {
    const keys: unknown = JSON.parse(Buffer.from(cursor, "base64url").toString("utf8"));
    if (Array.isArray(keys) && keys.length === count) return keys;
  } catch {
    // What is no cursor is refused below, like one of another list.
  }
  throw new GraphQLError("Please provide a valid cursor");
}
