import { requireAdmin } from "../access";
import { newTokenValue } from "../access-tokens";
import { type AccessToken, isActive, isScope, presentAccessToken, scopes } from "../entities/access-token";
import { badRequest, notFound, recordNotFound, refuse, unauthorized } from "../errors";
import type { Instance } from "../instance";
import { paged, pages } from "../pagination";
import { boolean, day, integer, list, moment, text } from "../param-types";
import { optional, requires, type Values } from "../params";
import { created, noContent, ok } from "../reply";
import { route, type SignedCall } from "../router";
import { userById } from "./users";

/** Days that a token may live at most. https://docs.gitlab.com/user/profile/personal_access_tokens/ */
const maximumLifetime = 365;

const filters = {
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
type Filters = Values<typeof filters>;

export const personalAccessTokenRoutes = [
  route(
    "POST /users/:id/personal_access_tokens",
    {
      before: requireAdmin,
      params: {
        id: requires(integer),
        name: requires(text),
        description: optional(text),
        expires_at: optional(day),
        scopes: requires(list(text), { items: scopes }),
      },
    },
    (call) => {
      const { instance, params } = call;
      const { id: userId } = userById(instance, params.id);
      const lastDay = daysAhead(instance, maximumLifetime);
      const required = instance.settings.requireTokenExpiry;
      const expiresAt = params.expires_at ?? (required ? lastDay : null);
      if (required && expiresAt !== null && expiresAt > lastDay) {
        throw refuse(422, `Expires at must be before ${lastDay}`);
      }
      const details = { userId, name: params.name ?? "", scopes: (params.scopes ?? []).filter(isScope), expiresAt };
      const value = newTokenValue(instance.settings.tokenPrefix);
      const description = params.description ?? null;
      const token = instance.tokens.create({ ...details, description, value }, instance.clock.now());
      return created({ ...present(instance, token), token: token.value });
    },
  ),

  route(
    "GET /personal_access_tokens",
    { before: requireOwnList, params: { ...filters, ...pages, user_id: optional(integer) } },
    (call) => {
      const { instance, params, user } = call;
      if (user.admin && params.user_id !== undefined && !instance.users.byId(params.user_id ?? 0)) throw notFound();
      const ownerId = user.admin ? params.user_id : user.id;
      const candidates =
        ownerId === undefined || ownerId === null ? instance.tokens.all() : instance.tokens.ofUser(ownerId);
      const rows = candidates.filter((token) => matches(token, params, instance.clock.today()));
      return paged(
        call,
        rows.filter((token) => user.admin || !token.impersonation),
        (row) => present(instance, row),
      );
    },
  ),

  // Any token may ask about and revoke itself, whatever its scopes.
  route("GET /personal_access_tokens/self", { scopes: "any" }, ({ instance, token }) => ok(present(instance, token))),

  route("DELETE /personal_access_tokens/self", { scopes: "any" }, ({ token }) => {
    token.revoked = true;
    return noContent();
  }),

  route("GET /personal_access_tokens/:id", { params: { id: requires(integer) } }, (call) => {
    const { instance, params, user } = call;
    const token = instance.tokens.byId(params.id ?? 0);
    // Only administrators learn that there is no such token.
    if (token === undefined || !isTheirs(call, token)) throw user.admin ? notFound() : unauthorized();
    return ok(present(instance, token));
  }),

  route("DELETE /personal_access_tokens/:id", { params: { id: requires(integer) } }, (call) => {
    const token = call.instance.tokens.byId(call.params.id ?? 0);
    if (token === undefined) throw recordNotFound();
    if (!isTheirs(call, token)) throw badRequest();
    token.revoked = true;
    return noContent();
  }),
];

function isTheirs({ user }: SignedCall, token: AccessToken): boolean {
  return user.admin || token.userId === user.id;
}

function requireOwnList({ user, given }: SignedCall): void {
  const asked = given.user_id;
  if (user.admin || asked === undefined || asked === null || asked === "") return;
  if (String(asked) !== String(user.id)) throw unauthorized();
}

function present(instance: Instance, token: AccessToken) {
  return presentAccessToken(token, instance.clock.today());
}

function daysAhead(instance: Instance, days: number): string {
  return new Date(instance.clock.now().getTime() + days * 86_400_000).toISOString().slice(0, 10);
}

function matches(token: AccessToken, filters: Filters, today: string): boolean {
  if (filters.revoked !== undefined && filters.revoked !== token.revoked) return false;
  if (filters.search && !token.name.toLowerCase().includes(filters.search.toLowerCase())) return false;
  return isInState(token, filters.state ?? undefined, today) && isInTime(token, filters);
}

/** A token that dies today is neither: GitLab's filter of inactive ones compares with "before today". */
function isInState(token: AccessToken, state: "active" | "inactive" | undefined, today: string): boolean {
  if (state === undefined) return true;
  if (state === "active") return isActive(token, today);
  return token.revoked || (token.expiresAt !== null && token.expiresAt < today);
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
