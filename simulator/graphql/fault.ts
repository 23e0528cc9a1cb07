/** What can go wrong inside of GraphQL, where the status is 200 all the same. `field` is `name` or `Type.name`. */
export type GraphqlFault =
  /**
   * The field is null, with an error at the top that has its path; the rest of the answer is right. `nth` strikes one
   * of several only, counted from 1. A mutation that `acts` was done all the same.
   */
  | {
      readonly kind: "fieldError";
      readonly field: string;
      readonly message?: string;
      readonly nth?: number;
      readonly acts?: boolean;
    }
  /** The same, with GitLab's text for a field that took too long: `Timeout on Project.ciJobTokenScopeAllowlist`. */
  | { readonly kind: "fieldTimeout"; readonly field: string; readonly nth?: number; readonly acts?: boolean }
  /** The field is null and nothing says why, as for a fine-grained token that may not read it. */
  | { readonly kind: "fieldNull"; readonly field: string; readonly nth?: number }
  /** 200 with errors at the top and no data at all. */
  | { readonly kind: "graphqlErrors"; readonly messages?: readonly string[]; readonly acts?: boolean }
  /** A mutation answers with these errors in its payload, and does nothing. */
  | { readonly kind: "payloadErrors"; readonly field: string; readonly errors: readonly string[] }
  /** The query is refused for its complexity, whatever it is. */
  | { readonly kind: "tooComplex"; readonly score?: number };

const KINDS: readonly string[] = [
  "fieldError",
  "fieldTimeout",
  "fieldNull",
  "graphqlErrors",
  "payloadErrors",
  "tooComplex",
] satisfies GraphqlFault["kind"][];

export function isGraphqlFault(fault: { readonly kind: string }): fault is GraphqlFault {
  return KINDS.includes(fault.kind);
}
