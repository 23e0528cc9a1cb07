import type { RecordedRequest } from "../../../simulator";

/** Returns whether it may change something. GraphQL takes queries by POST. */
export function isWrite({ method, operation }: RecordedRequest): boolean {
  return method !== "GET" && !operation?.startsWith("query");
}
