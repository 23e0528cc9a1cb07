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

/** Thrown by `converge` where something exists in GitLab although not all went well: what is there must be recorded. */
export class Incomplete<Found> extends Error {
  constructor(
    readonly found: Found,
    readonly reason: UserError,
    /** All that went wrong, where that is more than one thing. */
    readonly reasons: readonly string[] = [reason.message],
  ) {
    super(reason.message, { cause: reason });
  }
}

/**
 * Whatever was thrown, as an error that the engine can carry: the SDK never answers when it is no error, and prints its stack for check,
 * diff, read and delete. A defect of ours keeps its place in the code, in one line.
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
