import { anything, boolean, integer, known, nullable, object, string } from "../entity";

/** Source: OpenAPI 19.5, APIEntitiesMetadata. */
export const metadata = {
  version: string,
  revision: string,
  kas: object({
    enabled: boolean,
    externalUrl: nullable(string),
    externalK8sProxyUrl: nullable(string),
    version: nullable(string),
  }),
  enterprise: boolean,
};

/** Source: lib/api/settings.rb; doc/api/settings.md. Hundreds more exist; these are the ones that may be simulated. */
export const applicationSettings = {
  enforce_ci_inbound_job_token_scope_enabled: boolean,
  ...known(
    integer,
    "id",
    "default_projects_limit",
    "max_attachment_size",
    "max_artifacts_size",
    "session_expire_delay",
  ),
  ...known(integer, "default_branch_protection", "inactive_resource_access_tokens_delete_after_days"),
  ...known(
    nullable(integer),
    "max_personal_access_token_lifetime",
    "receive_max_input_size",
    "runner_token_expiration_interval",
  ),
  ...known(nullable(integer), "group_runner_token_expiration_interval", "project_runner_token_expiration_interval"),
  ...known(integer, "deletion_adjourned_period", "default_project_creation", "default_group_creation"),
  ...known(boolean, "require_personal_access_token_expiry", "signup_enabled", "gravatar_enabled", "admin_mode"),
  ...known(boolean, "allow_runner_registration_token", "password_authentication_enabled_for_web"),
  ...known(boolean, "password_authentication_enabled_for_git", "shared_runners_enabled", "can_create_group"),
  ...known(
    boolean,
    "user_default_external",
    "user_oauth_applications",
    "time_tracking_limit_to_hours",
    "auto_devops_enabled",
    "require_two_factor_authentication",
  ),
  ...known(boolean, "user_defaults_to_private_profile", "hashed_storage_enabled", "usage_ping_enabled"),
  ...known(nullable(string), "personal_access_token_prefix", "instance_token_prefix", "default_branch_name"),
  ...known(nullable(string), "default_project_visibility", "default_group_visibility", "default_snippet_visibility"),
  ...known(nullable(string), "after_sign_up_text", "home_page_url", "after_sign_out_path", "default_ci_config_path"),
  ...known(nullable(string), "default_artifacts_expire_in", "enabled_git_access_protocol", "created_at", "updated_at"),
  ...known(anything, "valid_runner_registrars", "restricted_visibility_levels", "import_sources"),
  ...known(anything, "default_branch_protection_defaults"),
  ...known(boolean, "allow_top_level_group_owners_to_create_service_accounts", "keep_latest_artifact"),
  ...known(boolean, "require_admin_approval_after_user_signup", "service_access_tokens_expiration_enforced"),
  ...known(nullable(string), "help_page_text", "shared_runners_text", "sign_in_text"),
  ...known(integer, "minimum_password_length", "two_factor_grace_period"),
};
