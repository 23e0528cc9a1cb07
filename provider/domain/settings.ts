/** The settings of a provider, as Pulumi configuration has them. */
export const SETTING = {
  /** Set on explicit providers only, by their class: nothing but their own settings counts then. */
  explicit: "gitlab:explicitProvider",
  baseUrl: "gitlab:baseUrl",
  token: "gitlab:token",
  tokenEnvironmentVariable: "gitlab:tokenEnvironmentVariable",
  caCert: "gitlab:caCert",
  headers: "gitlab:headers",
  concurrency: "gitlab:concurrency",
} as const;

/** The GitLab of those who give no address. */
export const GITLAB_COM = "https://gitlab.com";
