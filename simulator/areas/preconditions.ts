import { preconditionFailed } from "../grape/errors";
import type { OpenCall } from "../grape/router";

/**
 * A deletion may ask that nobody has changed the thing since (`destroy_conditionally!`); what is no date asks for
 * nothing.
 */
export function requireUnmodified({ headers }: OpenCall, updatedAt: Date): void {
  const since = Date.parse(headers["if-unmodified-since"] ?? "");
  if (updatedAt.getTime() > since) throw preconditionFailed();
}
