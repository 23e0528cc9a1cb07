import type { Instance } from "../../model/instance";
import type { Member } from "../../model/members";
import type { User } from "../../model/users";
import { presentUserBasic } from "../basic-entities";

/** What everyone may see of a user: `UserProfile`. */
export function presentUserProfile(instance: Instance, user: User) {
  return {
    ...presentUserBasic(instance, user),
    created_at: user.createdAt.toISOString(),
    bio: user.bio,
    location: user.profile.get("location") ?? "",
    linkedin: user.profile.get("linkedin") ?? "",
    twitter: user.profile.get("twitter") ?? "",
    discord: user.profile.get("discord") ?? "",
    website_url: user.profile.get("website_url") ?? "",
    github: user.profile.get("github") ?? "",
    job_title: user.profile.get("job_title") ?? "",
    pronouns: user.profile.get("pronouns") ?? null,
    organization: user.profile.get("organization") ?? "",
    bot: user.kind === "project_bot" || user.kind === "service_account",
    work_information: null,
    followers: 0,
    following: 0,
    is_followed: false,
    local_time: null,
  };
}

/** What users see of themselves: `UserPublic`. */
export function presentUserPublic(instance: Instance, user: User) {
  return {
    ...presentUserProfile(instance, user),
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
export function presentUserForAdmin(instance: Instance, user: User) {
  return {
    ...presentUserPublic(instance, user),
    is_admin: user.admin,
    note: user.note,
    namespace_id: user.namespaceId,
    created_by: null,
    using_license_seat: false,
    is_auditor: false,
  };
}

/** What administrators see when they look at one user: `UserDetailsWithAdmin`. */
export function presentUserDetailsForAdmin(instance: Instance, user: User) {
  return { ...presentUserForAdmin(instance, user), highest_role: 0 };
}

/** `Membership`: a namespace's members are those of a group. */
export function presentMembership({ namespaces }: Instance, { source, sourceId, accessLevel }: Member) {
  const place = source === "project" ? namespaces.projects.get(sourceId) : namespaces.groups.get(sourceId);
  return {
    source_id: sourceId,
    source_name: place?.name ?? null,
    source_type: source === "project" ? "Project" : "Namespace",
    access_level: accessLevel,
  };
}
