import { notFound } from "../../grape/errors";
import { paged, pages } from "../../grape/pagination";
import { day, integer, list, text } from "../../grape/param-types";
import { optional, requires } from "../../grape/params";
import { created, noContent, ok } from "../../grape/reply";
import { route, type SignedCall } from "../../grape/router";
import { type AccessToken, TOKEN_SCOPES } from "../../model/access-tokens";
import type { Instance } from "../../model/instance";
import { requireAdmin } from "../access";
import { findUser } from "../addresses";
import { requireUnmodified } from "../preconditions";
import { filteredTokens } from "./list-filters";
import { createImpersonationToken, revoke } from "./operations";
import { presentImpersonationToken, withValue } from "./presentation";

const all = "/users/:user_id/impersonation_tokens";
const ofUser = { user_id: requires(integer) };
const oneToken = { ...ofUser, impersonation_token_id: requires(integer) };
const states = { state: optional(text, { values: ["all", "active", "inactive"], initial: "all" }) };
const newToken = {
  ...ofUser,
  name: requires(text),
  description: optional(text),
  expires_at: optional(day),
  scopes: optional(list(text), { items: TOKEN_SCOPES }),
};

/** Tokens with which administrators act as somebody, who does not see them. */
export const impersonationTokenRoutes = [
  route(`GET ${all}`, { before: requireAdmin, params: { ...ofUser, ...pages, ...states } }, (call) => {
    const { instance, params } = call;
    const state = params.state === "all" ? {} : { state: params.state };
    const rows = filteredTokens(impersonating(instance, params.user_id), state, instance.clock.today());
    return paged(call, rows, (token) => presentImpersonationToken(instance, token));
  }),

  route(`POST ${all}`, { before: requireAdmin, params: newToken }, ({ instance, params }) => {
    const token = createImpersonationToken(instance, findUser(instance, params.user_id).id, params);
    return created(withValue(presentImpersonationToken(instance, token), token));
  }),

  route(`GET ${all}/:impersonation_token_id`, { before: requireAdmin, params: oneToken }, (call) =>
    ok(presentImpersonationToken(call.instance, found(call))),
  ),

  route(`DELETE ${all}/:impersonation_token_id`, { before: requireAdmin, params: oneToken }, (call) => {
    const token = found(call);
    requireUnmodified(call, token.revokedAt ?? token.createdAt);
    revoke(call.instance, token);
    return noContent();
  }),
];

function impersonating(instance: Instance, userId: number | null): AccessToken[] {
  const user = findUser(instance, userId);
  return instance.tokens.ofUser(user.id).filter(({ impersonation }) => impersonation);
}

type TokenCall = SignedCall<{ readonly user_id: number | null; readonly impersonation_token_id: number | null }>;

function found({ instance, params }: TokenCall): AccessToken {
  const tokens = impersonating(instance, params.user_id);
  const token = tokens.find(({ id }) => id === params.impersonation_token_id);
  if (token === undefined) throw notFound("Impersonation Token");
  return token;
}
