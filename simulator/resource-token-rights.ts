import { levelOn } from "./access";
import type { Resource } from "./bots";
import { AccessLevel } from "./entities/member";
import type { User } from "./entities/user";
import type { Instance } from "./instance";
import { pageSetting } from "./page-settings";

/** Tokens of projects are their maintainers' business, those of groups their owners'. */
export function mayReadTokens(instance: Instance, user: User, resource: Resource): boolean {
  const needed = resource.kind === "group" ? AccessLevel.owner : AccessLevel.maintainer;
  return levelOn(instance, user, resource) >= needed;
}

/** To make and rotate; no bot may, and nobody where the top-level group has it switched off. */
export function mayManageTokens(instance: Instance, user: User, resource: Resource): boolean {
  if (user.kind === "project_bot" || !mayReadTokens(instance, user, resource)) return false;
  const nearest = resource.kind === "group" ? resource : instance.namespaces.groupOf(resource);
  const top = [...instance.namespaces.lineage(nearest)].at(-1);
  return top === undefined || pageSetting(top, "resource_access_token_creation_allowed");
}

/**
 * Whether whoever has the one level may give or renew the other. An owner may everything; below, planners and security
 * managers are no step of the ladder.
 */
export function encompasses(own: number, other: number): boolean {
  if (own >= AccessLevel.owner) return true;
  return own >= other && other !== AccessLevel.planner && other !== AccessLevel.securityManager;
}
