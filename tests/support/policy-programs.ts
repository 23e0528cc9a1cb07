/**
 * Programs for one rule. All `bad` ones of the table run as one program through the real engine, and all `good` ones as another: each in
 * a block of its own, so names of constants may repeat; names of resources and paths of projects may not.
 */
interface PolicyPrograms {
  /** Names of the resources in `bad` that the rule speaks of, at its default level or the one in `config`. */
  readonly refuses: readonly string[];
  /** Lines of a program; `gitlab` is there. Other rules may refuse it as well. */
  readonly bad: string;
  /** Lines of a program that no rule of the pack has anything to say about, in both styles of declaration where there are two. */
  readonly good: string;
  /** What a policy config file says of this rule, where the default says nothing: a level in a word, or keys. */
  readonly config?: string | object;
}

/** A row for every rule of the pack. */
export const policyPrograms: Readonly<Record<string, PolicyPrograms>> = {
  "require-non-empty-allowlist": {
    refuses: ["nobody-by-entries", "nobody-by-list"],
    bad: `
      new gitlab.JobTokenScope("nobody-by-entries", { project: "acme/nobody/entries" });
      new gitlab.JobTokenAllowlist("nobody-by-list", { project: "acme/nobody/list", enabled: true, projects: [], groups: [] });
    `,
    good: `
      const entry = new gitlab.ScopeAllowlistEntry("somebody-deploy", { project: "acme/somebody/entries", targetProject: "acme/deploy" });
      new gitlab.JobTokenScope("somebody-by-entries", { project: "acme/somebody/entries" }, { dependsOn: [entry] });
      new gitlab.JobTokenAllowlist("somebody-by-list", { project: "acme/somebody/list", enabled: true, projects: [], groups: ["acme/platform"] });
    `,
  },

  "require-job-token-scope": {
    refuses: ["open-by-scope", "open-by-list"],
    bad: `
      new gitlab.JobTokenScope("open-by-scope", { project: "acme/open/scope", enabled: false });
      new gitlab.JobTokenAllowlist("open-by-list", { project: "acme/open/list", enabled: false, projects: ["acme/deploy"], groups: [] });
    `,
    good: `
      const entry = new gitlab.GroupAllowlistEntry("closed-platform", { project: "acme/closed/scope", targetGroup: "acme/platform" });
      new gitlab.JobTokenScope("closed-by-scope", { project: "acme/closed/scope", enabled: true }, { dependsOn: [entry] });
      new gitlab.JobTokenAllowlist("closed-by-list", { project: "acme/closed/list", enabled: true, projects: ["acme/deploy"], groups: [] });
    `,
  },
};
