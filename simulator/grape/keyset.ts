import { grapeError } from "./errors";
import { MAXIMUM_PER_PAGE, type PageRequest, paged, positive, queryOf } from "./pagination";
import { text } from "./param-types";
import { optional } from "./params";
import { ok, type Reply } from "./reply";

/** Declared by every list that GitLab also pages by a cursor. */
export const byCursor = { pagination: optional(text), cursor: optional(text) };

/** Records up to which GitLab pages by numbers where it also pages by keyset. */
const OFFSET_LIMIT = 50_000;

/** A list that GitLab also pages by keyset, which it does from a certain size on only. */
export interface KeysetList<T> {
  /** GitLab's name for what is listed. */
  readonly type: "Group" | "Project" | "User";
  /** Sorted as the request wants them. */
  readonly rows: readonly T[];
  readonly present: (row: T) => unknown;
}

interface OrderedRequest extends PageRequest {
  readonly params: PageRequest["params"] & {
    readonly order_by?: string | null | undefined;
    readonly sort?: string | null | undefined;
    readonly cursor?: string | null | undefined;
  };
}

/**
 * A page of a list whose keyset is the id: without totals, and with a link to whatever comes after the last id, which
 * is missing only where a page is empty. Rows come without what was seen before.
 * https://docs.gitlab.com/api/rest/#keyset-based-pagination
 */
export function pagedById<T extends { readonly id: number }>(request: OrderedRequest, list: KeysetList<T>): Reply {
  if (!wantsKeyset(request)) return pagedByNumber(request, list);
  if (request.params.order_by !== "id") throw unavailable();
  const perPage = sizeOf(request);
  const shown = list.rows.slice(0, perPage);
  const last = shown.at(-1);
  if (last === undefined) return ok([]);
  const bound = request.params.sort === "asc" ? "id_after" : "id_before";
  return ok(shown.map(list.present), nextLink(request, { per_page: perPage, [bound]: last.id }));
}

/** What a page by cursor needs beside its rows. */
export interface CursorList<T> extends KeysetList<T> {
  /** The orders in which GitLab has it, as `order_by sort`. */
  readonly orders: readonly string[];
  readonly initial: { readonly order_by: string; readonly sort: string };
  /** The columns that the rows are sorted by, the first one first: the cursor holds those of the last row seen. */
  readonly columns: (row: T) => Columns;
  /** Whether the rows come with the highest first. */
  readonly descending: boolean;
}

type Columns = Readonly<Record<string, number | string>>;

/** A page of a list that GitLab pages by a cursor; the link to the next page is missing on the last one. */
export function pagedByCursor<T>(request: OrderedRequest, list: CursorList<T>): Reply {
  if (!wantsKeyset(request)) return pagedByNumber(request, list);
  const { order_by, sort, cursor } = request.params;
  const order = { order_by: order_by ?? list.initial.order_by, sort: sort ?? list.initial.sort };
  if (!list.orders.includes(`${order.order_by} ${order.sort}`)) throw unavailable();
  const start = cursor ? startAfter(list, cursor) : 0;
  const perPage = sizeOf(request);
  const shown = list.rows.slice(start, start + perPage);
  const last = shown.at(-1);
  const isLast = last === undefined || start + perPage >= list.rows.length;
  const next = isLast ? {} : nextLink(request, { ...order, per_page: perPage, cursor: encoded(list.columns(last)) });
  return ok(shown.map(list.present), next);
}

/** GitLab's cursors are JSON in Base64, with the direction in which they lead. */
function encoded(columns: Columns): string {
  return Buffer.from(JSON.stringify({ ...columns, _kd: "n" })).toString("base64url");
}

/** Nothing catches a cursor that GitLab did not make: it becomes a 500. */
function startAfter<T>({ rows, columns, descending }: CursorList<T>, cursor: string): number {
  const seen: Columns = JSON.parse(Buffer.from(cursor, "base64url").toString("utf8"));
  const start = rows.findIndex((row) => isAfter(columns(row), seen, descending));
  return start === -1 ? rows.length : start;
}

function isAfter(columns: Columns, seen: Columns, descending: boolean): boolean {
  for (const [name, value] of Object.entries(columns)) {
    const other = seen[name] ?? "";
    if (value !== other) return value > other !== descending;
  }
  return false;
}

function pagedByNumber<T>(request: OrderedRequest, { type, rows, present }: KeysetList<T>): Reply {
  const { page, per_page: perPage } = request.params;
  if ((page ?? 1) * (perPage ?? 20) > OFFSET_LIMIT) {
    throw grapeError(
      405,
      `Offset pagination has a maximum allowed offset of ${OFFSET_LIMIT} for requests that return objects of type ` +
        `${type}. Remaining records can be retrieved using keyset pagination.`,
    );
  }
  return paged(request, rows, present);
}

function wantsKeyset({ given }: PageRequest): boolean {
  return given.pagination === "keyset";
}

function unavailable() {
  return grapeError(405, "Keyset pagination is not yet available for this type of request");
}

function sizeOf({ params }: PageRequest): number {
  return Math.min(positive("per_page", params.per_page ?? 20), MAXIMUM_PER_PAGE);
}

function nextLink(request: PageRequest, more: Readonly<Record<string, unknown>>): Record<string, string> {
  const query = queryOf({ ...request.given, ...request.params, ...more });
  return { Link: `<${request.url}?${query}>; rel="next"` };
}
