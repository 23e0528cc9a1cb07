import { isActive } from "../../model/access-tokens";
import type { Resource } from "../../model/bots";
import type { Instance } from "../../model/instance";
import { AccessLevel } from "../../model/members";
import { pageSetting } from "../../model/page-settings";
import type { User } from "../../model/users";
import { levelOn } from "../access";

/** Maintainers manage the tokens of projects, owners those of groups. */
export function mayReadTokens(instance: Instance, user: User, resource: Resource): boolean {
  const needed = resource.kind === "group" ? AccessLevel.owner : AccessLevel.maintainer;
  return levelOn(instance, user, resource) >= needed;
}

/** Returns whether the user may make and rotate tokens. No bot may, and nobody where the top-level group has switched that off. */
export function mayManageTokens(instance: Instance, user: User, resource: Resource): boolean {
  if (user.kind === "project_bot" || !mayReadTokens(instance, user, resource)) return false;
  const top = instance.namespaces.topOf(resource);
  return top === undefined || pageSetting(top, "resource_access_token_creation_allowed");
}

/** Plans may limit the live tokens of projects, counted below the top-level group; those of groups have no limit. */
export function isAtTokenLimit(instance: Instance, resource: Resource): boolean {
  const top = resource.kind === "project" ? instance.namespaces.topOf(resource) : undefined;
  const limit = top === undefined ? null : pageSetting(top, "project_access_token_limit");
  if (top === undefined || limit === null) return false;
  const tokens = [...instance.namespaces.projectsBelow(top)].flatMap((project) => instance.bots.tokensOf(project));
  return tokens.filter((token) => isActive(token, instance.clock.today())).length >= limit;
}

/**
 * Returns whether a user with the first level may give or renew a token with the second. An owner may give every level.
 * Nobody else may give planner and security manager.
 */
export function encompasses(own: number, other: number): boolean {
  if (own >= AccessLevel.owner) return true;
  return own >= other && other !== AccessLevel.planner && other !== AccessLevel.securityManager;
}

/** The errors of GitLab's model about a token's name and scopes, as one sentence. */
export function emptinessProblem(
  name: string | null,
  scopes: readonly string[] | null | undefined,
): string | undefined {
  const problems = [
    ...((name ?? "").trim() === "" ? ["Name can't be blank"] : []),
    ...((scopes ?? []).length === 0 ? ["Scopes can't be blank"] : []),
  ];
  return problems.length === 0 ? undefined : problems.join(" and ");
}

const MAXIMUM_DESCRIPTION = 255;

export function descriptionProblem(description: string | null): string | undefined {
  const tooLong = description !== null && description.length > MAXIMUM_DESCRIPTION;
  return tooLong ? `Description is too long (maximum is ${MAXIMUM_DESCRIPTION} characters)` : undefined;
}
