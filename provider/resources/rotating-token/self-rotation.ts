import { refusal, UserError } from "../../domain/user-error";
import { isAlive, rotateSelf } from "../../gitlab/access-tokens";
import { isUnsettled } from "../../http/errors";
import type { TokenOutputs } from "./inputs";
import { isRefusedToLook } from "./keeper";
import { issued, type Job, keeperOf, notYetDue, renewByProvider } from "./renewal";

/**
 * Rotates the token with its own value. A first request checks that the value is still valid, and the rotation is sent only once: GitLab
 * treats a second one as the use of a stolen token and revokes the successor, too. After a lost answer the provider's credential is used.
 */
export async function rotateItself(job: Job, held: TokenOutputs): Promise<TokenOutputs> {
  const { client } = job.gitlab;
  if (!(await isAlive(client, held.token))) return recovered(job, held, notGood(job, held));
  const kept = notYetDue(job, held, held.expiresAt);
  if (kept !== undefined) return kept;
  try {
    return issued(await rotateSelf(client, held.token, job.expiresAt), job.expiresAt);
  } catch (error) {
    if (!isUnsettled(error)) throw error;
    return recovered(job, held, lostAnswer(job, error));
  }
}

/** Rotates the bot user's live token, whose value nobody knows, with the provider's credential. Throws `reason` where there is none. */
async function recovered(job: Job, held: TokenOutputs, reason: UserError): Promise<TokenOutputs> {
  if (!job.gitlab.hasCredential()) throw reason;
  try {
    return await renewByProvider(job, held, await keeperOf(job).conditionOf(held));
  } catch (error) {
    if (isRefusedToLook(error)) throw new UserError({ ...said(reason), cause: error });
    throw error;
  }
}

function said({ message, stack }: UserError) {
  return { message, summary: stack ?? message, secrets: [] };
}

function notGood({ inputs: { name }, place }: Job, { tokenId }: TokenOutputs): UserError {
  return refusal(
    "self-rotation stopped",
    `Access token "${name}" (${tokenId}) can't rotate itself: GitLab does not accept its value any more (GET /personal_access_tokens/self answered 401), and nothing was sent, because a second use would revoke its successor too. ${BY_CREDENTIAL(place)} ` +
      "It happens when an older state was restored, when two pipelines run the same stack, when someone revoked or rotated the token, or when it expired before a run. " +
      "If another pipeline holds the newer state, use that one.",
  );
}

function lostAnswer({ inputs: { name }, place }: Job, lost: UserError): UserError {
  return refusal(
    "self-rotation without an answer",
    `${lost.message} Whether access token "${name}" was rotated is not known, and asking again could revoke its successor. ${BY_CREDENTIAL(place)}`,
  );
}

const BY_CREDENTIAL = ({ kind, id }: Job["place"]) =>
  `Run \`pulumi up\` once with a credential that can manage the tokens of ${kind} ${id} (GITLAB_TOKEN of a ${kind === "group" ? "owner" : "maintainer"}): the bot and its successor are then found and renewed.`;
