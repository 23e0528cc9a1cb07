import { badRequest, notFound, refuse, unauthorized } from "../../grape/errors";
import { paged, pages } from "../../grape/pagination";
import { day, integer, list, text } from "../../grape/param-types";
import { optional, requires } from "../../grape/params";
import { created, noContent, ok } from "../../grape/reply";
import { type Route, route, type SignedCall } from "../../grape/router";
import { type AccessToken, isScope, presentAccessToken } from "../../model/access-token";
import type { Resource } from "../../model/bots";
import { AccessLevel, type MemberSource } from "../../model/member";
import type { User } from "../../model/user";
import { findGroup, findProject, levelOn } from "../access";
import { filteredTokens, tokenFilters } from "./filters";
import { expiryProblem, newTokenExpiry } from "./lifetime";
import { encompasses, isAtTokenLimit, mayManageTokens, mayReadTokens } from "./rights";
import { requireRotatable, rotate } from "./rotation";

/** What tokens of projects and groups may do; the registry's two come with the registry, which is on. */
const botScopes = [
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
const botLevels = Object.values(AccessLevel).filter((level) => level >= AccessLevel.guest);
const maximumDescription = 255;

const resourceParams = { id: requires(text) };
const oneToken = { ...resourceParams, token_id: requires(text) };
const newToken = {
  ...resourceParams,
  name: requires(text),
  description: optional(text),
  scopes: requires(list(text), { items: botScopes }),
  expires_at: optional(day),
  access_level: optional(integer, { values: botLevels, initial: AccessLevel.maintainer }),
};

/** Groups and projects have the same endpoints for their tokens. */
export const resourceAccessTokenRoutes = [...routesOf("project"), ...routesOf("group")];

function routesOf(kind: MemberSource): Route[] {
  const all = `/${kind}s/:id/access_tokens` as const;
  const find = (call: SignedCall<{ readonly id: string | null }>): Resource =>
    kind === "group" ? findGroup(call, call.params.id) : findProject(call, call.params.id);
  return [
    route(`GET ${all}`, { params: { ...resourceParams, ...tokenFilters, ...pages } }, (call) => {
      const { instance, params } = call;
      const resource = find(call);
      requireReader(call, resource);
      const rows = filteredTokens(instance.bots.tokensOf(resource), params, instance.clock.today());
      return paged(call, rows, (token) => present(call, resource, token));
    }),

    route(`POST ${all}`, { params: newToken }, (call) => {
      const { instance, params, user } = call;
      const resource = find(call);
      const level = params.access_level ?? AccessLevel.maintainer;
      requireMayCreate(call, resource, level);
      const expiresAt = newTokenExpiry(instance, params.expires_at);
      const description = params.description ?? null;
      const problem = expiryProblem(instance, expiresAt) ?? descriptionProblem(description);
      if (problem !== undefined) throw badRequest(problem);
      const [name, scopes] = [params.name ?? "", (params.scopes ?? []).filter(isScope)];
      const { id: userId } = instance.bots.add(resource, name, level, user);
      const token = instance.tokens.create({ userId, name, description, scopes, expiresAt }, instance.clock.now());
      return created(presentWithValue(call, resource, token));
    }),

    route(`GET ${all}/:token_id`, { params: oneToken }, (call) => {
      const resource = find(call);
      requireReader(call, resource);
      return ok(present(call, resource, tokenOf(call, resource)));
    }),

    route(`DELETE ${all}/:token_id`, { params: oneToken }, (call) => {
      const { instance, user } = call;
      const resource = find(call);
      const token = tokenOf(call, resource);
      if (!mayRevoke(call, resource, token)) {
        throw badRequest(`${user.name} cannot delete ${botBehind(call, token).name}`);
      }
      instance.tokens.revoke(token, instance.clock.now());
      return noContent();
    }),

    route(
      `POST ${all}/self/rotate`,
      { scopes: ["api", "self_rotate"], params: { ...resourceParams, expires_at: optional(day) } },
      (call) => {
        const { instance, params, user } = call;
        if (user.kind !== "project_bot") throw refuse(405, "405 Method Not Allowed");
        const resource = find(call);
        if (!instance.bots.tokensOf(resource).includes(call.token)) throw unauthorized();
        return ok(presentWithValue(call, resource, rotate(instance, call.token, params.expires_at)));
      },
    ),

    route(`POST ${all}/:token_id/rotate`, { params: { ...oneToken, expires_at: optional(day) } }, (call) => {
      const { instance, params, user } = call;
      const resource = find(call);
      const token = mayManageTokens(instance, user, resource) ? foundToken(call, resource) : undefined;
      // Only administrators learn that there is no such token.
      if (token === undefined) throw user.admin ? notFound() : unauthorized();
      requireRotatable(token);
      requireHolds(call, resource, token);
      return ok(presentWithValue(call, resource, rotate(instance, token, params.expires_at)));
    }),
  ];
}

type TokenCall = SignedCall<{ readonly token_id: string | null }>;

/** Whoever may not read is told to sign in, not that it is forbidden. */
function requireReader({ instance, user }: SignedCall, resource: Resource): void {
  if (!mayReadTokens(instance, user, resource)) throw unauthorized();
}

function foundToken({ instance, params }: TokenCall, resource: Resource): AccessToken | undefined {
  return instance.bots.tokensOf(resource).find((token) => String(token.id) === params.token_id);
}

function tokenOf(call: TokenCall, resource: Resource): AccessToken {
  const token = foundToken(call, resource);
  if (token === undefined) throw notFound(`${resource.kind} Access Token`);
  return token;
}

/** All refusals of making a token are bad requests, missing rights included. */
function requireMayCreate({ instance, user }: SignedCall, resource: Resource, level: number): void {
  if (!mayManageTokens(instance, user, resource)) {
    throw badRequest(`User does not have permission to create ${resource.kind} access token`);
  }
  if (!encompasses(levelOn(instance, user, resource), level)) {
    throw badRequest("Access level of the token contains permissions not held by the creating user");
  }
  if (isAtTokenLimit(instance, resource)) throw badRequest("Access token limit reached");
}

function descriptionProblem(description: string | null): string | undefined {
  const tooLong = description !== null && description.length > maximumDescription;
  return tooLong ? `Description is too long (maximum is ${maximumDescription} characters)` : undefined;
}

/** A bot may end itself, no other. */
function mayRevoke({ instance, user }: SignedCall, resource: Resource, token: AccessToken): boolean {
  if (user.kind === "project_bot" && token.userId !== user.id) return false;
  return mayReadTokens(instance, user, resource);
}

function requireHolds({ instance, user }: SignedCall, resource: Resource, token: AccessToken): void {
  if (user.admin) return;
  const botLevel = instance.members.level(token.userId, resource);
  if (!encompasses(levelOn(instance, user, resource), botLevel)) {
    throw badRequest("Not eligible to rotate tokens with permissions not held by the user");
  }
}

function botBehind({ instance }: SignedCall, token: AccessToken): User {
  const bot = instance.users.byId(token.userId);
  if (bot === undefined) throw new Error(`Token ${token.id} has no user.`);
  return bot;
}

function present({ instance }: SignedCall, resource: Resource, token: AccessToken) {
  const member = instance.members.find(resource.kind, resource.id, token.userId);
  return {
    ...presentAccessToken(token, instance.clock.today()),
    access_level: member?.accessLevel,
    resource_type: resource.kind,
    resource_id: resource.id,
  };
}

function presentWithValue(call: SignedCall, resource: Resource, token: AccessToken) {
  return { ...present(call, resource, token), token: token.value };
}
