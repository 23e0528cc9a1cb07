import type { Release } from "./release";

/** A permission that an entry of an allowlist can hold, and the releases that know it. */
interface Policy {
  readonly name: string;
  readonly since?: string;
  /** The first release without it. */
  readonly until?: string;
}

/** lib/ci/job_token/policies.rb; GraphQL writes the names in upper case. */
const POLICIES: readonly Policy[] = [
  { name: "admin_badges", since: "19.1" },
  { name: "admin_containers", until: "19.0" },
  { name: "admin_deployments" },
  { name: "admin_environments" },
  { name: "admin_jobs" },
  { name: "admin_packages" },
  { name: "admin_pipelines" },
  { name: "admin_releases" },
  { name: "admin_repositories", since: "19.0" },
  { name: "admin_secure_files" },
  { name: "admin_terraform_state" },
  { name: "read_badges", since: "19.1" },
  { name: "read_containers", until: "19.0" },
  { name: "read_deployments" },
  { name: "read_environments" },
  { name: "read_jobs" },
  { name: "read_merge_requests" },
  { name: "read_packages" },
  { name: "read_pipelines" },
  { name: "read_releases" },
  { name: "read_repositories" },
  { name: "read_secure_files" },
  { name: "read_terraform_state" },
  { name: "read_work_items" },
];

export function policiesOf(release: Release): string[] {
  return POLICIES.filter(
    ({ since, until }) =>
      (since === undefined || release.isAtLeast(since)) && (until === undefined || !release.isAtLeast(until)),
  ).map(({ name }) => name);
}

/** The release in which permissions of entries became generally available; before it a flag holds them back. */
const POLICIES_SINCE = "18.3";

export function enforcesPolicies(release: Release): boolean {
  return release.isAtLeast(POLICIES_SINCE);
}
