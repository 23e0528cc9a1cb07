import { type AccessToken, isActive } from "../../model/access-tokens";
import type { Resource } from "../../model/bots";
import type { Instance } from "../../model/instance";

export function presentToken({ clock }: Instance, token: AccessToken) {
  return {
    id: token.id,
    name: token.name,
    revoked: token.revokedAt !== null,
    created_at: token.createdAt.toISOString(),
    description: token.description,
    scopes: token.scopes,
    user_id: token.userId,
    last_used_at: token.lastUsedAt?.toISOString() ?? null,
    active: isActive(token, clock.today()),
    expires_at: token.expiresAt,
  };
}

export function presentImpersonationToken(instance: Instance, token: AccessToken) {
  return { ...presentToken(instance, token), impersonation: true };
}

export function presentResourceToken(instance: Instance, resource: Resource, token: AccessToken) {
  const member = instance.members.find(resource.kind, resource.id, token.userId);
  return {
    ...presentToken(instance, token),
    access_level: member?.accessLevel,
    resource_type: resource.kind,
    resource_id: resource.id,
  };
}

/** Only making and rotating show the value. */
export function withValue<T extends object>(presented: T, token: AccessToken) {
  return { ...presented, token: token.value };
}
