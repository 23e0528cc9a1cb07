/** https://docs.gitlab.com/user/profile/personal_access_tokens/#personal-access-token-scopes */
export const scopes = [
  "api",
  "read_api",
  "read_user",
  "read_repository",
  "write_repository",
  "read_registry",
  "write_registry",
  "create_runner",
  "manage_runner",
  "ai_features",
  "ai_workflows",
  "mcp",
  "mcp_orbit",
  "read_virtual_registry",
  "write_virtual_registry",
  "read_observability",
  "write_observability",
  "k8s_proxy",
  "self_rotate",
  "read_service_ping",
  "admin_mode",
  "sudo",
] as const;
export type Scope = (typeof scopes)[number];

export function isScope(text: string): text is Scope {
  return scopes.some((scope) => scope === text);
}

/** A personal, project or group access token: to GitLab the same thing with different users behind it. */
export interface AccessToken {
  readonly id: number;
  readonly userId: number;
  readonly value: string;
  name: string;
  description: string | null;
  readonly scopes: readonly Scope[];
  readonly createdAt: Date;
  /** The day at whose start, in UTC, the token dies. */
  expiresAt: string | null;
  revokedAt: Date | null;
  readonly impersonation: boolean;
  lastUsedAt: Date | null;
  /** The first token of its family: rotations hand it on, and a reused token revokes all that share it. */
  readonly familyId: number;
}

export function isExpired(token: AccessToken, today: string): boolean {
  return token.expiresAt !== null && token.expiresAt <= today;
}

export function isActive(token: AccessToken, today: string): boolean {
  return token.revokedAt === null && !isExpired(token, today);
}

/** When it stopped being good for anything, past or future: revoked or expired, whichever came first. */
export function endOf({ revokedAt, expiresAt }: AccessToken): number {
  const expiry = expiresAt === null ? Number.POSITIVE_INFINITY : Date.parse(`${expiresAt}T00:00:00Z`);
  return Math.min(revokedAt?.getTime() ?? Number.POSITIVE_INFINITY, expiry);
}

export function presentAccessToken(token: AccessToken, today: string) {
  return {
    id: token.id,
    name: token.name,
    revoked: token.revokedAt !== null,
    created_at: token.createdAt.toISOString(),
    description: token.description,
    scopes: token.scopes,
    user_id: token.userId,
    last_used_at: token.lastUsedAt?.toISOString() ?? null,
    active: isActive(token, today),
    expires_at: token.expiresAt,
  };
}
