import { randomBytes } from "node:crypto";
import type { AccessToken, Scope } from "./entities/access-token";

/** What is said about a token when it is made; the rest follows. */
export interface NewToken {
  readonly userId: number;
  readonly name: string;
  readonly scopes: readonly Scope[];
  readonly expiresAt: string | null;
  readonly description?: string | null;
  readonly impersonation?: boolean;
  readonly value: string;
  /** The family that a rotated token goes on in. */
  readonly familyId?: number;
}

/** Twenty random characters behind the prefix, as GitLab's tokens were before they became routable. */
export function newTokenValue(prefix: string): string {
  return prefix + randomBytes(15).toString("base64url");
}

/** All access tokens that were ever given out, revoked ones included, found by id, by value and by user. */
export class AccessTokens {
  readonly #byId = new Map<number, AccessToken>();
  readonly #byValue = new Map<string, AccessToken>();
  readonly #byUser = new Map<number, Set<AccessToken>>();
  #lastId = 0;

  create(details: NewToken, now: Date): AccessToken {
    this.#lastId += 1;
    const token: AccessToken = {
      id: this.#lastId,
      userId: details.userId,
      value: details.value,
      name: details.name,
      description: details.description ?? null,
      scopes: [...details.scopes],
      createdAt: now,
      expiresAt: details.expiresAt,
      revoked: false,
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
