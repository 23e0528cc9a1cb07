import { UserError } from "../../../provider/domain/user-error";
import { AnswerError } from "../../../provider/http/errors";

/** Returns whether GitLab refuses one thing, and may answer for the next one. A lost connection or a rate limit would stop all. */
export function isOfOne(error: unknown): error is UserError {
  return error instanceof UserError && error instanceof AnswerError && error.status < 500 && error.status !== 429;
}
