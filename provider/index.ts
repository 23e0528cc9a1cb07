export { Provider, type ProviderArgs } from "./provider";
export type {
  AccessMapGroupItem,
  AccessMapPermissions,
  AccessMapProject,
  AccessMapProjectItem,
  AccessMapSet,
  AccessMapSettings,
} from "./resources/access-map/access-map";
export { AccessMap, type AccessMapArgs } from "./resources/access-map/access-map";
export { GroupAllowlistEntry, type GroupAllowlistEntryArgs } from "./resources/allowlist-entry/group-allowlist-entry";
export type { JobTokenPermission } from "./resources/allowlist-entry/job-token-permission";
export { ScopeAllowlistEntry, type ScopeAllowlistEntryArgs } from "./resources/allowlist-entry/scope-allowlist-entry";
export { JobTokenAllowlist, type JobTokenAllowlistArgs } from "./resources/job-token-allowlist/job-token-allowlist";
export { JobTokenScope, type JobTokenScopeArgs } from "./resources/job-token-scope/job-token-scope";
export { RotatingGroupToken, type RotatingGroupTokenArgs } from "./resources/rotating-token/rotating-group-token";
export { RotatingProjectToken, type RotatingProjectTokenArgs } from "./resources/rotating-token/rotating-project-token";
export type { AccessLevelName } from "./resources/rotating-token/rotating-token";
export type { RotationConfigurationArgs } from "./resources/rotating-token/rotation-configuration";
export type { TokenScope } from "./resources/rotating-token/scopes";
export { UserRunner, type UserRunnerArgs } from "./resources/user-runner/user-runner";
export { GroupVariable, type GroupVariableArgs } from "./resources/variable/group-variable";
export { ProjectVariable, type ProjectVariableArgs } from "./resources/variable/project-variable";
