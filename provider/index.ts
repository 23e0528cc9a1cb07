export { Provider, type ProviderArgs } from "./provider";
export { GroupAllowlistEntry, type GroupAllowlistEntryArgs } from "./resources/group-allowlist-entry";
export { JobTokenScope, type JobTokenScopeArgs } from "./resources/job-token-scope";
export { RotatingGroupToken, type RotatingGroupTokenArgs } from "./resources/rotating-group-token";
export { RotatingProjectToken, type RotatingProjectTokenArgs } from "./resources/rotating-project-token";
export type { AccessLevelName, RotationConfigurationArgs } from "./resources/rotation-args";
export { ScopeAllowlistEntry, type ScopeAllowlistEntryArgs } from "./resources/scope-allowlist-entry";
