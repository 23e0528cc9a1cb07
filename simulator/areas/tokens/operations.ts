import { badRequest, notFound, refuse, unauthorized } from "../../grape/errors";
import { type AccessToken, isScope } from "../../model/access-tokens";
import type { Resource } from "../../model/bots";
import type { Instance } from "../../model/instance";
import { AccessLevel } from "../../model/members";
import type { User } from "../../model/users";
import { type Act, isArchived, levelOn } from "../access";
import { daysAhead, expiryProblem, newTokenExpiry, requireValidImpersonation, rotatedTokenExpiry } from "./lifetime";
import {
  descriptionProblem,
  emptinessProblem,
  encompasses,
  isAtTokenLimit,
  mayManageTokens,
  mayReadTokens,
} from "./rules";

/** What a request may say about a new token. */
export interface Wanted {
  readonly name: string | null;
  readonly description?: string | null;
  readonly expires_at?: string | null;
  readonly scopes?: readonly string[] | null;
}

interface WantedOfResource extends Wanted {
  readonly access_level: number | null;
}

/** Makes a token with which the user acts. */
export function createPersonalToken(instance: Instance, userId: number, wanted: Wanted): AccessToken {
  return createForUser(instance, userId, { ...wanted, expires_at: newTokenExpiry(instance, wanted.expires_at) });
}

/** Makes a token for the caller, with one of the few scopes that GitLab allows for it. It lives a day if the request names no date. */
export function createOwnToken({ instance, user }: Act, wanted: Wanted): AccessToken {
  if (user.kind === "project_bot") throw refuse(403, "Not permitted to create");
  return createForUser(instance, user.id, { ...wanted, expires_at: wanted.expires_at ?? daysAhead(instance, 1) });
}

function createForUser(instance: Instance, userId: number, wanted: Wanted): AccessToken {
  const { expires_at: expiresAt = null, description = null } = wanted;
  const problem =
    emptinessProblem(wanted.name, wanted.scopes) ??
    expiryProblem(instance, expiresAt) ??
    descriptionProblem(description);
  if (problem !== undefined) throw refuse(422, problem);
  return add(instance, userId, { ...wanted, expires_at: expiresAt, description });
}

/** Makes a token with which an administrator acts as the user. */
export function createImpersonationToken(instance: Instance, userId: number, wanted: Wanted): AccessToken {
  const { name, description = null, expires_at: expiresAt = null } = wanted;
  requireValidImpersonation(instance, { name, description, expiresAt, scopeCount: (wanted.scopes ?? []).length });
  return add(instance, userId, wanted, true);
}

/** Makes a token of a project or group, with a bot behind it. */
export function createResourceToken(act: Act, resource: Resource, wanted: WantedOfResource): AccessToken {
  const { instance, user } = act;
  const level = wanted.access_level ?? AccessLevel.maintainer;
  requireMayCreate(act, resource, level);
  const expiresAt = newTokenExpiry(instance, wanted.expires_at);
  const problem =
    emptinessProblem(wanted.name, wanted.scopes) ??
    expiryProblem(instance, expiresAt) ??
    descriptionProblem(wanted.description ?? null);
  if (problem !== undefined) throw badRequest(problem);
  const bot = instance.bots.add(resource, wanted.name ?? "", level, user);
  return add(instance, bot.id, { ...wanted, expires_at: expiresAt });
}

function add(instance: Instance, userId: number, wanted: Wanted, impersonation = false): AccessToken {
  const { name, description = null, expires_at: expiresAt = null } = wanted;
  const scopes = (wanted.scopes ?? []).filter(isScope);
  const details = { userId, name: name ?? "", description, scopes, expiresAt, impersonation };
  return instance.tokens.create(details, instance.clock.now());
}

/** All refusals of making a token are bad requests, missing rights included. */
function requireMayCreate({ instance, user }: Act, resource: Resource, level: number): void {
  const isClosed = resource.kind === "group" && isArchived(instance, resource);
  if (isClosed || !mayManageTokens(instance, user, resource)) {
    throw badRequest(`User does not have permission to create ${resource.kind} access token`);
  }
  if (!encompasses(levelOn(instance, user, resource), level)) {
    throw badRequest("Access level of the token contains permissions not held by the creating user");
  }
  if (isAtTokenLimit(instance, resource)) throw badRequest("Access token limit reached");
}

export function revoke({ tokens, clock }: Instance, token: AccessToken): void {
  tokens.revoke(token, clock.now());
}

/** Ends a token of a project or group. A bot may end itself, no other. */
export function revokeResourceToken({ instance, user }: Act, resource: Resource, token: AccessToken): void {
  const isOther = user.kind === "project_bot" && token.userId !== user.id;
  if (isOther || !mayReadTokens(instance, user, resource)) {
    throw badRequest(`${user.name} cannot delete ${botBehind(instance, token).name}`);
  }
  revoke(instance, token);
}

function botBehind({ users }: Instance, token: AccessToken): User {
  const bot = users.byId(token.userId);
  if (bot === undefined) throw new Error(`Token ${token.id} has no user.`);
  return bot;
}

/**
 * Ends a token and makes the next of its family. Only a revoked one is refused: one that has expired is rotated like
 * any other.
 */
export function rotate(instance: Instance, token: AccessToken, asked: string | null | undefined): AccessToken {
  requireRotatable(token);
  const expiresAt = rotatedTokenExpiry(instance, asked);
  const problem = expiryProblem(instance, expiresAt);
  if (problem !== undefined) throw badRequest(problem);
  revoke(instance, token);
  const { userId, name, description, scopes, impersonation, familyId } = token;
  const next = { userId, name, description, scopes, impersonation, familyId, expiresAt };
  return instance.tokens.create(next, instance.clock.now());
}

/** Rotates a token of a project or group; only administrators learn that there is no such token. */
export function rotateResourceToken(
  act: Act,
  { resource, token }: { readonly resource: Resource; readonly token: AccessToken | undefined },
  asked: string | null | undefined,
): AccessToken {
  const { instance, user } = act;
  if (token === undefined || !mayManageTokens(instance, user, resource)) {
    throw user.admin ? notFound() : unauthorized();
  }
  requireRotatable(token);
  requireHolds(act, resource, token);
  return rotate(instance, token, asked);
}

function requireRotatable(token: AccessToken): void {
  if (token.revokedAt !== null) throw badRequest("Token already revoked");
}

function requireHolds({ instance, user }: Act, resource: Resource, token: AccessToken): void {
  if (user.admin) return;
  const botLevel = instance.members.level(token.userId, resource);
  if (!encompasses(levelOn(instance, user, resource), botLevel)) {
    throw badRequest("Not eligible to rotate tokens with permissions not held by the user");
  }
}

/** Returns the token of that id if the caller may see it: their own, or as an administrator anybody's. */
export function visibleToken({ instance, user }: Act, id: number | null): AccessToken | undefined {
  const token = instance.tokens.byId(id ?? 0);
  return token !== undefined && (user.admin || token.userId === user.id) ? token : undefined;
}
