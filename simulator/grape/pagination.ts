import { grapeError } from "./errors";
import { integer } from "./param-types";
import { optional, type RawParams } from "./params";
import { ok, type Reply } from "./reply";

/** Declared by every paged list. https://docs.gitlab.com/api/rest/#pagination */
export const pages = { page: optional(integer, { initial: 1 }), per_page: optional(integer, { initial: 20 }) };

export const MAXIMUM_PER_PAGE = 100;
/** Past this many rows GitLab stops counting: no totals, no link to the last page. */
const COUNT_LIMIT = 10_000;

/** What a page needs to know of its request: `url` without query, and all parameters, for the links. */
export interface PageRequest {
  readonly url: string;
  readonly given: RawParams;
  readonly params: { readonly page: number | null; readonly per_page: number | null };
}

/** The page that was asked for, as GitLab's offset pagination answers it; only its rows are presented. */
export function paged<T>(request: PageRequest, rows: readonly T[], present: (row: T) => unknown): Reply {
  const page = positive("page", request.params.page ?? 1);
  const perPage = Math.min(positive("per_page", request.params.per_page ?? 20), MAXIMUM_PER_PAGE);
  const shown = rows.slice((page - 1) * perPage, page * perPage);
  return ok(shown.map(present), pageHeaders(request, page, perPage, rows.length));
}

export function positive(name: string, value: number): number {
  if (value < 1) throw grapeError(400, `${name} does not have a valid value`);
  return value;
}

function pageHeaders(request: PageRequest, page: number, perPage: number, total: number): Record<string, string> {
  const lastPage = Math.max(1, Math.ceil(total / perPage));
  const counted = total <= COUNT_LIMIT;
  const next = page < lastPage ? page + 1 : undefined;
  const previous = page > 1 && page <= lastPage ? page - 1 : undefined;
  const link = (rel: string, target: number | undefined) =>
    target === undefined ? [] : [`<${request.url}?${pageQuery(request, target)}>; rel="${rel}"`];
  return {
    Link: [
      ...link("prev", previous),
      ...link("next", next),
      ...link("first", 1),
      ...link("last", counted ? lastPage : undefined),
    ].join(", "),
    "X-Next-Page": String(next ?? ""),
    "X-Page": String(page),
    "X-Per-Page": String(perPage),
    "X-Prev-Page": String(previous ?? ""),
    ...(counted ? { "X-Total": String(total), "X-Total-Pages": String(lastPage) } : {}),
  };
}

/**
 * GitLab repeats every parameter it knows of, those of the path and defaults included, in alphabetical order. Unlike
 * GitLab's, these links leave out a credential that came as a parameter.
 */
function pageQuery(request: PageRequest, page: number): string {
  return queryOf({ ...request.given, ...request.params, page, per_page: request.params.per_page ?? 20 });
}

export function queryOf(params: RawParams): string {
  const { private_token: _private, access_token: _access, job_token: _job, ...all } = params;
  return Object.entries(all)
    .flatMap(([name, value]) => queryParts(name, value))
    .sort()
    .join("&");
}

function queryParts(name: string, value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap((item) => queryParts(`${name}[]`, item));
  if (value instanceof Date) return queryParts(name, value.toISOString());
  if (typeof value === "object" && value !== null) {
    return Object.entries(value).flatMap(([key, item]) => queryParts(`${name}[${key}]`, item));
  }
  return [`${encodeURIComponent(name)}=${encodeURIComponent(String(value ?? ""))}`];
}
