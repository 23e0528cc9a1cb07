import { preconditionFailed } from "../grape/errors";
import type { OpenCall } from "../grape/router";

/**
 * A deletion may demand that the thing has not changed since a date (`destroy_conditionally!`). A header that is no
 * date demands nothing.
 */
export function requireUnmodified({ headers }: OpenCall, updatedAt: Date): void {
  const since = Date.parse(headers["if-unmodified-since"] ?? "");
  if (updatedAt.getTime() > since) throw preconditionFailed();
}
