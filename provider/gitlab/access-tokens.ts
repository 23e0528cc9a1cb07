import { z } from "zod";
import type { Call, Client } from "../http/client";
import { isUnauthorized, type Purpose } from "../http/errors";
import { path } from "../http/path";
import { managerOf, type Place, placeName } from "./place";

/** https://docs.gitlab.com/api/project_access_tokens/, https://docs.gitlab.com/api/group_access_tokens/ */

/** The roles by name. GitLab's numbers are no order: 15 and 25 do not rank between their neighbours. */
export const accessLevels = {
  guest: 10,
  planner: 15,
  reporter: 20,
  security_manager: 25,
  developer: 30,
  maintainer: 40,
  owner: 50,
} as const;

const row = z.object({
  id: z.number(),
  user_id: z.number(),
  name: z.string(),
  revoked: z.boolean(),
  active: z.boolean(),
  created_at: z.string(),
  /** GitLab before 17.7 does not return it. */
  description: z.string().nullish(),
  last_used_at: z.string().nullish(),
  expires_at: z.string().nullish(),
  scopes: z.array(z.string()).nullish(),
  access_level: z.number().nullish(),
});
const issue = row.extend({ token: z.string().min(1) });

const ownIssue = z.object({
  id: z.number(),
  user_id: z.number(),
  created_at: z.string(),
  expires_at: z.string().nullish(),
  token: z.string().min(1),
});

export type TokenRow = z.output<typeof row>;
export type IssuedToken = z.output<typeof issue>;

export interface TokenOrder {
  readonly name: string;
  readonly description: string;
  readonly scopes: readonly string[];
  readonly access_level: number;
  readonly expires_at: string;
}

export function getToken(client: Client, place: Place, id: string): Promise<TokenRow> {
  const purpose = to(`read access token ${id} of ${placeName(place)}`, place, { 401: notTheirs(place, id) });
  return client.send({ method: "GET", path: path`/${place.kind}s/${place.id}/access_tokens/${id}`, purpose }, row);
}

/** Returns all tokens, live or not, because the filter `state` leaves out tokens that expire today. */
export async function listTokens(client: Client, place: Place): Promise<TokenRow[]> {
  const tokens: TokenRow[] = [];
  for await (const token of tokensIn(client, place)) tokens.push(token);
  return tokens;
}

/** Yields the same tokens, page by page. */
export function tokensIn(client: Client, place: Place): AsyncIterable<TokenRow> {
  const call: Call = {
    method: "GET",
    path: path`/${place.kind}s/${place.id}/access_tokens`,
    purpose: to(`list the access tokens of ${placeName(place)}`, place, { 401: mayNotList(place) }),
  };
  return client.rows(call, z.array(row));
}

export function createToken(client: Client, place: Place, order: TokenOrder): Promise<IssuedToken> {
  const call: Call = {
    method: "POST",
    once: true,
    path: path`/${place.kind}s/${place.id}/access_tokens`,
    body: { ...order },
    purpose: to(`create an access token in ${placeName(place)}`, place, { 400: refusedCreation(place) }),
  };
  return client.send(call, issue);
}

/** Rotates a token. GitLab revokes the old value at once, and gives the new one a week where `expires_at` is left out. */
export function rotateToken(client: Client, place: Place, id: string, expiresAt: string): Promise<IssuedToken> {
  const call: Call = {
    method: "POST",
    once: true,
    path: path`/${place.kind}s/${place.id}/access_tokens/${id}/rotate`,
    body: { expires_at: expiresAt },
    purpose: to(`rotate access token ${id} of ${placeName(place)}`, place, { 401: notTheirs(place, id) }),
  };
  return client.send(call, issue);
}

export function revokeToken(client: Client, place: Place, id: string): Promise<void> {
  const purpose = to(`revoke access token ${id} of ${placeName(place)}`, place, { 401: notTheirs(place, id) });
  return client.sendOnly({ method: "DELETE", path: path`/${place.kind}s/${place.id}/access_tokens/${id}`, purpose });
}

/** Returns the credential of a call that a token makes about itself. https://docs.gitlab.com/api/personal_access_tokens/ */
const as = (token: string) => ({ token, source: "the resource's own state" });

/** Returns whether this value is valid. A token of any scope may ask, and GitLab never treats this call as the reuse of a rotated token. */
export async function isAlive(client: Client, token: string): Promise<boolean> {
  const call: Call = {
    method: "GET",
    path: path`/personal_access_tokens/self`,
    credential: as(token),
    purpose: { action: "ask whether the access token is still good", needs: "a GitLab that can be reached" },
  };
  try {
    await client.send(call, z.object({ active: z.boolean() }));
    return true;
  } catch (error) {
    if (isUnauthorized(error)) return false;
    throw error;
  }
}

/** This must only be sent with a value that is surely valid: GitLab revokes all successors of a rotated token that is used again. */
export function rotateSelf(client: Client, token: string, expiresAt: string): Promise<z.output<typeof ownIssue>> {
  const call: Call = {
    method: "POST",
    once: true,
    path: path`/personal_access_tokens/self/rotate`,
    body: { expires_at: expiresAt },
    credential: as(token),
    purpose: {
      action: "let the access token rotate itself",
      needs: "the scope self_rotate or api on the token itself",
    },
  };
  return client.send(call, ownIssue);
}

/** Revokes a token with its own value. A value that is no longer valid is no error. */
export async function revokeSelf(client: Client, token: string): Promise<"dead already" | "revoked"> {
  const call: Call = {
    method: "DELETE",
    path: path`/personal_access_tokens/self`,
    credential: as(token),
    purpose: { action: "let the access token revoke itself", needs: "a GitLab that can be reached" },
  };
  try {
    await client.sendOnly(call);
    return "revoked";
  } catch (error) {
    if (isUnauthorized(error)) return "dead already";
    throw error;
  }
}

function to(action: string, place: Place, advice: NonNullable<Purpose["advice"]>): Purpose {
  return { action, needs: needsOf(place), advice };
}

function needsOf(place: Place): string {
  return `a personal or service account token with the api scope whose user has ${managerOf(place)}`;
}

function mayNotList(place: Place): string {
  return (
    "GitLab did not accept the token from GITLAB_TOKEN, gitlab:token or the provider: it is not valid (make a new one at /-/user_settings/personal_access_tokens), " +
    `or its user's role is too low, which GitLab answers with 401 as well. This needs ${needsOf(place)}: an owner can grant the role under Manage → Members.`
  );
}

/** Says what else than an invalid credential a 401 may mean here. */
function notTheirs(place: Place, id: string): string {
  return (
    "Beside a credential that is no longer valid (try it with GET /personal_access_tokens/self), 401 has four causes here. " +
    '(1) The credential is itself a project or group access token: its user is a bot (GET /user says "bot": true), and bots can\'t manage other tokens; give a personal or service account token. ' +
    `(2) Its user's role in ${placeName(place)} is too low: an owner can grant it under Manage → Members. ` +
    `(3) Token ${id} does not belong to ${placeName(place)}: look under Settings → Access tokens there, and run \`pulumi refresh\`. ` +
    "(4) Creating tokens is switched off for the top-level group, under Settings → General → Permissions and group features. " +
    `This needs ${needsOf(place)}.`
  );
}

function refusedCreation(place: Place): string {
  return (
    `GitLab refuses with 400 whatever the reason is; its words above name it. Where it speaks of permission: this needs ${needsOf(place)} (an owner can grant the role under Manage → Members), ` +
    "a bot's token can't create tokens, nobody gives a token more than they hold themselves, and the top-level group must allow tokens " +
    '(Settings → General → Permissions and group features). Where it speaks of a limit: trials on GitLab.com allow one token, so use strategy "rotate" and rename nothing. ' +
    "Where it speaks of the date: make rotationConfiguration.expirationDays smaller."
  );
}
