/**
 * One of GitLab's fine-grained permissions for job tokens, in lower case. The list grows with GitLab: a name that is not in it is sent all
 * the same, and where GitLab does not know it, the error has GitLab's own list.
 *
 * @see https://docs.gitlab.com/ci/jobs/fine_grained_permissions/
 */
export type JobTokenPermission =
  | "admin_badges"
  | "admin_deployments"
  | "admin_environments"
  | "admin_jobs"
  | "admin_packages"
  | "admin_pipelines"
  | "admin_releases"
  | "admin_repositories"
  | "admin_secure_files"
  | "admin_terraform_state"
  | "read_badges"
  | "read_deployments"
  | "read_environments"
  | "read_jobs"
  | "read_merge_requests"
  | "read_packages"
  | "read_pipelines"
  | "read_releases"
  | "read_repositories"
  | "read_secure_files"
  | "read_terraform_state"
  | "read_work_items"
  | (string & {});
