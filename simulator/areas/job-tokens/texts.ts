import type { Instance } from "../../model/instance";
import type { Project } from "../../model/project";
import type { Caller } from "./decision";

/** From this release on a project is named by its number. */
const NUMBERS_SINCE = "19.2";

export function unlisted(instance: Instance, { origin }: Caller, project: Project): string {
  const target = instance.release.isAtLeast(NUMBERS_SINCE) ? numbered(instance, project) : project.path;
  return `Authentication by CI/CD job token not allowed from ${origin.path} to ${target}.`;
}

/** lib/api/helpers.rb: job_token_policies_unauthorized_message */
export function lacking(instance: Instance, project: Project, policies: readonly string[]): string {
  if (policies.length === 0) return "This action is unauthorized for CI/CD job tokens.";
  const where = `Insufficient permissions to access this resource in ${numbered(instance, project)}.`;
  const several = policies.length > 1 ? "permissions are" : "permission is";
  return `${where} The following token ${several} required: ${policies.join(" and ")}.`;
}

export function cannotPull(instance: Instance, project: Project): string {
  return `Insufficient permissions to pull from the repository of ${numbered(instance, project)}.`;
}

function numbered({ release }: Instance, { id, path }: Project): string {
  return `project ${release.isAtLeast(NUMBERS_SINCE) ? `#${id}` : path}`;
}

/** lib/gitlab/git_access.rb */
export const CANNOT_DOWNLOAD = "You are not allowed to download code from this project.";
export const CANNOT_PUSH = "You are not allowed to push code to this project.";
export const NO_REPOSITORY =
  "The project you were looking for could not be found or you don't have permission to view it.";

/** app/controllers/jwt_controller.rb */
export function accessDenied({ origin }: Instance): string {
  const page = `${origin}/help/user/profile/account/two_factor_authentication_troubleshooting.md`;
  return `HTTP Basic: Access denied. If a password was provided for Git authentication, the password was incorrect or you're required to use a token instead of a password. If a token was provided, it was either incorrect, expired, or improperly scoped. See ${page}#error-http-basic-access-denied-if-a-password-was-provided-for-git-authentication-`;
}
