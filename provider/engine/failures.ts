import { UserError } from "../domain/user-error";

/** What Pulumi records of a step that failed after GitLab had made or changed something. `message` is never shown, `reasons` are. */
export class PartialFailure extends UserError {
  override readonly name = "PartialFailure";

  constructor(
    cause: UserError,
    readonly id: string,
    readonly properties: Record<string, unknown>,
    readonly reasons: readonly string[] = [cause.message],
  ) {
    super({ summary: cause.stack ?? cause.message, message: cause.message, secrets: [], cause });
  }
}

/** `converge` throws this where something exists in GitLab although a part failed, because what exists must be recorded. */
export class Incomplete<Found> extends Error {
  constructor(
    readonly found: Found,
    readonly reason: UserError,
    /** All problems, where there is more than one. */
    readonly reasons: readonly string[] = [reason.message],
  ) {
    super(reason.message, { cause: reason });
  }
}

/**
 * Turns anything that was thrown into an error that the engine can carry. The SDK does not answer where a value that is no `Error` was thrown,
 * and it prints the stack for check, diff, read and delete. The error of a defect of ours keeps its place in the code, in one line.
 */
export function presentable(thrown: unknown, doing: string): UserError {
  if (thrown instanceof UserError) return thrown;
  const what = thrown instanceof Error ? [thrown.message, placeOf(thrown)].join(" ").trim() : String(thrown);
  return new UserError({
    summary: `${doing} failed`,
    message: `${doing} failed in pulumi-gitlab-ci-access itself: ${what}. Please report this as a defect.`,
    secrets: [],
    cause: thrown,
  });
}

function placeOf(error: Error): string {
  const lines = error.stack?.split("\n").map((line) => line.trim());
  return lines?.find((line) => line.startsWith("at ")) ?? "";
}
