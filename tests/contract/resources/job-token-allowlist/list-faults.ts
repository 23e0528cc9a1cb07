import fc from "fast-check";
import type { Fault, FaultRule } from "../../../../simulator";

const FIELDS = [
  "ciJobTokenScopeAddGroupOrProject",
  "ciJobTokenScopeAddGroupOrProject",
  "ciJobTokenScopeUpdatePolicies",
  "ciJobTokenScopeUpdatePolicies",
  "ciJobTokenScopeAllowlist",
  "projectCiCdSettingsUpdate",
] as const;

/** What GitLab's GraphQL refuses, leaves out, or acts on without an answer. */
function faultsOf(field: string): readonly Fault[] {
  return [
    { kind: "fieldError", field },
    { kind: "fieldError", field, acts: true },
    { kind: "fieldTimeout", field, acts: true },
    { kind: "fieldNull", field },
    { kind: "graphqlErrors" },
    { kind: "graphqlErrors", acts: true },
    { kind: "status", status: 403 },
    { kind: "status", status: 500, acts: true },
  ];
}

export const graphqlRule: fc.Arbitrary<FaultRule> = fc.constantFrom(...FIELDS).chain((field) =>
  fc.record({
    field: fc.constant(field),
    fault: fc.constantFrom(...faultsOf(field)),
    after: fc.nat(2),
    times: fc.constantFrom(1, 1, 2, 50),
  }),
);
