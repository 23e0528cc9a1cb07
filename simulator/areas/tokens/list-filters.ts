import { boolean, day, moment, text } from "../../grape/param-types";
import { optional, type Values } from "../../grape/params";
import { type AccessToken, isActive } from "../../model/access-tokens";
import { compare, includesText } from "../lists";

/** Declared by every list of access tokens. */
export const tokenFilters = {
  revoked: optional(boolean),
  state: optional(text, { values: ["active", "inactive"] }),
  created_before: optional(moment),
  created_after: optional(moment),
  last_used_before: optional(moment),
  last_used_after: optional(moment),
  expires_before: optional(day),
  expires_after: optional(day),
  search: optional(text),
  sort: optional(text),
};
type Filters = Values<typeof tokenFilters>;

/** Those that were asked for, in the order that was asked for; GitLab ignores an order that it does not know. */
export function filteredTokens(tokens: readonly AccessToken[], filters: Filters, today: string): AccessToken[] {
  const rows = tokens.filter((token) => matches(token, filters, today));
  const [, field, direction] = /^(created|expires|last_used|name|id)(?:_at)?_(asc|desc)/.exec(filters.sort ?? "") ?? [];
  const key = ORDERS[field ?? "id"];
  if (key === undefined) return rows;
  const sign = direction === "desc" ? -1 : 1;
  // Of two that were created in one millisecond the higher id is the newer.
  const tie = field === "created" ? sign : 1;
  return rows.sort((a, b) => sign * compare(key(a), key(b)) || tie * (a.id - b.id));
}

const ORDERS: Readonly<Record<string, (token: AccessToken) => number | string>> = {
  id: ({ id }) => id,
  name: ({ name }) => name,
  created: ({ createdAt }) => createdAt.getTime(),
  // The database puts nulls last: tokens that never expire, and tokens that were never used.
  expires: ({ expiresAt }) => expiresAt ?? "9999-12-31",
  last_used: ({ lastUsedAt }) => lastUsedAt?.getTime() ?? Number.MAX_SAFE_INTEGER,
};

function matches(token: AccessToken, filters: Filters, today: string): boolean {
  if (typeof filters.revoked === "boolean" && filters.revoked !== (token.revokedAt !== null)) return false;
  if (filters.search && !includesText(token.name, filters.search)) return false;
  return isInState(token, filters.state ?? undefined, today) && isInTime(token, filters);
}

/** A token that dies today is neither: GitLab's filter of inactive ones compares with "before today". */
function isInState(token: AccessToken, state: "active" | "inactive" | undefined, today: string): boolean {
  if (state === undefined) return true;
  if (state === "active") return isActive(token, today);
  return token.revokedAt !== null || (token.expiresAt !== null && token.expiresAt < today);
}

function isInTime(token: AccessToken, filters: Filters): boolean {
  const { createdAt, lastUsedAt, expiresAt } = token;
  return (
    isBetween(createdAt.getTime(), filters.created_after?.getTime(), filters.created_before?.getTime()) &&
    isBetween(lastUsedAt?.getTime(), filters.last_used_after?.getTime(), filters.last_used_before?.getTime()) &&
    isBetween(expiresAt ?? undefined, filters.expires_after ?? undefined, filters.expires_before ?? undefined)
  );
}

function isBetween<T extends number | string>(value: T | undefined, after: T | undefined, before: T | undefined) {
  if (after === undefined && before === undefined) return true;
  if (value === undefined) return false;
  return (after === undefined || value >= after) && (before === undefined || value < before);
}
