import { anything, boolean, date, datetime, integer, known, listOf, nullable, object, string, url } from "../entity";
import { project } from "./project";

/** Source: OpenAPI 19.5, APIEntitiesBasicGroupDetails: a groups allowlist lists no more than this. */
export const basicGroup = { id: integer, web_url: url, name: string };

/** Source: OpenAPI 19.5, APIEntitiesGroup; lib/api/entities/group.rb for parent_id, which OpenAPI calls a string. */
export const group = {
  ...basicGroup,
  path: string,
  description: nullable(string),
  visibility: string,
  full_name: string,
  full_path: string,
  created_at: datetime,
  parent_id: nullable(integer),
  ...known(nullable(date), "marked_for_deletion_on"),
  ...known(nullable(url), "avatar_url"),
  ...known(nullable(integer), "organization_id", "two_factor_grace_period", "default_branch_protection"),
  ...known(nullable(integer), "max_artifacts_size", "file_template_project_id"),
  ...known(nullable(string), "project_creation_level", "subgroup_creation_level", "shared_runners_setting"),
  ...known(nullable(string), "default_branch", "wiki_access_level", "repository_storage", "ldap_cn", "ldap_access"),
  ...known(boolean, "share_with_group_lock", "require_two_factor_authentication", "emails_enabled", "lfs_enabled"),
  ...known(boolean, "archived", "request_access_enabled", "show_diff_preview_in_email", "crm_enabled"),
  ...known(boolean, "math_rendering_limits_enabled", "lock_math_rendering_limits_enabled", "require_sha_for_merge"),
  ...known(boolean, "resource_access_token_notify_inherited", "lock_resource_access_token_notify_inherited"),
  ...known(boolean, "built_in_project_templates_enabled", "lock_built_in_project_templates_enabled"),
  ...known(boolean, "lock_require_sha_for_merge"),
  ...known(nullable(boolean), "emails_disabled", "mentions_disabled", "auto_devops_enabled"),
  ...known(nullable(boolean), "duo_core_features_enabled", "duo_features_enabled", "lock_duo_features_enabled"),
  ...known(nullable(boolean), "auto_duo_code_review_enabled", "web_based_commit_signing_enabled"),
  ...known(nullable(boolean), "allow_personal_snippets"),
  ...known(anything, "default_branch_protection_defaults", "custom_attributes", "statistics"),
  ...known(anything, "root_storage_statistics", "ldap_group_links", "saml_group_links", "duo_namespace_access_rules"),
};

/** Source: OpenAPI 19.5, APIEntitiesGroupDetail, asked for with `with_projects=false`. */
export const groupDetailWithoutProjects = {
  ...group,
  shared_with_groups: listOf(anything),
  ...known(string, "runners_token"),
  ...known(nullable(string), "enabled_git_access_protocol", "step_up_auth_required_oauth_provider"),
  ...known(nullable(boolean), "prevent_sharing_groups_outside_hierarchy", "prevent_forking_outside_group"),
  ...known(nullable(boolean), "service_access_tokens_expiration_enforced", "experiment_features_enabled"),
  ...known(nullable(boolean), "membership_lock", "only_allow_merge_if_pipeline_succeeds"),
  ...known(nullable(boolean), "allow_merge_on_skipped_pipeline", "only_allow_merge_if_all_discussions_are_resolved"),
  ...known(nullable(integer), "shared_runners_minutes_limit", "extra_shared_runners_minutes_limit"),
  ...known(nullable(string), "ip_restriction_ranges", "allowed_email_domains_list"),
  ...known(anything, "ai_settings", "unique_project_download_limit", "unique_project_download_limit_allowlist"),
  ...known(anything, "unique_project_download_limit_interval_in_seconds"),
  ...known(anything, "unique_project_download_limit_alertlist", "auto_ban_user_on_excessive_projects_download"),
};

/** Source: OpenAPI 19.5, APIEntitiesGroupDetail. */
export const groupDetail = {
  ...groupDetailWithoutProjects,
  ...known(listOf(object(project)), "projects", "shared_projects"),
};
