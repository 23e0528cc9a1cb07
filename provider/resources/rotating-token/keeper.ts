import { refusal, type UserError } from "../../domain/user-error";
import type { MadeOnce, Shelf, Unused } from "../../engine/made-once";
import { type Mark, markIn, withMark } from "../../engine/owner-mark";
import {
  createToken,
  getToken,
  type IssuedToken,
  isAlive,
  listTokens,
  revokeToken,
  rotateToken,
  type TokenOrder,
  type TokenRow,
} from "../../gitlab/access-tokens";
import type { GitLab } from "../../gitlab/connection";
import { managerOf, type Place, placeName } from "../../gitlab/place";
import { settle } from "../../gitlab/settle";
import { HiddenError } from "../../gitlab/sight";
import { AnswerError, isDoubtful, isNotFound, isRefusal } from "../../http/errors";

/** The name of the kind in messages. */
const TOKEN = "access token";

/** Returns the names by which a process knows the tokens of a state. */
export function tokensNamed(ids: readonly (string | undefined)[]): string[] {
  return ids.filter((id) => id !== undefined).map((id) => `${TOKEN} ${id}`);
}

/** A token as the state records it. */
export interface KnownToken {
  readonly tokenId: string;
  readonly userId: string;
  readonly token: string;
}

export type Condition =
  | { readonly kind: "alive" | "expired"; readonly row: TokenRow }
  | { readonly kind: "gone" | "revoked" };

/** Manages the tokens of one project or group with the provider's credential. */
export class TokenKeeper {
  readonly #gitlab: GitLab;
  readonly #place: Place;

  constructor(gitlab: GitLab, place: Place) {
    this.#gitlab = gitlab;
    this.#place = place;
  }

  async conditionOf(known: KnownToken): Promise<Condition> {
    try {
      const row = await getToken(this.#gitlab.client, this.#place, known.tokenId);
      if (row.revoked) return { kind: "revoked" };
      return { kind: row.active ? "alive" : "expired", row };
    } catch (error) {
      if (!isNotFound(error)) throw error;
      if (await isAlive(this.#gitlab.client, known.token)) throw this.#unseen(known, error);
      return { kind: "gone" };
    }
  }

  /** Makes a new token with a new bot user. */
  make(order: TokenOrder, mark: Mark, madeOnce: MadeOnce): Promise<IssuedToken> {
    return madeOnce.make(this.#shelf(order, mark), mark);
  }

  #shelf(order: TokenOrder, mark: Mark): Shelf<IssuedToken> {
    const { client } = this.#gitlab;
    const marked = { ...order, description: withMark(order.description, mark) };
    return {
      kind: TOKEN,
      place: placeName(this.#place),
      advice: "revoke it under Settings → Access tokens there",
      make: () => createToken(client, this.#place, marked),
      unused: async () => unusedAmong(await listTokens(client, this.#place)),
      unusedAfter: async (lost) => {
        const rows = await listTokens(client, this.#place);
        this.#mustBeMarked(rows, order.name, lost);
        return unusedAmong(rows);
      },
      remove: (id) => this.revoke(id),
    };
  }

  /**
   * Rotates a token. After a lost answer the bot user has a new live token whose value nobody knows, so that token is rotated instead. The
   * same holds for a token that somebody else has rotated in the meantime.
   */
  rotate({ tokenId, userId }: KnownToken, expiresAt: string): Promise<IssuedToken> {
    let target = tokenId;
    return settle({
      isDoubtful,
      act: () => rotateToken(this.#gitlab.client, this.#place, target, expiresAt),
      look: async (doubt) => {
        const successor = await this.liveTokenOf(userId);
        if (isRefusal(doubt) && (successor === undefined || successor === target)) throw doubt;
        target = successor ?? target;
        return undefined;
      },
    });
  }

  /** Returns the id of the newest live token of a bot user. */
  async liveTokenOf(userId: string): Promise<string | undefined> {
    const live = (await listTokens(this.#gitlab.client, this.#place)).filter(
      (row) => row.active && String(row.user_id) === userId,
    );
    return live.length === 0 ? undefined : String(Math.max(...live.map(({ id }) => id)));
  }

  /** Revokes a token and, where somebody else has rotated it, the live tokens of its bot user. */
  async end(known: KnownToken): Promise<void> {
    const { kind } = await this.conditionOf(known);
    if (kind === "gone") return;
    const live = kind === "revoked" ? await this.liveTokenOf(known.userId) : known.tokenId;
    if (live !== undefined) await this.revoke(live);
  }

  /** Revokes a token. A token that is gone is no error. Where its value is known, a request with it shows whether it is gone or hidden. */
  async revoke(tokenId: string, value?: string): Promise<void> {
    try {
      await revokeToken(this.#gitlab.client, this.#place, tokenId);
    } catch (error) {
      if (!isNotFound(error)) throw error;
      if (value !== undefined && (await isAlive(this.#gitlab.client, value))) throw this.#unseen({ tokenId }, error);
    }
  }

  /** Throws where tokens carry no marks: nobody could tell them apart, so no token is removed or made a second time. */
  #mustBeMarked(rows: readonly TokenRow[], name: string, lost: UserError): void {
    const unmarked = rows.filter((row) => row.description === undefined && row.active && row.name === name);
    if (unmarked.length === 0) return;
    throw refusal(
      "lost answer",
      `${lost.message} This GitLab keeps no descriptions of tokens (17.7 and later do), so nobody can tell whether one of these was made just now: ` +
        `${unmarked.map(({ id }) => id).join(", ")} ("${name}", ${placeName(this.#place)}). Revoke the one that nobody uses under Settings → Access tokens, then run \`pulumi up\` again.`,
    );
  }

  #unseen({ tokenId }: Pick<KnownToken, "tokenId">, cause: UserError): UserError {
    return new HiddenError(
      this.#place,
      `${cause.message} But the token itself is alive (GET /personal_access_tokens/self, asked with its own value): it is hidden, not gone, and was left alone. ` +
        `Give the credential's user ${managerOf(this.#place)}; if token ${tokenId} belongs to another ${this.#place.kind} now, run \`pulumi refresh\` after that. ` +
        "Or take the resource out of the state with `pulumi state delete`: the token then lives on. With `--continue-on-error` the other resources go on all the same.",
      cause,
    );
  }
}

/** The credential may not look at tokens: 401 and 403 alike. */
export function isRefusedToLook(error: unknown): boolean {
  return error instanceof AnswerError && (error.status === 401 || error.status === 403);
}

function unusedAmong(rows: readonly TokenRow[]): Unused[] {
  const unused = rows.filter(({ active, last_used_at }) => active && !last_used_at);
  return unused.map(({ id, name, created_at, description }) => ({
    id: String(id),
    name,
    madeAt: created_at,
    mark: markIn(description),
  }));
}
