import { isDue } from "../../domain/calendar";
import type { Occasion } from "../../engine/lifecycle";
import { newAttempt } from "../../engine/owner-mark";
import type { TokenOrder } from "../../gitlab/access-tokens";
import { revokeSelf } from "../../gitlab/access-tokens";
import type { GitLab } from "../../gitlab/connection";
import type { Place } from "../../gitlab/place";
import { levelNumber, type TokenInputs, type TokenOutputs } from "./inputs";
import { type Condition, TokenKeeper } from "./keeper";

export interface Job {
  readonly gitlab: GitLab;
  readonly place: Place;
  readonly inputs: TokenInputs;
  readonly expiresAt: string;
  readonly today: string;
  readonly occasion: Occasion;
}

export function keeperOf({ gitlab, place }: Pick<Job, "gitlab" | "place">): TokenKeeper {
  return new TokenKeeper(gitlab, place);
}

export async function renewByProvider(job: Job, held: TokenOutputs, condition: Condition): Promise<TokenOutputs> {
  const { inputs, expiresAt } = job;
  const keeper = keeperOf(job);
  const kept = condition.kind === "alive" ? notYetDue(job, held, condition.row.expires_at) : undefined;
  if (kept !== undefined) return kept;
  if (inputs.strategy === "overlap" && condition.kind !== "revoked") {
    await retire(job, held);
    const next = await makeAnother(job);
    if (condition.kind !== "alive") return next;
    return { ...next, previousToken: held.token, previousTokenId: held.tokenId };
  }
  const target = condition.kind === "revoked" ? await keeper.liveTokenOf(held.userId) : held.tokenId;
  if (target === undefined || condition.kind === "gone") return makeAnother(job);
  const { previousToken, previousTokenId } = held;
  return {
    previousToken,
    previousTokenId,
    ...issued(await keeper.rotate({ ...held, tokenId: target }, expiresAt), expiresAt),
  };
}

/** Makes a token for a declaration that has none. */
export async function makeFirst({ occasion: { mark, madeOnce }, ...job }: Job): Promise<TokenOutputs> {
  return issued(await keeperOf(job).make(orderOf(job), mark, madeOnce), job.expiresAt);
}

/** Makes a further token for a declaration whose state holds one already. A copy of that state has the same attempt, so a new one is drawn. */
function makeAnother(job: Job): Promise<TokenOutputs> {
  const { key } = job.occasion.mark;
  return makeFirst({ ...job, occasion: { ...job.occasion, mark: { key, attempt: newAttempt() } } });
}

export function notYetDue({ inputs, today, gitlab }: Job, held: TokenOutputs, until: string | null | undefined) {
  const expiresAt = until?.slice(0, 10);
  if (expiresAt === undefined || isDue(expiresAt, inputs.rotationConfiguration, today)) return undefined;
  gitlab.say(
    `Access token "${inputs.name}" (${held.tokenId}) was renewed already and is good until ${expiresAt}: it is not rotated again. Run \`pulumi refresh\` once, so that the preview knows it.`,
  );
  return { ...held, expiresAt, active: true };
}

export function issued(
  answer: {
    id: number;
    user_id: number;
    token: string;
    created_at: string;
    expires_at?: string | null | undefined;
  },
  wanted: string,
): TokenOutputs {
  return {
    tokenId: String(answer.id),
    userId: String(answer.user_id),
    token: answer.token,
    expiresAt: answer.expires_at?.slice(0, 10) ?? wanted,
    active: true,
    createdAt: answer.created_at,
  };
}

/** Revokes the previous token. */
export async function retire(job: Pick<Job, "gitlab" | "inputs" | "place">, held: TokenOutputs): Promise<TokenOutputs> {
  const { previousToken, previousTokenId, ...rest } = held;
  if (previousToken === undefined || previousTokenId === undefined) return rest;
  if (job.inputs.rotateWith === "self") await revokeSelf(job.gitlab.client, previousToken);
  else await keeperOf(job).revoke(previousTokenId, previousToken);
  return rest;
}

function orderOf({ inputs, expiresAt }: Pick<Job, "expiresAt" | "inputs">): TokenOrder {
  return {
    name: inputs.name,
    description: inputs.description ?? "",
    scopes: inputs.scopes,
    access_level: levelNumber(inputs),
    expires_at: expiresAt,
  };
}
