import { GraphQLError, type GraphQLResolveInfo } from "graphql";
import type { GraphqlFault } from "./fault";

/** A fault while its request is played. */
export class Troubles {
  #met = 0;

  constructor(readonly fault: GraphqlFault | undefined) {}

  /** Answers in the place of a field that is struck; `resolve` does what the field is for. */
  around(info: GraphQLResolveInfo, resolve: () => unknown): unknown {
    const { fault } = this;
    if (fault === undefined || !("field" in fault) || !this.#strikes(fault, info)) return resolve();
    if (fault.kind === "fieldNull") return null;
    if (fault.kind === "payloadErrors") return { errors: fault.errors, clientMutationId: null };
    if (fault.acts) resolve();
    const timeout = `Timeout on ${info.parentType.name}.${info.fieldName}`;
    throw new GraphQLError(fault.kind === "fieldTimeout" ? timeout : (fault.message ?? "Internal server error"));
  }

  #strikes(fault: Extract<GraphqlFault, { field: string }>, { parentType, fieldName }: GraphQLResolveInfo): boolean {
    if (fault.field !== fieldName && fault.field !== `${parentType.name}.${fieldName}`) return false;
    this.#met += 1;
    return !("nth" in fault) || fault.nth === undefined || fault.nth === this.#met;
  }
}
