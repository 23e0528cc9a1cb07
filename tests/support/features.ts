/** The features of a project that decide about job tokens, all of them on for its members. */
export const ALL_ON = {
  builds: "enabled",
  container_registry: "enabled",
  environments: "enabled",
  infrastructure: "enabled",
  issues: "enabled",
  merge_requests: "enabled",
  package_registry: "enabled",
  releases: "enabled",
  repository: "enabled",
} as const;
