import { boolean, integer, list, text, wholeList } from "../../grape/param-types";
import { optional, type Params, type Rule } from "../../grape/params";
import { settable } from "../../grape/settable";
import { ApplicationSettings } from "../../model/application-settings";
import { VISIBILITIES } from "../../model/group";

const BRANCH_PROTECTIONS = [0, 1, 2, 3, 4];

const booleans = [
  "admin_mode",
  "gravatar_enabled",
  "password_authentication_enabled_for_web",
  "require_admin_approval_after_user_signup",
  "require_personal_access_token_expiry",
  "require_two_factor_authentication",
  "shared_runners_enabled",
  "signup_enabled",
];
const integers = [
  "default_projects_limit",
  "group_runner_token_expiration_interval",
  "max_artifacts_size",
  "max_attachment_size",
  "project_runner_token_expiration_interval",
  "runner_token_expiration_interval",
  "session_expire_delay",
  "two_factor_grace_period",
];
const texts = [
  "after_sign_up_text",
  "default_artifacts_expire_in",
  "default_ci_config_path",
  "help_page_text",
  "home_page_url",
  "personal_access_token_prefix",
  "shared_runners_text",
];

/** GitLab declares a type for these; the others are taken as they come and judged by its model alone. */
export const settingParams: Params = {
  ...settable(ApplicationSettings.defaults),
  ...Object.fromEntries(booleans.map((name) => [name, optional(boolean)])),
  ...Object.fromEntries(integers.map((name) => [name, optional(integer)])),
  ...Object.fromEntries(texts.map((name) => [name, optional(text)])),
  default_branch_protection: optional(integer, { values: BRANCH_PROTECTIONS }),
  default_group_visibility: optional(text, { values: VISIBILITIES }),
  default_project_visibility: optional(text, { values: VISIBILITIES }),
  restricted_visibility_levels: optional(list(text)),
  valid_runner_registrars: optional(wholeList(text)),
};

/** A switch that is turned on asks for what belongs to it. */
const neededWith =
  (name: string, needed: string): Rule =>
  (given) => {
    const isOn = given[name] !== undefined && given[name] !== null && boolean(given[name]) === true;
    return isOn && !(needed in given) ? `${needed} is missing` : undefined;
  };

export const settingRules: readonly Rule[] = [
  neededWith("require_two_factor_authentication", "two_factor_grace_period"),
  neededWith("shared_runners_enabled", "shared_runners_text"),
];
