export { Provider, type ProviderArgs } from "./provider";
export { GroupAllowlistEntry, type GroupAllowlistEntryArgs } from "./resources/group-allowlist-entry";
export { JobTokenAllowlist, type JobTokenAllowlistArgs } from "./resources/job-token-allowlist";
export { JobTokenScope, type JobTokenScopeArgs } from "./resources/job-token-scope";
export { ScopeAllowlistEntry, type ScopeAllowlistEntryArgs } from "./resources/scope-allowlist-entry";
