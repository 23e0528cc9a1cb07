import { anything, boolean, datetime, integer, known, listOf, nullable, object, string, url } from "../entity";

/** Source: OpenAPI 19.5, APIEntitiesUserBasic. */
export const userBasic = {
  id: integer,
  username: string,
  name: string,
  state: string,
  locked: boolean,
  avatar_url: nullable(url),
  web_url: url,
  ...known(nullable(string), "public_email", "avatar_path"),
  ...known(anything, "custom_attributes"),
};

const profile = {
  ...userBasic,
  created_at: nullable(datetime),
  ...known(nullable(string), "bio", "bio_html", "location", "linkedin", "twitter", "discord", "website_url", "github"),
  ...known(nullable(string), "job_title", "pronouns", "organization", "work_information", "local_time"),
  ...known(boolean, "bot", "is_followed"),
  ...known(integer, "followers", "following"),
};

/** What somebody who is no administrator sees of another user. Source: doc/api/users.md. */
export const userProfile = profile;

/** Source: OpenAPI 19.5, APIEntitiesUserPublic; it is what GET /user answers to anybody but an administrator. */
export const userPublic = {
  ...profile,
  email: string,
  external: boolean,
  can_create_group: boolean,
  can_create_project: boolean,
  projects_limit: integer,
  ...known(boolean, "two_factor_enabled", "private_profile"),
  ...known(nullable(string), "commit_email", "preferred_language", "last_activity_on"),
  ...known(nullable(datetime), "last_sign_in_at", "confirmed_at", "current_sign_in_at"),
  ...known(nullable(integer), "theme_id", "color_scheme_id"),
  ...known(nullable(integer), "shared_runners_minutes_limit", "extra_shared_runners_minutes_limit"),
  ...known(listOf(anything), "identities", "scim_identities"),
};

/** Source: lib/api/entities/user_with_admin.rb; doc/api/users.md for what Premium adds. */
export const userWithAdmin = {
  ...userPublic,
  is_admin: boolean,
  ...known(boolean, "is_auditor", "using_license_seat"),
  ...known(nullable(string), "note"),
  ...known(
    nullable(integer),
    "namespace_id",
    "provisioned_by_project_id",
    "provisioned_by_group_id",
    "enterprise_group_id",
  ),
  ...known(nullable(string), "enterprise_group_associated_at"),
  ...known(nullable(object(userBasic)), "created_by"),
};

/** Source: lib/api/entities/user_details_with_admin.rb: one user, asked for by an administrator. */
export const userDetails = {
  ...userWithAdmin,
  ...known(nullable(string), "current_sign_in_ip", "last_sign_in_ip"),
  ...known(anything, "plan", "trial", "sign_in_count", "highest_role"),
};
