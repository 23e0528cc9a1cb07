import { redact } from "../domain/redact";

/** The longest message that reaches the engine: long ones have blocked its connection, and nobody reads them. */
const MESSAGE_LIMIT = 2_000;
/** Room for the words that say how much is missing. */
const CAP_NOTE = 40;

/** What an operation was about to do and what GitLab demands for it, so that an error can say both. */
export interface Purpose {
  /** "add project 34 to the job token allowlist of project 12" */
  readonly action: string;
  /** "the Maintainer or Owner role in project 12, and a token with the api scope" */
  readonly needs: string;
  /** What to do next, per status, where the endpoint means something else by it than others do. */
  readonly advice?: Readonly<Partial<Record<number, string>>>;
}

interface Failure {
  readonly summary: string;
  readonly message: string;
  readonly secrets: readonly string[];
  readonly cause?: unknown;
}

/**
 * An error that a user reads: says what was tried, what happened and what to do next. It is redacted and capped at birth, and its stack
 * is one line, because Pulumi prints the stacks of check, diff, read and delete.
 */
export class GitLabError extends Error {
  override readonly name: string = "GitLabError";

  constructor(failure: Failure) {
    super(cap(redact(failure.message, failure.secrets)), failure.cause === undefined ? {} : { cause: failure.cause });
    this.stack = redact(failure.summary, failure.secrets).replace(/\s+/g, " ");
  }

  override toString(): string {
    return "GitLab";
  }
}

/** GitLab, or something in front of it, answered with a status that is no success. */
export class AnswerError extends GitLabError {
  override readonly name = "AnswerError";
  readonly status: number;

  constructor(failure: Failure & { readonly status: number }) {
    super(failure);
    this.status = failure.status;
  }
}

/** The connection was never made: GitLab has not seen the request. */
export class UnsentError extends GitLabError {
  override readonly name = "UnsentError";
}

/** The request left and no usable answer came back: GitLab may or may not have acted. */
export class LostAnswerError extends GitLabError {
  override readonly name = "LostAnswerError";
}

export function isNotFound(error: unknown): error is AnswerError {
  return error instanceof AnswerError && error.status === 404;
}

/** A refusal that may mean "it is already so": only a look at GitLab can tell. */
export function isRefusal(error: unknown): error is AnswerError {
  return error instanceof AnswerError && (error.status === 400 || error.status === 409 || error.status === 422);
}

/** GitLab may have acted although no answer says so. A gateway's 5xx is such a case too. */
export function isUnsettled(error: unknown): error is GitLabError {
  return error instanceof LostAnswerError || (error instanceof AnswerError && error.status >= 500);
}

export function cap(text: string): string {
  if (text.length <= MESSAGE_LIMIT) return text;
  const kept = MESSAGE_LIMIT - CAP_NOTE;
  return `${text.slice(0, kept)} … (${text.length - kept} more characters)`;
}
