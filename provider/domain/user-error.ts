import { redact } from "./redact";

/** The longest message that reaches the engine: long ones have blocked its connection, and nobody reads them. */
const MESSAGE_LIMIT = 2_000;
/** Room for the words that say how much is missing. */
const CAP_NOTE = 40;

/** What is said of a failure, and what must not be. */
export interface Failure {
  readonly summary: string;
  readonly message: string;
  readonly secrets: readonly string[];
  readonly cause?: unknown;
}

/**
 * An error that a user reads: says what was tried, what happened and what to do next. It is redacted and capped at birth, and its stack
 * is one line, because Pulumi prints the stacks of check, diff, read and delete.
 */
export class UserError extends Error {
  override readonly name: string = "UserError";

  constructor(failure: Failure) {
    super(cap(redact(failure.message, failure.secrets)), failure.cause === undefined ? {} : { cause: failure.cause });
    this.stack = redact(failure.summary, failure.secrets).replace(/\s+/g, " ");
  }

  /** Pulumi's SDK prints this and the stack, as "this: stack", beside an error of diff, read and delete. The line must be whole by itself. */
  override toString(): string {
    return "A step failed, and its error says what to do";
  }
}

/** A sentence for the user, as an error. */
export function refusal(summary: string, message: string): UserError {
  return new UserError({ summary, message, secrets: [] });
}

export function cap(text: string): string {
  if (text.length <= MESSAGE_LIMIT) return text;
  const kept = MESSAGE_LIMIT - CAP_NOTE;
  return `${text.slice(0, kept)} … (${text.length - kept} more characters)`;
}
