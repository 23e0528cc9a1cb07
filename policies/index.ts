export { type ForbidBroadGroupEntriesConfig, forbidBroadGroupEntries } from "./rules/forbid-broad-group-entries";
export {
  type ForbidCrossNamespaceEntriesConfig,
  forbidCrossNamespaceEntries,
} from "./rules/forbid-cross-namespace-entries";
export { type ForbidTwoOwnersConfig, forbidTwoOwners } from "./rules/forbid-two-owners";
export { type LimitAllowlistSizeConfig, limitAllowlistSize } from "./rules/limit-allowlist-size";
export { type RequireJobTokenScopeConfig, requireJobTokenScope } from "./rules/require-job-token-scope";
export {
  type RequireJobTokenScopeDeclaredConfig,
  requireJobTokenScopeDeclared,
} from "./rules/require-job-token-scope-declared";
export { type RequireManagedListsConfig, requireManagedLists } from "./rules/require-managed-lists";
export { type RequireNonEmptyAllowlistConfig, requireNonEmptyAllowlist } from "./rules/require-non-empty-allowlist";
export { type RequirePathAddressesConfig, requirePathAddresses } from "./rules/require-path-addresses";
export { type RequireSwitchAfterEntriesConfig, requireSwitchAfterEntries } from "./rules/require-switch-after-entries";
export { type RequireUniformAddressesConfig, requireUniformAddresses } from "./rules/require-uniform-addresses";
