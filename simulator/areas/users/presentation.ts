import type { User } from "../../model/users";
import { presentUserBasic } from "../basic-entities";

/** What everyone may see of a user: `UserProfile`. */
export function presentUserProfile(user: User, origin: string) {
  return {
    ...presentUserBasic(user, origin),
    created_at: user.createdAt.toISOString(),
    bio: user.bio,
    location: "",
    linkedin: "",
    twitter: "",
    discord: "",
    website_url: "",
    github: "",
    job_title: "",
    pronouns: null,
    organization: "",
    bot: user.kind === "project_bot" || user.kind === "service_account",
    work_information: null,
    followers: 0,
    following: 0,
    is_followed: false,
    local_time: null,
  };
}

/** What users see of themselves: `UserPublic`. */
export function presentUserPublic(user: User, origin: string) {
  return {
    ...presentUserProfile(user, origin),
    last_sign_in_at: null,
    confirmed_at: user.createdAt.toISOString(),
    last_activity_on: user.lastActivityOn,
    email: user.email,
    theme_id: 3,
    color_scheme_id: 1,
    projects_limit: user.projectsLimit,
    current_sign_in_at: null,
    identities: [],
    can_create_group: user.canCreateGroup,
    can_create_project: user.projectsLimit > 0,
    two_factor_enabled: false,
    external: user.external,
    private_profile: false,
    commit_email: user.email,
    preferred_language: "en",
  };
}

/** What administrators see: `UserWithAdmin`. */
export function presentUserForAdmin(user: User, origin: string) {
  return {
    ...presentUserPublic(user, origin),
    is_admin: user.admin,
    note: user.note,
    namespace_id: user.namespaceId,
    created_by: null,
    using_license_seat: false,
    is_auditor: false,
  };
}

/** What administrators see when they look at one user: `UserDetailsWithAdmin`. */
export function presentUserDetailsForAdmin(user: User, origin: string) {
  return { ...presentUserForAdmin(user, origin), highest_role: 0 };
}
