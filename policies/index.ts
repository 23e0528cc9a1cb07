export { type ForbidBroadGroupEntriesConfig, forbidBroadGroupEntries } from "./rules/forbid-broad-group-entries";
export { type ForbidBroadTokenScopesConfig, forbidBroadTokenScopes } from "./rules/forbid-broad-token-scopes";
export {
  type ForbidCrossNamespaceEntriesConfig,
  forbidCrossNamespaceEntries,
} from "./rules/forbid-cross-namespace-entries";
export { type ForbidInstanceRunnersConfig, forbidInstanceRunners } from "./rules/forbid-instance-runners";
export {
  type ForbidPushByDefaultPermissionsConfig,
  forbidPushByDefaultPermissions,
} from "./rules/forbid-push-by-default-permissions";
export { type ForbidTwoOwnersConfig, forbidTwoOwners } from "./rules/forbid-two-owners";
export { type ForbidUnjudgedResourcesConfig, forbidUnjudgedResources } from "./rules/forbid-unjudged-resources";
export { type LimitAllowlistSizeConfig, limitAllowlistSize } from "./rules/limit-allowlist-size";
export { type LimitEntryPermissionsConfig, limitEntryPermissions } from "./rules/limit-entry-permissions";
export { type LimitTokenAccessLevelConfig, limitTokenAccessLevel } from "./rules/limit-token-access-level";
export { type LimitTokenLifetimeConfig, limitTokenLifetime } from "./rules/limit-token-lifetime";
export { type LimitTokenOverlapConfig, limitTokenOverlap } from "./rules/limit-token-overlap";
export { type RequireEntryPermissionsConfig, requireEntryPermissions } from "./rules/require-entry-permissions";
export { type RequireJobTokenScopeConfig, requireJobTokenScope } from "./rules/require-job-token-scope";
export {
  type RequireJobTokenScopeDeclaredConfig,
  requireJobTokenScopeDeclared,
} from "./rules/require-job-token-scope-declared";
export {
  type RequireLockedProjectRunnerConfig,
  requireLockedProjectRunner,
} from "./rules/require-locked-project-runner";
export { type RequireManagedListsConfig, requireManagedLists } from "./rules/require-managed-lists";
export { type RequireNestedEntryOrderConfig, requireNestedEntryOrder } from "./rules/require-nested-entry-order";
export { type RequireNonEmptyAllowlistConfig, requireNonEmptyAllowlist } from "./rules/require-non-empty-allowlist";
export { type RequirePathAddressesConfig, requirePathAddresses } from "./rules/require-path-addresses";
export {
  type RequireProtectedMaskedVariableConfig,
  requireProtectedMaskedVariable,
} from "./rules/require-protected-masked-variable";
export { type RequireProtectedRunnerConfig, requireProtectedRunner } from "./rules/require-protected-runner";
export { type RequireRotationMarginConfig, requireRotationMargin } from "./rules/require-rotation-margin";
export { type RequireRunnerTagsConfig, requireRunnerTags } from "./rules/require-runner-tags";
export { type RequireSwitchAfterEntriesConfig, requireSwitchAfterEntries } from "./rules/require-switch-after-entries";
export { type RequireUniformAddressesConfig, requireUniformAddresses } from "./rules/require-uniform-addresses";
