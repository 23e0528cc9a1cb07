import { VISIBILITIES, type Visibility } from "./group";
import { keepSettings } from "./settings";

/** What administrators can set, by GitLab's own names, with the values a fresh self-managed GitLab has. */
const DEFAULTS: Readonly<Record<string, unknown>> = {
  default_project_visibility: "private",
  default_group_visibility: "private",
  default_projects_limit: 100_000,
  default_branch_name: "main",
  default_branch_protection: 2,
  deletion_adjourned_period: 30,
  signup_enabled: true,
  gravatar_enabled: true,
  password_authentication_enabled_for_web: true,
  require_two_factor_authentication: false,
  two_factor_grace_period: 48,
  restricted_visibility_levels: [],
  shared_runners_enabled: true,
  valid_runner_registrars: ["project", "group"],
  allow_runner_registration_token: true,
  runner_token_expiration_interval: null,
  group_runner_token_expiration_interval: null,
  project_runner_token_expiration_interval: null,
  personal_access_token_prefix: "glpat-",
  require_personal_access_token_expiry: true,
  max_personal_access_token_lifetime: null,
  inactive_resource_access_tokens_delete_after_days: 30,
  allow_top_level_group_owners_to_create_service_accounts: false,
  service_access_tokens_expiration_enforced: true,
  minimum_password_length: 8,
  require_admin_approval_after_user_signup: true,
  session_expire_delay: 10_080,
  default_ci_config_path: null,
  max_artifacts_size: 100,
  keep_latest_artifact: true,
  default_artifacts_expire_in: "30 days",
  max_attachment_size: 100,
  admin_mode: false,
  help_page_text: null,
  sign_in_text: null,
  shared_runners_text: null,
  after_sign_up_text: "",
  home_page_url: null,
};

/** The instance's settings. */
export class ApplicationSettings {
  static readonly defaults: Readonly<Record<string, unknown>> = {
    ...DEFAULTS,
    enforce_ci_inbound_job_token_scope_enabled: true,
  };
  readonly #values: Map<string, unknown>;

  constructor(enforceJobTokenScope: boolean) {
    this.#values = new Map(Object.entries(DEFAULTS));
    this.#values.set("enforce_ci_inbound_job_token_scope_enabled", enforceJobTokenScope);
  }

  /** Unknown names are ignored, as GitLab ignores them. */
  change(given: Readonly<Record<string, unknown>>): void {
    keepSettings(this.#values, ApplicationSettings.defaults, given);
  }

  get enforceJobTokenScope(): boolean {
    return this.#values.get("enforce_ci_inbound_job_token_scope_enabled") === true;
  }

  get gravatarEnabled(): boolean {
    return this.#values.get("gravatar_enabled") === true;
  }

  get requireTokenExpiry(): boolean {
    return this.#values.get("require_personal_access_token_expiry") === true;
  }

  /** How the values of new personal, project and group access tokens begin. */
  get tokenPrefix(): string {
    return String(this.#values.get("personal_access_token_prefix") ?? "");
  }

  /** How many projects a new user may have. */
  get defaultProjectsLimit(): number {
    return Number(this.#values.get("default_projects_limit"));
  }

  defaultVisibility(kind: "group" | "project"): Visibility {
    const chosen = this.#values.get(`default_${kind}_visibility`);
    return VISIBILITIES.find((visibility) => visibility === chosen) ?? "private";
  }

  /** Seconds that the tokens of runners live; null: for ever. */
  runnerTokenInterval(name: `${"" | "group_" | "project_"}runner_token_expiration_interval`): number | null {
    const seconds = this.#values.get(name);
    return typeof seconds === "number" ? seconds : null;
  }

  /** Whose members may make runners: "project", "group", both or neither. */
  get runnerRegistrars(): readonly unknown[] {
    const registrars = this.#values.get("valid_runner_registrars");
    return Array.isArray(registrars) ? registrars : [];
  }

  get allowsRegistrationTokens(): boolean {
    return this.#values.get("allow_runner_registration_token") === true;
  }

  /** Days that a bot is kept after its last token ended; null: for ever. */
  get inactiveBotRetention(): number | null {
    const days = this.#values.get("inactive_resource_access_tokens_delete_after_days");
    return typeof days === "number" ? days : null;
  }

  /** Days from marking a project or group for deletion to its end. */
  get deletionAdjournedPeriod(): number {
    return Number(this.#values.get("deletion_adjourned_period"));
  }

  present(): Record<string, unknown> {
    return { id: 1, ...Object.fromEntries(this.#values) };
  }
}
