import { notFound, refuse, unauthorized } from "../../grape/errors";
import { paged, pages } from "../../grape/pagination";
import { day, integer, list, text } from "../../grape/param-types";
import { optional, requires } from "../../grape/params";
import { created, noContent, ok } from "../../grape/reply";
import { type Route, route, type SignedCall } from "../../grape/router";
import type { AccessToken } from "../../model/access-tokens";
import type { Resource } from "../../model/bots";
import { AccessLevel, type MemberSource } from "../../model/members";
import { placeAt } from "../addresses";
import { filteredTokens, tokenFilters } from "./list-filters";
import { createResourceToken, revokeResourceToken, rotate, rotateResourceToken } from "./operations";
import { presentResourceToken, withValue } from "./presentation";
import { mayReadTokens } from "./rules";

/** The scopes of project and group tokens. The container registry is on, so its two scopes are among them. */
const BOT_SCOPES = [
  "api",
  "read_api",
  "create_runner",
  "manage_runner",
  "k8s_proxy",
  "self_rotate",
  "mcp",
  "mcp_orbit",
  "read_repository",
  "write_repository",
  "read_registry",
  "write_registry",
  "read_virtual_registry",
  "write_virtual_registry",
  "read_observability",
  "write_observability",
  "ai_features",
];
const BOT_LEVELS = Object.values(AccessLevel).filter((level) => level >= AccessLevel.guest);

const resourceParams = { id: requires(text) };
const rotation = { expires_at: optional(day) };
const oneToken = { ...resourceParams, token_id: requires(text) };
const newToken = {
  ...resourceParams,
  name: requires(text),
  description: optional(text),
  scopes: requires(list(text), { items: BOT_SCOPES }),
  expires_at: optional(day),
  access_level: optional(integer, { values: BOT_LEVELS, initial: AccessLevel.maintainer }),
};

/** Groups and projects have the same endpoints for their tokens. */
export const resourceTokenRoutes = [...routesOf("project"), ...routesOf("group")];

function routesOf(kind: MemberSource): Route[] {
  const all = `/${kind}s/:id/access_tokens` as const;
  return [
    route(`GET ${all}`, { params: { ...resourceParams, ...tokenFilters, ...pages } }, (call) => {
      const { instance, params } = call;
      const resource = readable(call, placeAt(call, kind));
      const rows = filteredTokens(instance.bots.tokensOf(resource), params, instance.clock.today());
      return paged(call, rows, (token) => presentResourceToken(instance, resource, token));
    }),

    route(`POST ${all}`, { params: newToken }, (call) => {
      const resource = placeAt(call, kind);
      return created(presentWithValue(call, resource, createResourceToken(call, resource, call.params)));
    }),

    route(`GET ${all}/:token_id`, { params: oneToken }, (call) => {
      const resource = readable(call, placeAt(call, kind));
      return ok(presentResourceToken(call.instance, resource, tokenOf(call, resource)));
    }),

    route(`DELETE ${all}/:token_id`, { params: oneToken }, (call) => {
      const resource = placeAt(call, kind);
      revokeResourceToken(call, resource, tokenOf(call, resource));
      return noContent();
    }),

    route(
      `POST ${all}/self/rotate`,
      { scopes: ["api", "self_rotate"], params: { ...resourceParams, ...rotation } },
      (call) => {
        const { instance, params, user } = call;
        if (user.kind !== "project_bot") throw refuse(405, "405 Method Not Allowed");
        const resource = placeAt(call, kind);
        if (!instance.bots.tokensOf(resource).includes(call.token)) throw unauthorized();
        return ok(presentWithValue(call, resource, rotate(instance, call.token, params.expires_at)));
      },
    ),

    route(`POST ${all}/:token_id/rotate`, { params: { ...oneToken, ...rotation } }, (call) => {
      const resource = placeAt(call, kind);
      const next = rotateResourceToken(call, { resource, token: foundToken(call, resource) }, call.params.expires_at);
      return ok(presentWithValue(call, resource, next));
    }),
  ];
}

type TokenCall = SignedCall<{ readonly token_id: string | null }>;

/** A caller who may not read gets a 401, not a 403. */
function readable({ instance, user }: SignedCall, resource: Resource): Resource {
  if (!mayReadTokens(instance, user, resource)) throw unauthorized();
  return resource;
}

function foundToken({ instance, params }: TokenCall, resource: Resource): AccessToken | undefined {
  return instance.bots.tokensOf(resource).find((token) => String(token.id) === params.token_id);
}

function tokenOf(call: TokenCall, resource: Resource): AccessToken {
  const token = foundToken(call, resource);
  if (token === undefined) throw notFound(`${resource.kind} Access Token`);
  return token;
}

function presentWithValue({ instance }: SignedCall, resource: Resource, token: AccessToken) {
  return withValue(presentResourceToken(instance, resource, token), token);
}
