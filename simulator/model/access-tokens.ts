import type { SecretMint } from "./secret-mint";

/** https://docs.gitlab.com/user/profile/personal_access_tokens/#personal-access-token-scopes */
export const TOKEN_SCOPES = [
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
export type Scope = (typeof TOKEN_SCOPES)[number];

export function isScope(text: string): text is Scope {
  return TOKEN_SCOPES.some((scope) => scope === text);
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

/** What is given for a new token. The rest follows from it. */
export interface NewToken {
  readonly userId: number;
  readonly name: string;
  readonly scopes: readonly Scope[];
  readonly expiresAt: string | null;
  readonly description?: string | null;
  readonly impersonation?: boolean;
  /** A value that was chosen elsewhere. */
  readonly value?: string;
  /** The family that a rotated token goes on in. */
  readonly familyId?: number;
}

/** All access tokens that were ever given out, revoked ones included, found by id, by value and by user. */
export class AccessTokens {
  readonly #byId = new Map<number, AccessToken>();
  readonly #byValue = new Map<string, AccessToken>();
  readonly #byUser = new Map<number, Set<AccessToken>>();
  #lastId = 0;

  readonly #mint: SecretMint;
  readonly #prefix: () => string;

  constructor(mint: SecretMint, prefix: () => string) {
    this.#mint = mint;
    this.#prefix = prefix;
  }

  create(details: NewToken, now: Date): AccessToken {
    this.#lastId += 1;
    const token: AccessToken = {
      id: this.#lastId,
      userId: details.userId,
      value: details.value ? this.#mint.adopt(details.value) : this.#mint.make(this.#prefix()),
      name: details.name,
      description: details.description ?? null,
      scopes: [...details.scopes],
      createdAt: now,
      expiresAt: details.expiresAt,
      revokedAt: null,
      impersonation: details.impersonation ?? false,
      lastUsedAt: null,
      familyId: details.familyId ?? this.#lastId,
    };
    this.#byId.set(token.id, token);
    this.#byValue.set(token.value, token);
    this.#byUser.set(token.userId, (this.#byUser.get(token.userId) ?? new Set()).add(token));
    return token;
  }

  byId(id: number): AccessToken | undefined {
    return this.#byId.get(id);
  }

  byValue(value: string): AccessToken | undefined {
    return this.#byValue.get(value);
  }

  ofUser(userId: number): AccessToken[] {
    return [...(this.#byUser.get(userId) ?? [])];
  }

  /** Revoking twice changes nothing: the first time is when it ended. */
  revoke(token: AccessToken, now: Date): void {
    token.revokedAt ??= now;
  }

  /** A token that is used after its rotation may have been stolen: whatever took its place is revoked. */
  revokeFamily({ familyId, userId }: AccessToken, now: Date): void {
    for (const token of this.ofUser(userId)) if (token.familyId === familyId) this.revoke(token, now);
  }

  all(): AccessToken[] {
    return [...this.#byId.values()];
  }

  removeUser(userId: number): void {
    for (const token of this.ofUser(userId)) {
      this.#byId.delete(token.id);
      this.#byValue.delete(token.value);
    }
    this.#byUser.delete(userId);
  }
}
