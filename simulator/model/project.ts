import type { AllowlistEntry } from "./allowlist-entry";
import type { Visibility } from "./group";

export interface Project {
  readonly id: number;
  readonly kind: "project";
  /** The namespace that holds it: a group's or a user's id, which share one sequence. */
  namespaceId: number;
  name: string;
  path: string;
  /** Kept up to date by `Namespaces`, with every rename and transfer above it. */
  fullPath: string;
  fullName: string;
  description: string | null;
  visibility: Visibility;
  readonly createdAt: Date;
  updatedAt: Date;
  readonly creatorId: number;
  defaultBranch: string;
  topics: readonly string[];
  /** The day it was marked for deletion; it is gone after the retention period. */
  markedForDeletionOn: string | null;
  /** What the project itself stores; while the instance enforces protection GitLab says true whatever this is. */
  inboundJobTokenScope: boolean;
  /** Projects and groups whose job tokens may come in, by id, in the order they were added. */
  readonly allowedProjects: Map<number, AllowlistEntry>;
  readonly allowedGroups: Map<number, AllowlistEntry>;
  /** Whether jobs of listed projects may push; shown and set by GraphQL alone. */
  crossProjectPush: boolean;
  readonly files: Map<string, RepositoryFile>;
  /** The last commit of each branch: all that there is of commits. */
  readonly heads: Map<string, string>;
  /** Everything else that can be set and read back, by GitLab's own names. */
  readonly settings: Map<string, unknown>;
}

export interface RepositoryFile {
  readonly branch: string;
  readonly path: string;
  content: Buffer;
  commitId: string;
}

type New = Pick<
  Project,
  "id" | "namespaceId" | "name" | "path" | "visibility" | "description" | "defaultBranch" | "topics" | "creatorId"
>;

/** A project as it is at first; `Namespaces` gives it its full path. */
export function newProject(details: New, now: Date): Project {
  return {
    ...details,
    kind: "project",
    fullPath: "",
    fullName: "",
    createdAt: now,
    updatedAt: now,
    markedForDeletionOn: null,
    inboundJobTokenScope: true,
    allowedProjects: new Map(),
    allowedGroups: new Map(),
    crossProjectPush: false,
    files: new Map(),
    heads: new Map(),
    settings: new Map(),
  };
}

/** What can be set beside names and visibility, with the values that GitLab starts from. */
export const PROJECT_DEFAULTS: Readonly<Record<string, unknown>> = {
  packages_enabled: true,
  resolve_outdated_diff_discussions: false,
  issues_enabled: true,
  merge_requests_enabled: true,
  wiki_enabled: true,
  jobs_enabled: true,
  snippets_enabled: true,
  container_registry_enabled: true,
  service_desk_enabled: false,
  issues_access_level: "enabled",
  repository_access_level: "enabled",
  merge_requests_access_level: "enabled",
  forking_access_level: "enabled",
  wiki_access_level: "enabled",
  builds_access_level: "enabled",
  snippets_access_level: "enabled",
  pages_access_level: "private",
  analytics_access_level: "enabled",
  container_registry_access_level: "enabled",
  security_and_compliance_access_level: "private",
  releases_access_level: "enabled",
  environments_access_level: "enabled",
  feature_flags_access_level: "enabled",
  infrastructure_access_level: "enabled",
  monitor_access_level: "enabled",
  model_experiments_access_level: "enabled",
  model_registry_access_level: "enabled",
  package_registry_access_level: "enabled",
  emails_disabled: false,
  emails_enabled: true,
  show_diff_preview_in_email: true,
  shared_runners_enabled: true,
  lfs_enabled: true,
  public_jobs: true,
  only_allow_merge_if_pipeline_succeeds: false,
  allow_merge_on_skipped_pipeline: null,
  request_access_enabled: true,
  only_allow_merge_if_all_discussions_are_resolved: false,
  remove_source_branch_after_merge: true,
  printing_merge_request_link_enabled: true,
  merge_method: "merge",
  squash_option: "default_off",
  enforce_auth_checks_on_uploads: true,
  suggestion_commit_message: null,
  merge_commit_template: null,
  squash_commit_template: null,
  issue_branch_template: null,
  warn_about_potentially_unwanted_characters: true,
  autoclose_referenced_issues: true,
  max_artifacts_size: null,
};

/** Of those, what only maintainers see. */
const MAINTAINER_DEFAULTS: Readonly<Record<string, unknown>> = {
  ci_default_git_depth: 20,
  ci_delete_pipelines_in_seconds: null,
  ci_forward_deployment_enabled: true,
  ci_forward_deployment_rollback_allowed: true,
  ci_job_token_scope_enabled: false,
  ci_separated_caches: true,
  ci_allow_fork_pipelines_to_run_in_parent_project: true,
  ci_id_token_sub_claim_components: ["project_path", "ref_type", "ref"],
  build_git_strategy: "fetch",
  keep_latest_artifact: true,
  restrict_user_defined_variables: false,
  ci_pipeline_variables_minimum_override_role: "developer",
  runner_token_expiration_interval: null,
  group_runners_enabled: true,
  resource_group_default_process_mode: "unordered",
  auto_cancel_pending_pipelines: "enabled",
  build_timeout: 3600,
  auto_devops_enabled: false,
  auto_devops_deploy_strategy: "continuous",
  ci_push_repository_for_job_token_allowed: false,
  protect_merge_request_pipelines: true,
  ci_display_pipeline_variables: false,
};

/** What maintainers see and set. */
export const ALL_PROJECT_DEFAULTS: Readonly<Record<string, unknown>> = { ...PROJECT_DEFAULTS, ...MAINTAINER_DEFAULTS };
