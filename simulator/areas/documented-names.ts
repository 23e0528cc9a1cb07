/** The names that several endpoints share, as `documented-parameters.ts` lists them. */

export const PAGES = ["page", "per_page"];
const KEYSET = ["pagination", "cursor"];
export const CUSTOM_ATTRIBUTES = ["with_custom_attributes", "custom_attributes"];
export const ORDER = ["order_by", "sort"];

export const TOKEN_FILTERS = [
  ...["revoked", "state", "created_before", "created_after", "last_used_before", "last_used_after"],
  ...["expires_before", "expires_after", "search", "sort"],
  ...PAGES,
];
export const NEW_TOKEN = ["name", "description", "expires_at", "scopes"];
export const ROTATION = ["expires_at"];

export const RUNNER = [
  ...["description", "maintenance_note", "paused", "locked", "access_level", "run_untagged", "tag_list"],
  "maximum_timeout",
];
export const RUNNER_FILTERS = ["type", "paused", "status", "tag_list", "version_prefix", ...PAGES];
export const RUNNER_SELF = ["token", "system_id", "info"];

export const VARIABLE = [
  ...["value", "protected", "masked", "raw", "variable_type", "environment_scope", "description"],
];
export const NEW_VARIABLE = ["key", ...VARIABLE, "masked_and_hidden"];
export const FILTER = ["filter"];

/** lib/api/projects.rb: collection_params, with EE's filters. */
export const PROJECT_FILTERS = [
  ...["archived", "visibility", "search", "search_namespaces", "owned", "starred", "imported", "membership"],
  ...["with_issues_enabled", "with_merge_requests_enabled", "with_programming_language", "min_access_level"],
  ...[
    "id_after",
    "id_before",
    "last_activity_after",
    "last_activity_before",
    "repository_storage",
    "topic",
    "topic_id",
  ],
  ...["updated_before", "updated_after", "include_pending_delete", "marked_for_deletion_on", "active", "simple"],
  ...["wiki_checksum_failed", "repository_checksum_failed", "include_hidden", "statistics"],
  ...ORDER,
  ...PAGES,
  ...KEYSET,
  ...CUSTOM_ATTRIBUTES,
];

/** lib/api/helpers/projects_helpers.rb: optional_project_params and what EE adds. */
const PROJECT = [
  ...["name", "path", "default_branch", "description", "visibility", "tag_list", "topics", "avatar", "ci_config_path"],
  ...["build_git_strategy", "build_timeout", "auto_cancel_pending_pipelines", "service_desk_enabled", "issues_enabled"],
  ...["merge_requests_enabled", "wiki_enabled", "jobs_enabled", "snippets_enabled", "issues_access_level"],
  ...["repository_access_level", "merge_requests_access_level", "forking_access_level", "wiki_access_level"],
  ...["builds_access_level", "snippets_access_level", "package_registry_access_level", "pages_access_level"],
  ...["analytics_access_level", "container_registry_access_level", "security_and_compliance_access_level"],
  ...["releases_access_level", "environments_access_level", "feature_flags_access_level"],
  ...["infrastructure_access_level", "monitor_access_level", "model_experiments_access_level"],
  ...["model_registry_access_level", "requirements_access_level", "emails_disabled", "emails_enabled"],
  ...["show_default_award_emojis", "show_diff_preview_in_email", "warn_about_potentially_unwanted_characters"],
  ...["enforce_auth_checks_on_uploads", "shared_runners_enabled", "group_runners_enabled"],
  ...["resource_group_default_process_mode", "resolve_outdated_diff_discussions", "remove_source_branch_after_merge"],
  ...["packages_enabled", "container_registry_enabled", "container_expiration_policy_attributes", "lfs_enabled"],
  ...["public_builds", "public_jobs", "request_access_enabled", "only_allow_merge_if_pipeline_succeeds"],
  ...["allow_merge_on_skipped_pipeline", "only_allow_merge_if_all_discussions_are_resolved"],
  ...["printing_merge_request_link_enabled", "merge_method", "suggestion_commit_message", "merge_commit_template"],
  ...["squash_commit_template", "issue_branch_template", "auto_devops_enabled", "auto_devops_deploy_strategy"],
  ...["autoclose_referenced_issues", "repository_storage", "squash_option", "mr_default_target_self"],
  ...["merge_request_title_regex", "merge_request_title_regex_description", "approvals_before_merge", "mirror"],
  ...["mirror_trigger_builds", "external_authorization_classification_label", "issues_template"],
  "merge_requests_template",
];
export const NEW_PROJECT = [
  ...PROJECT,
  ...["namespace_id", "import_url", "template_name", "template_project_id", "repository_object_format"],
  ...["initialize_with_readme", "use_custom_template", "group_with_project_templates_id"],
];
export const CHANGED_PROJECT = [
  ...PROJECT,
  ...["ci_default_git_depth", "keep_latest_artifact", "ci_forward_deployment_enabled"],
  ...["ci_forward_deployment_rollback_allowed", "ci_allow_fork_pipelines_to_run_in_parent_project"],
  ...["ci_separated_caches", "restrict_user_defined_variables", "ci_pipeline_variables_minimum_override_role"],
  ...["ci_push_repository_for_job_token_allowed", "ci_id_token_sub_claim_components"],
  ...["ci_delete_pipelines_in_seconds", "max_artifacts_size", "ci_restrict_pipeline_cancellation_role"],
  ...["merge_pipelines_enabled", "merge_trains_enabled", "merge_trains_skip_train_allowed", "mirror_user_id"],
  ...["only_mirror_protected_branches", "mirror_branch_regex", "mirror_overwrites_diverged_branches", "import_url"],
  ...["auto_duo_code_review_enabled", "prevent_merge_without_jira_issue", "spp_repository_pipeline_access"],
];

/** lib/api/helpers/groups_helpers.rb: optional_params and what EE adds. */
export const GROUP = [
  ...["name", "path", "description", "visibility", "avatar", "share_with_group_lock"],
  ...["require_two_factor_authentication", "two_factor_grace_period", "project_creation_level", "auto_devops_enabled"],
  ...["subgroup_creation_level", "emails_disabled", "emails_enabled", "show_diff_preview_in_email"],
  ...["mentions_disabled", "lfs_enabled", "request_access_enabled", "default_branch", "default_branch_protection"],
  ...["default_branch_protection_defaults", "shared_runners_setting", "enabled_git_access_protocol"],
  ...["membership_lock", "ldap_cn", "ldap_access", "shared_runners_minutes_limit"],
  ...["extra_shared_runners_minutes_limit", "wiki_access_level", "duo_availability", "duo_features_enabled"],
  ...["experiment_features_enabled", "amazon_q_auto_review_enabled", "math_rendering_limits_enabled"],
  ...["lock_math_rendering_limits_enabled", "crm_enabled", "max_artifacts_size"],
];
export const CHANGED_GROUP = [
  ...GROUP,
  ...["file_template_project_id", "prevent_forking_outside_group", "unique_project_download_limit"],
  ...["unique_project_download_limit_interval_in_seconds", "unique_project_download_limit_allowlist"],
  ...["unique_project_download_limit_alertlist", "auto_ban_user_on_excessive_projects_download"],
  ...["ip_restriction_ranges", "allowed_email_domains_list", "service_access_tokens_expiration_enforced"],
  ...["prevent_sharing_groups_outside_hierarchy", "lock_duo_features_enabled", "web_based_commit_signing_enabled"],
  ...["allow_personal_snippets", "only_allow_merge_if_pipeline_succeeds", "allow_merge_on_skipped_pipeline"],
  ...["only_allow_merge_if_all_discussions_are_resolved", "step_up_auth_required_oauth_provider"],
];
/** lib/api/groups.rb: group_list_params. */
export const GROUP_FILTERS = [
  ...["statistics", "archived", "skip_groups", "all_available", "visibility", "search", "owned", "min_access_level"],
  ...["top_level_only", "marked_for_deletion_on", "active", "repository_storage"],
  ...ORDER,
  ...PAGES,
  ...KEYSET,
  ...CUSTOM_ATTRIBUTES,
];
export const GROUP_PROJECT_FILTERS = [
  ...["archived", "visibility", "search", "simple", "owned", "starred", "with_issues_enabled"],
  ...["with_merge_requests_enabled", "with_shared", "include_subgroups", "include_ancestor_groups"],
  ...["min_access_level", "topic", "active", "with_security_reports"],
  ...ORDER,
  ...PAGES,
  ...CUSTOM_ATTRIBUTES,
];
export const REMOVAL = ["permanently_remove", "full_path"];

/** lib/api/users.rb */
export const USER_FILTERS = [
  ...["username", "extern_uid", "provider", "search", "active", "external", "exclude_external", "blocked", "humans"],
  ...["created_after", "created_before", "without_projects", "exclude_internal", "without_project_bots", "admins"],
  ...["two_factor", "skip_ldap", "saml_provider_id", "exclude_active", "exclude_humans", "public_email"],
  ...ORDER,
  ...PAGES,
  ...KEYSET,
  ...CUSTOM_ATTRIBUTES,
];
export const USER = [
  ...["email", "password", "name", "username", "skype", "linkedin", "twitter", "discord", "website_url", "github"],
  ...["organization", "projects_limit", "extern_uid", "provider", "bio", "location", "pronouns", "public_email"],
  ...["commit_email", "admin", "auditor", "can_create_group", "external", "avatar", "theme_id", "color_scheme_id"],
  ...["private_profile", "note", "view_diffs_file_by_file", "shared_runners_minutes_limit", "job_title"],
  ...["extra_shared_runners_minutes_limit", "group_id_for_saml"],
];

/** lib/api/helpers/merge_requests_helpers.rb: merge_requests_base_params. */
export const MERGE_REQUEST_FILTERS = [
  ...["author_id", "author_username", "assignee_id", "assignee_username", "reviewer_id", "reviewer_username"],
  ...["labels", "milestone", "my_reaction_emoji", "state", "with_labels_details", "with_merge_status_recheck"],
  ...["created_after", "created_before", "updated_after", "updated_before", "view", "scope", "source_branch"],
  ...["source_project_id", "target_branch", "search", "in", "wip", "not", "deployed_before", "deployed_after"],
  ...["environment", "approved", "merge_user_id", "merge_user_username", "approver_ids", "approved_by_ids"],
  ...["approved_by_usernames", "render_html"],
  ...ORDER,
  ...PAGES,
];
export const NEW_MERGE_REQUEST = [
  ...["title", "source_branch", "target_branch", "target_project_id", "description", "assignee_id", "assignee_ids"],
  ...["reviewer_ids", "milestone_id", "labels", "add_labels", "remove_labels", "allow_collaboration"],
  ...["allow_maintainer_to_push", "squash", "remove_source_branch", "approvals_before_merge", "merge_after"],
];

/** lib/api/members.rb */
export const MEMBERS = ["query", "user_ids", "show_seat_info", "skip_users", "with_saml_identity", ...PAGES];
export const ALL_MEMBERS = ["query", "user_ids", "show_seat_info", "state", ...PAGES];
export const NEW_MEMBER = ["user_id", "username", "access_level", "expires_at", "invite_source", "member_role_id"];
export const CHANGED_MEMBER = ["access_level", "expires_at", "member_role_id"];
export const REMOVED_MEMBER = ["skip_subresources", "unassign_issuables"];

/** lib/api/files.rb */
export const COMMIT = ["branch", "commit_message", "start_branch", "author_email", "author_name"];
export const CHANGED_FILE = [...COMMIT, "content", "encoding", "last_commit_id", "execute_filemode"];
