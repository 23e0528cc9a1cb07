import { badRequest, notFound, recordNotFound, unauthorized } from "../../grape/errors";
import { paged, pages } from "../../grape/pagination";
import { day, integer, list, text } from "../../grape/param-types";
import { optional, requires } from "../../grape/params";
import { created, noContent, ok } from "../../grape/reply";
import { route, type SignedCall } from "../../grape/router";
import { type AccessToken, TOKEN_SCOPES } from "../../model/access-tokens";
import type { Instance } from "../../model/instance";
import { requireAdmin } from "../access";
import { findUser } from "../addresses";
import { filteredTokens, tokenFilters } from "./list-filters";
import { createOwnToken, createPersonalToken, revoke, rotate, visibleToken } from "./operations";
import { presentToken, withValue } from "./presentation";

const byId = { id: requires(integer) };
const rotation = { expires_at: optional(day) };
const newToken = { name: requires(text), description: optional(text), expires_at: optional(day) };

export const personalTokenRoutes = [
  route(
    "POST /users/:id/personal_access_tokens",
    { before: requireAdmin, params: { ...byId, ...newToken, scopes: requires(list(text), { items: TOKEN_SCOPES }) } },
    ({ instance, params }) => {
      const token = createPersonalToken(instance, findUser(instance, params.id).id, params);
      return created(presentWithValue(instance, token));
    },
  ),

  // Any user may make a token for themselves, but only with these scopes.
  route(
    "POST /user/personal_access_tokens",
    { params: { ...newToken, scopes: requires(list(text), { items: ["k8s_proxy", "self_rotate"] }) } },
    (call) => created(presentWithValue(call.instance, createOwnToken(call, call.params))),
  ),

  route(
    "GET /personal_access_tokens",
    { before: requireOwnList, params: { ...tokenFilters, ...pages, user_id: optional(integer) } },
    (call) => {
      const { instance, params, user } = call;
      if (user.admin && params.user_id !== undefined && !instance.users.byId(params.user_id ?? 0)) throw notFound();
      const ownerId = user.admin ? (params.user_id ?? undefined) : user.id;
      const candidates = ownerId === undefined ? instance.tokens.all() : instance.tokens.ofUser(ownerId);
      const visible = candidates.filter((token) => user.admin || !token.impersonation);
      return paged(call, filteredTokens(visible, params, instance.clock.today()), (row) => presentToken(instance, row));
    },
  ),

  // Any token may ask about and revoke itself, whatever its scopes.
  route("GET /personal_access_tokens/self", { scopes: "any" }, ({ instance, token }) =>
    ok(presentToken(instance, token)),
  ),

  route("DELETE /personal_access_tokens/self", { scopes: "any" }, ({ instance, token }) => {
    revoke(instance, token);
    return noContent();
  }),

  route("GET /personal_access_tokens/:id", { params: byId }, (call) => {
    const token = visibleToken(call, call.params.id);
    if (token === undefined) throw unseen(call);
    return ok(presentToken(call.instance, token));
  }),

  route("DELETE /personal_access_tokens/:id", { params: byId }, (call) => {
    if (call.instance.tokens.byId(call.params.id ?? 0) === undefined) throw recordNotFound();
    const token = visibleToken(call, call.params.id);
    if (token === undefined) throw badRequest();
    revoke(call.instance, token);
    return noContent();
  }),

  route(
    "POST /personal_access_tokens/self/rotate",
    { scopes: ["api", "self_rotate"], params: rotation },
    ({ instance, token, params }) => ok(presentWithValue(instance, rotate(instance, token, params.expires_at))),
  ),

  route("POST /personal_access_tokens/:id/rotate", { params: { ...byId, ...rotation } }, (call) => {
    const token = visibleToken(call, call.params.id);
    if (token === undefined) throw unseen(call);
    return ok(presentWithValue(call.instance, rotate(call.instance, token, call.params.expires_at)));
  }),
];

/** Only administrators learn that there is no such token. */
function unseen({ user }: SignedCall) {
  return user.admin ? notFound() : unauthorized();
}

function requireOwnList({ user, given }: SignedCall): void {
  const asked = given.user_id;
  if (user.admin || asked === undefined || asked === null || asked === "") return;
  if (String(asked) !== String(user.id)) throw unauthorized();
}

function presentWithValue(instance: Instance, token: AccessToken) {
  return withValue(presentToken(instance, token), token);
}
