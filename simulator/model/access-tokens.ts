import type { AccessToken, Scope } from "./access-token";
import type { SecretMint } from "./secret-mint";

/** What is said about a token when it is made; the rest follows. */
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

  constructor(
    private readonly mint: SecretMint,
    private readonly prefix: () => string,
  ) {}

  create(details: NewToken, now: Date): AccessToken {
    this.#lastId += 1;
    const token: AccessToken = {
      id: this.#lastId,
      userId: details.userId,
      value: details.value ? this.mint.adopt(details.value) : this.mint.make(this.prefix()),
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
