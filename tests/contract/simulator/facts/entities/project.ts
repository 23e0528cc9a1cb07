import {
  anything,
  boolean,
  datetime,
  integer,
  known,
  listOf,
  nullable,
  object,
  optional,
  string,
  url,
} from "../entity";
import { userBasic } from "./user";

/** Source: OpenAPI 19.5, APIEntitiesNamespace (its head). */
const namespace = {
  id: integer,
  name: string,
  path: string,
  kind: string,
  full_path: string,
  parent_id: nullable(integer),
  avatar_url: nullable(string),
  web_url: url,
};

/** Source: lib/api/entities/namespace.rb; of groups, owners see the first of these and administrators all. */
export const namespaceDetail = {
  ...namespace,
  ...known(integer, "members_count_with_descendants", "root_repository_size", "projects_count"),
};

/** Source: OpenAPI 19.5, APIEntitiesBasicProjectDetails; these fields nobody has to be allowed to read the code for. */
export const basicProjectWithoutCode = {
  id: integer,
  description: nullable(string),
  name: string,
  name_with_namespace: string,
  path: string,
  path_with_namespace: string,
  created_at: datetime,
  tag_list: listOf(string),
  topics: listOf(string),
  ssh_url_to_repo: string,
  http_url_to_repo: url,
  web_url: url,
  avatar_url: nullable(url),
  star_count: integer,
  last_activity_at: datetime,
  namespace: object(namespace),
  ...known(string, "visibility", "repository_storage"),
  ...known(anything, "custom_attributes"),
};

/** Source: lib/api/entities/basic_project_details.rb; three fields are there for those who may read the code. */
export const basicProject = {
  ...basicProjectWithoutCode,
  default_branch: optional(nullable(string)),
  readme_url: optional(nullable(url)),
  forks_count: optional(integer),
  ...known(anything, "license", "license_url"),
};

const links = {
  self: url,
  repo_branches: url,
  labels: url,
  events: url,
  members: url,
  ...known(url, "issues", "merge_requests", "cluster_agents"),
};

const featuresWithLevels =
  "issues repository merge_requests forking wiki builds snippets pages analytics container_registry releases " +
  "security_and_compliance environments feature_flags infrastructure monitor model_experiments model_registry " +
  "package_registry requirements";
const accessLevels = known(string, ...featuresWithLevels.split(" ").map((feature) => `${feature}_access_level`));

const switches = {
  ...known(boolean, "issues_enabled", "merge_requests_enabled", "wiki_enabled", "jobs_enabled", "snippets_enabled"),
  ...known(nullable(boolean), "packages_enabled", "resolve_outdated_diff_discussions", "container_registry_enabled"),
  ...known(nullable(boolean), "service_desk_enabled", "can_create_merge_request_in", "emails_disabled"),
  ...known(nullable(boolean), "emails_enabled", "show_diff_preview_in_email", "shared_runners_enabled", "lfs_enabled"),
  ...known(nullable(boolean), "mr_default_target_self", "public_jobs", "only_allow_merge_if_pipeline_succeeds"),
  ...known(nullable(boolean), "allow_merge_on_skipped_pipeline", "request_access_enabled"),
  ...known(nullable(boolean), "only_allow_merge_if_all_discussions_are_resolved", "remove_source_branch_after_merge"),
  ...known(nullable(boolean), "printing_merge_request_link_enabled", "enforce_auth_checks_on_uploads"),
  ...known(nullable(boolean), "warn_about_potentially_unwanted_characters", "autoclose_referenced_issues"),
  ...known(nullable(boolean), "mirror", "requirements_enabled", "security_and_compliance_enabled"),
};

const ciSettings = {
  ...known(nullable(boolean), "ci_forward_deployment_enabled", "ci_forward_deployment_rollback_allowed"),
  ...known(nullable(boolean), "ci_job_token_scope_enabled", "ci_separated_caches", "keep_latest_artifact"),
  ...known(nullable(boolean), "ci_allow_fork_pipelines_to_run_in_parent_project", "restrict_user_defined_variables"),
  ...known(nullable(boolean), "group_runners_enabled", "auto_devops_enabled", "protect_merge_request_pipelines"),
  ...known(nullable(boolean), "ci_push_repository_for_job_token_allowed", "ci_display_pipeline_variables"),
  ...known(boolean, "cicd_catalog_enabled"),
  ...known(listOf(string), "ci_id_token_sub_claim_components"),
  ...known(nullable(integer), "ci_default_git_depth", "ci_delete_pipelines_in_seconds", "build_timeout"),
  ...known(nullable(integer), "runner_token_expiration_interval", "max_artifacts_size"),
  ...known(nullable(string), "build_git_strategy", "ci_pipeline_variables_minimum_override_role", "ci_config_path"),
  ...known(nullable(string), "resource_group_default_process_mode", "auto_cancel_pending_pipelines"),
  ...known(nullable(string), "auto_devops_deploy_strategy", "runners_token"),
};

const texts = {
  ...known(nullable(string), "container_registry_image_prefix", "repository_object_format", "service_desk_address"),
  ...known(nullable(string), "import_url", "import_type", "import_status", "import_error", "description_html"),
  ...known(nullable(string), "merge_method", "squash_option", "suggestion_commit_message", "merge_commit_template"),
  ...known(nullable(string), "squash_commit_template", "issue_branch_template", "mr_default_title_template"),
  ...known(nullable(string), "external_authorization_classification_label"),
};

/** Source: OpenAPI 19.5, APIEntitiesProject; lib/api/entities/project.rb. */
export const project = {
  ...basicProject,
  visibility: string,
  archived: boolean,
  creator_id: integer,
  _links: object(links),
  ...known(boolean, "empty_repo"),
  ...known(object(userBasic), "owner"),
  ...known(integer, "open_issues_count", "approvals_before_merge"),
  ...known(nullable(datetime), "updated_at"),
  ...known(nullable(string), "marked_for_deletion_at", "marked_for_deletion_on"),
  ...known(listOf(anything), "shared_with_groups", "compliance_frameworks"),
  ...known(anything, "container_expiration_policy", "forked_from_project", "statistics"),
  ...accessLevels,
  ...switches,
  ...ciSettings,
  ...texts,
};

const access = nullable(object({ access_level: integer, ...known(nullable(integer), "notification_level") }));

/** Source: OpenAPI 19.5, APIEntitiesProjectsWithAccessAndCatalogSetting. No inbound job token field is among them. */
export const projectWithAccess = {
  ...project,
  permissions: object({ project_access: access, group_access: access }),
};
