import type { Reply } from "./reply";

/** A refusal, thrown by whatever finds the reason and sent as it is. The texts are GitLab's (lib/api/helpers.rb). */
export class Refusal extends Error {
  constructor(
    readonly reply: Reply,
    /** Why, in one sentence without the status: what GraphQL answers for the same refusal. */
    readonly reason?: string,
  ) {
    super(`${reply.status} ${JSON.stringify(reply.body ?? reply.text)}`);
  }
}

/** Refuses what GitLab does and the simulator does not, so that nothing is answered as if it had been done. */
export class NotSimulated extends Refusal {
  constructor(readonly what: string) {
    super({ status: 501, body: { message: `501 Not Implemented - the simulated GitLab does not simulate ${what}` } });
  }
}

const withReason = (status: number, text: string, reason: string | undefined) =>
  reason === undefined
    ? refuse(status, text)
    : new Refusal({ status, body: { message: `${text} - ${reason}` }, headers: {} }, reason);

/** `message` is a sentence or, for model errors, an object of lists. */
export function refuse(status: number, message: unknown, headers: Readonly<Record<string, string>> = {}): Refusal {
  return new Refusal({ status, body: { message }, headers });
}

export const badRequest = (reason?: string) => withReason(400, "400 Bad request", reason);
export const unauthorized = (reason?: string) => withReason(401, "401 Unauthorized", reason);
export const forbidden = (reason?: string) => withReason(403, "403 Forbidden", reason);
export const notFound = (what?: string) => refuse(404, what === undefined ? "404 Not Found" : `404 ${what} Not Found`);
/** What ActiveRecord's own look-up failure becomes; the lower-case "found" is GitLab's. */
export const recordNotFound = () => refuse(404, "404 Not found");
export const conflict = (message = "409 Conflict") => refuse(409, message);
export const preconditionFailed = () => refuse(412, "412 Precondition Failed");
export const invalid = (errors: Readonly<Record<string, readonly string[]>>) => refuse(400, errors);

/** Errors that Grape itself makes carry the key `error`. */
export function grapeError(
  status: number,
  error: string | readonly string[],
  headers: Readonly<Record<string, string>> = {},
): Refusal {
  return new Refusal({ status, body: { error }, headers });
}
