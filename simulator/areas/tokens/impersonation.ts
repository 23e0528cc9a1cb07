import { invalid, notFound } from "../../grape/errors";
import { paged, pages } from "../../grape/pagination";
import { day, integer, list, text } from "../../grape/param-types";
import { optional, requires } from "../../grape/params";
import { created, noContent, ok } from "../../grape/reply";
import { route, type SignedCall } from "../../grape/router";
import { type AccessToken, isScope, presentAccessToken, scopes } from "../../model/access-token";
import type { Instance } from "../../model/instance";
import { requireAdmin } from "../access";
import { userById } from "../users/routes";
import { filteredTokens } from "./filters";
import { expiryProblem } from "./lifetime";

const ofUser = { user_id: requires(integer) };
const oneToken = { ...ofUser, impersonation_token_id: requires(integer) };

/** Tokens with which administrators act as somebody, who does not see them. */
export const impersonationTokenRoutes = [
  route(
    "GET /users/:user_id/impersonation_tokens",
    {
      before: requireAdmin,
      params: { ...ofUser, ...pages, state: optional(text, { values: ["all", "active", "inactive"], initial: "all" }) },
    },
    (call) => {
      const { instance, params } = call;
      const state = params.state === "all" ? {} : { state: params.state };
      const rows = filteredTokens(impersonating(instance, params.user_id), state, instance.clock.today());
      return paged(call, rows, (token) => present(instance, token));
    },
  ),

  route(
    "POST /users/:user_id/impersonation_tokens",
    {
      before: requireAdmin,
      params: {
        ...ofUser,
        name: requires(text),
        description: optional(text),
        expires_at: optional(day),
        scopes: optional(list(text), { items: scopes }),
      },
    },
    ({ instance, params }) => {
      const { id: userId } = userById(instance, params.user_id);
      const [expiresAt, held] = [params.expires_at ?? null, (params.scopes ?? []).filter(isScope)];
      requireValid(instance, expiresAt, held.length);
      const details = { userId, name: params.name ?? "", description: params.description ?? null, scopes: held };
      const token = instance.tokens.create({ ...details, expiresAt, impersonation: true }, instance.clock.now());
      return created({ ...present(instance, token), token: token.value });
    },
  ),

  route(
    "GET /users/:user_id/impersonation_tokens/:impersonation_token_id",
    { before: requireAdmin, params: oneToken },
    (call) => ok(present(call.instance, found(call))),
  ),

  route(
    "DELETE /users/:user_id/impersonation_tokens/:impersonation_token_id",
    { before: requireAdmin, params: oneToken },
    (call) => {
      call.instance.tokens.revoke(found(call), call.instance.clock.now());
      return noContent();
    },
  ),
];

function impersonating(instance: Instance, userId: number | null): AccessToken[] {
  const user = userById(instance, userId);
  return instance.tokens.ofUser(user.id).filter(({ impersonation }) => impersonation);
}

type TokenCall = SignedCall<{ readonly user_id: number | null; readonly impersonation_token_id: number | null }>;

function found({ instance, params }: TokenCall): AccessToken {
  const tokens = impersonating(instance, params.user_id);
  const token = tokens.find(({ id }) => id === params.impersonation_token_id);
  if (token === undefined) throw notFound("Impersonation Token");
  return token;
}

/** No service fills in a last day here, so that the model refuses a token without. */
function requireValid(instance: Instance, expiresAt: string | null, scopeCount: number): void {
  const tooFar = expiryProblem(instance, expiresAt)?.replace("Expires at ", "");
  const missing = expiresAt === null && instance.settings.requireTokenExpiry ? "can't be blank" : undefined;
  const expiry = missing ?? tooFar;
  const errors = {
    ...(scopeCount === 0 ? { scopes: ["can't be blank"] } : {}),
    ...(expiry === undefined ? {} : { expires_at: [expiry] }),
  };
  if (Object.keys(errors).length > 0) throw invalid(errors);
}

function present(instance: Instance, token: AccessToken) {
  return { ...presentAccessToken(token, instance.clock.today()), impersonation: true };
}
