import { GraphQLError } from "graphql";
import { Refusal } from "../grape/errors";
import type { Reply } from "../grape/reply";

/** Gitlab::Graphql::Authorize::AuthorizeResource: the same text for what is hidden and for what doesn't exist. */
const UNAVAILABLE =
  "The resource that you are attempting to access does not exist or you don't have permission to perform this action";

export function unavailable(message = UNAVAILABLE): GraphQLError {
  return new GraphQLError(message);
}

/** An answer outside of GraphQL's own form of errors: of app/controllers/graphql_controller.rb. */
export function refusal(status: number, message: string): Refusal {
  return new Refusal({ status, body: { errors: [{ message }] } } satisfies Reply);
}
