import { type Failure, UserError } from "../domain/user-error";

/** What an operation was about to do and what GitLab demands for it, so that an error can say both. */
export interface Purpose {
  /** "add project 34 to the job token allowlist of project 12" */
  readonly action: string;
  /** "the Maintainer or Owner role in project 12, and a token with the api scope" */
  readonly needs: string;
  /** What to do next, per status, where the status has a special meaning at this endpoint. */
  readonly advice?: Readonly<Partial<Record<number, string>>>;
}

/** GitLab, or something in front of it, answered with a status that is no success. */
export class AnswerError extends UserError {
  override readonly name: string = "AnswerError";
  readonly status: number;
  /** The answer is GitLab's own, and not that of a proxy, a web page or a router that knows no such path. */
  readonly isGitLabs: boolean;

  constructor(failure: Failure & { readonly status: number; readonly isGitLabs: boolean }) {
    super(failure);
    this.status = failure.status;
    this.isGitLabs = failure.isGitLabs;
  }
}

/** The connection was never made: GitLab has not seen the request. */
export class UnsentError extends UserError {
  override readonly name = "UnsentError";
}

/** The request left and no usable answer came back: GitLab may or may not have acted. */
export class LostAnswerError extends UserError {
  override readonly name = "LostAnswerError";
}

/** Returns whether GitLab itself does not find something, or hides it. A 404 from anything else proves nothing. */
export function isNotFound(error: unknown): error is AnswerError {
  return error instanceof AnswerError && error.status === 404 && error.isGitLabs;
}

/** Returns whether GitLab itself refuses, for want of rights or of sight: it answers 403 for a runner that the credential can't see. */
export function isForbidden(error: unknown): error is AnswerError {
  return error instanceof AnswerError && error.status === 403 && error.isGitLabs;
}

/** Returns whether GitLab itself says that the credential is not valid. */
export function isUnauthorized(error: unknown): error is AnswerError {
  return error instanceof AnswerError && error.status === 401 && error.isGitLabs;
}

/** A refusal that may mean "it is already so": only a look at GitLab can tell. */
export function isRefusal(error: unknown): error is AnswerError {
  return error instanceof AnswerError && (error.status === 400 || error.status === 409 || error.status === 422);
}

/** Only a look at GitLab can tell what happened: see `isRefusal` and `isUnsettled`. */
export function isDoubtful(error: unknown): error is UserError {
  return isRefusal(error) || isUnsettled(error);
}

/** GitLab may have acted although no answer says so. A gateway's 5xx is such a case too. */
export function isUnsettled(error: unknown): error is UserError {
  return error instanceof LostAnswerError || (error instanceof AnswerError && error.status >= 500);
}
