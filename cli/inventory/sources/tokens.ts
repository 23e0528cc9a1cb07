import { z } from "zod";
import type { AddressKind } from "../../../provider/domain/address";
import type { GitLab } from "../../../provider/gitlab/connection";
import { AnswerError } from "../../../provider/http/errors";
import { path } from "../../../provider/http/path";
import type { TokenRecord, UnseenRecord } from "../record";
import { isOfOne } from "./failure";
import { inOrder } from "./in-order";

const NEEDS = "a token with the read_api scope, of a user with the Owner role in the group";
/** https://docs.gitlab.com/api/members/#roles */
const ROLES: Readonly<Record<number, string>> = {
  10: "guest",
  15: "planner",
  20: "reporter",
  25: "security_manager",
  30: "developer",
  40: "maintainer",
  50: "owner",
};

const token = z.object({
  id: z.int(),
  name: z.string(),
  active: z.boolean().default(true),
  scopes: z.array(z.string()).default([]),
  access_level: z.int().nullish(),
  created_at: z.string().nullish(),
  expires_at: z.string().nullish(),
  last_used_at: z.string().nullish(),
  resource_type: z.string().optional(),
  resource_id: z.int().optional(),
});
const tokens = z.array(token);

/** A project or a group that may have tokens. */
export interface Owner {
  readonly kind: AddressKind;
  readonly id: number;
  readonly path: string;
}

type Found = TokenRecord | UnseenRecord;

/**
 * All tokens below a top-level group in one paged list, by owner. Undefined where GitLab has no such list: it is GitLab.com's, and Premium.
 * https://docs.gitlab.com/api/group_enterprise_users/, `GET /groups/:id/manage/resource_access_tokens`
 */
export async function tokensInBulk(
  { client }: Pick<GitLab, "client">,
  group: Owner,
  pathOf: (kind: AddressKind, id: number) => string | null,
): Promise<TokenRecord[] | undefined> {
  const call = {
    method: "GET",
    path: path`/groups/${group.id}/manage/resource_access_tokens`,
    query: { state: "active" },
    purpose: { action: `list all tokens below the group ${group.path}`, needs: NEEDS },
  } as const;
  const found: TokenRecord[] = [];
  try {
    for await (const one of client.rows(call, tokens)) {
      const kind = one.resource_type === "group" ? "group" : "project";
      const id = one.resource_id ?? 0;
      if (id > 0) found.push(recordOf(one, kind, { id, path: pathOf(kind, id) }));
    }
  } catch (error) {
    if (error instanceof AnswerError && (error.status === 403 || error.status === 404)) return undefined;
    throw error;
  }
  return found.sort((a, b) => a.id - b.id);
}

/** The tokens of each owner, by one request an owner. */
export async function* tokensOf(
  gitlab: GitLab,
  owners: readonly Owner[],
): AsyncGenerator<readonly [Owner, readonly Found[]]> {
  yield* inOrder(owners, gitlab.lanes, async (owner) => [owner, await ofOne(gitlab, owner)] as const);
}

async function ofOne(gitlab: GitLab, { kind, id, path: name }: Owner): Promise<Found[]> {
  const call = {
    method: "GET",
    path: kind === "project" ? path`/projects/${id}/access_tokens` : path`/groups/${id}/access_tokens`,
    query: { state: "active" },
    purpose: { action: `list the tokens of the ${kind} ${name}`, needs: NEEDS },
  } as const;
  const found: TokenRecord[] = [];
  try {
    for await (const one of gitlab.client.rows(call, tokens))
      if (one.active) found.push(recordOf(one, kind, { id, path: name }));
  } catch (error) {
    if (!isOfOne(error)) throw error;
    return [{ kind: "unseen", what: "tokens", id, path: name, where: null, why: error.message }];
  }
  return found.sort((a, b) => a.id - b.id);
}

function recordOf(one: z.output<typeof token>, of: AddressKind, owner: TokenRecord["owner"]): TokenRecord {
  return {
    kind: "token",
    id: one.id,
    name: one.name,
    of,
    owner,
    accessLevel: ROLES[one.access_level ?? 0] ?? "unknown",
    scopes: one.scopes,
    createdAt: one.created_at ?? null,
    expiresAt: one.expires_at?.slice(0, 10) ?? null,
    lastUsedAt: one.last_used_at ?? null,
  };
}
