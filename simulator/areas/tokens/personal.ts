import { badRequest, notFound, recordNotFound, refuse, unauthorized } from "../../grape/errors";
import { paged, pages } from "../../grape/pagination";
import { day, integer, list, text } from "../../grape/param-types";
import { optional, requires } from "../../grape/params";
import { created, noContent, ok } from "../../grape/reply";
import { route, type SignedCall } from "../../grape/router";
import { type AccessToken, isScope, presentAccessToken, scopes } from "../../model/access-token";
import type { Instance } from "../../model/instance";
import { requireAdmin } from "../access";
import { userById } from "../users/routes";
import { filteredTokens, tokenFilters } from "./filters";
import { daysAhead, expiryProblem, newTokenExpiry } from "./lifetime";
import { rotate } from "./rotation";

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
      const expiresAt = newTokenExpiry(instance, params.expires_at);
      const problem = expiryProblem(instance, expiresAt);
      if (problem !== undefined) throw refuse(422, problem);
      const details = { userId, name: params.name ?? "", scopes: (params.scopes ?? []).filter(isScope), expiresAt };
      const description = params.description ?? null;
      const token = instance.tokens.create({ ...details, description }, instance.clock.now());
      return created(presentWithValue(instance, token));
    },
  ),

  // Anybody for themselves, but only tokens that can do next to nothing.
  route(
    "POST /user/personal_access_tokens",
    {
      params: {
        name: requires(text),
        description: optional(text),
        expires_at: optional(day),
        scopes: requires(list(text), { items: ["k8s_proxy", "self_rotate"] }),
      },
    },
    ({ instance, params, user }) => {
      if (user.kind === "project_bot") throw refuse(403, "Not permitted to create");
      const expiresAt = params.expires_at ?? daysAhead(instance, 1);
      const problem = expiryProblem(instance, expiresAt);
      if (problem !== undefined) throw refuse(422, problem);
      const [name, description] = [params.name ?? "", params.description ?? null];
      const details = { userId: user.id, name, description, scopes: (params.scopes ?? []).filter(isScope) };
      return created(
        presentWithValue(instance, instance.tokens.create({ ...details, expiresAt }, instance.clock.now())),
      );
    },
  ),

  route(
    "GET /personal_access_tokens",
    { before: requireOwnList, params: { ...tokenFilters, ...pages, user_id: optional(integer) } },
    (call) => {
      const { instance, params, user } = call;
      if (user.admin && params.user_id !== undefined && !instance.users.byId(params.user_id ?? 0)) throw notFound();
      const ownerId = user.admin ? params.user_id : user.id;
      const candidates =
        ownerId === undefined || ownerId === null ? instance.tokens.all() : instance.tokens.ofUser(ownerId);
      const visible = candidates.filter((token) => user.admin || !token.impersonation);
      return paged(call, filteredTokens(visible, params, instance.clock.today()), (row) => present(instance, row));
    },
  ),

  // Any token may ask about and revoke itself, whatever its scopes.
  route("GET /personal_access_tokens/self", { scopes: "any" }, ({ instance, token }) => ok(present(instance, token))),

  route("DELETE /personal_access_tokens/self", { scopes: "any" }, ({ instance, token }) => {
    instance.tokens.revoke(token, instance.clock.now());
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
    const { tokens, clock } = call.instance;
    const token = tokens.byId(call.params.id ?? 0);
    if (token === undefined) throw recordNotFound();
    if (!isTheirs(call, token)) throw badRequest();
    tokens.revoke(token, clock.now());
    return noContent();
  }),

  route(
    "POST /personal_access_tokens/self/rotate",
    { scopes: ["api", "self_rotate"], params: { expires_at: optional(day) } },
    ({ instance, token, params }) => ok(presentWithValue(instance, rotate(instance, token, params.expires_at))),
  ),

  route(
    "POST /personal_access_tokens/:id/rotate",
    { params: { id: requires(integer), expires_at: optional(day) } },
    (call) => {
      const { instance, params, user } = call;
      const token = instance.tokens.byId(params.id ?? 0);
      if (token === undefined || !isTheirs(call, token)) throw user.admin ? notFound() : unauthorized();
      return ok(presentWithValue(instance, rotate(instance, token, params.expires_at)));
    },
  ),
];

function isTheirs({ user }: SignedCall, token: AccessToken): boolean {
  return user.admin || token.userId === user.id;
}

function requireOwnList({ user, given }: SignedCall): void {
  const asked = given.user_id;
  if (user.admin || asked === undefined || asked === null || asked === "") return;
  if (String(asked) !== String(user.id)) throw unauthorized();
}

/** Only making and rotating show the value. */
function presentWithValue(instance: Instance, token: AccessToken) {
  return { ...present(instance, token), token: token.value };
}

function present(instance: Instance, token: AccessToken) {
  return presentAccessToken(token, instance.clock.today());
}
