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
  /** Does `bad` hold ids, of which nobody can tell whether they are others' projects? Such programs run apart from the others. */
  readonly hasIds?: true;
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

  "require-job-token-scope-declared": {
    refuses: ["undeclared-entry", "undeclared-list"],
    bad: `
      new gitlab.ScopeAllowlistEntry("undeclared-entry", { project: "acme/undeclared/entry", targetProject: "acme/deploy" });
      new gitlab.JobTokenAllowlist("undeclared-list", { project: "acme/undeclared/list", projects: ["acme/deploy"], groups: [] });
    `,
    good: `
      const list = new gitlab.JobTokenAllowlist("declared-list", { project: "acme/declared/list", projects: ["acme/deploy"], groups: [] });
      new gitlab.JobTokenScope("declared-apart", { project: "acme/declared/list" }, { dependsOn: [list] });
    `,
  },

  "forbid-two-owners": {
    // A list that meets another owner is refused by the resource itself, before any policy over the stack: see the unit tests of the rule.
    refuses: ["second-switch", "second-entry"],
    bad: `
      const entry = new gitlab.GroupAllowlistEntry("first-entry", { project: "acme/two/owners", targetGroup: "acme/platform" });
      new gitlab.GroupAllowlistEntry("second-entry", { project: "acme/two/owners", targetGroup: "Acme/Platform/" });
      new gitlab.JobTokenScope("first-switch", { project: "acme/two/owners" }, { dependsOn: [entry] });
      new gitlab.JobTokenScope("second-switch", { project: "Acme/Two/Owners" }, { dependsOn: [entry] });
    `,
    good: `
      const project = "acme/one/owner";
      const entries = ["acme/deploy", "acme/reports"].map((target) => new gitlab.ScopeAllowlistEntry("one-" + target, { project, targetProject: target }));
      new gitlab.JobTokenScope("one-owner", { project }, { dependsOn: entries });
    `,
  },

  "require-switch-after-entries": {
    refuses: ["early-scope", "early-list"],
    bad: `
      new gitlab.ScopeAllowlistEntry("late-project", { project: "acme/early/scope", targetProject: "acme/deploy" });
      new gitlab.JobTokenScope("early-scope", { project: "acme/early/scope" });
      new gitlab.GroupAllowlistEntry("late-group", { project: "acme/early/list", targetGroup: "acme/platform" });
      new gitlab.JobTokenAllowlist("early-list", { project: "acme/early/list", enabled: true, projects: ["acme/deploy"] });
    `,
    good: `
      const project = "acme/ordered";
      const entry = new gitlab.ScopeAllowlistEntry("ordered-entry", { project, targetProject: "acme/deploy" });
      new gitlab.JobTokenScope("ordered-scope", { project }, { dependsOn: [entry] });
      new gitlab.JobTokenAllowlist("ordered-list", { project: project + "/list", enabled: true, projects: ["acme/deploy"], groups: [] });
    `,
  },

  "require-uniform-addresses": {
    hasIds: true,
    refuses: ["by-id-entry", "by-id-list"],
    bad: `
      new gitlab.JobTokenScope("by-path", { project: "acme/two/forms" });
      new gitlab.ScopeAllowlistEntry("by-id-entry", { project: 4711, targetProject: "acme/deploy" });
      new gitlab.JobTokenAllowlist("by-id-list", { project: 4712, projects: ["acme/deploy"], groups: [] });
    `,
    good: `
      const entry = new gitlab.ScopeAllowlistEntry("one-form-entry", { project: "acme/one/form", targetProject: "acme/deploy" });
      new gitlab.JobTokenScope("one-form", { project: "Acme/One/Form/" }, { dependsOn: [entry] });
    `,
  },

  "require-managed-lists": {
    refuses: ["projects-alone", "groups-alone"],
    bad: `
      new gitlab.JobTokenAllowlist("projects-alone", { project: "acme/projects/alone", enabled: true, projects: ["acme/deploy"] });
      new gitlab.JobTokenAllowlist("groups-alone", { project: "acme/groups/alone", enabled: true, groups: ["acme/platform"] });
    `,
    good: `
      new gitlab.JobTokenAllowlist("both-managed", { project: "acme/both", enabled: true, projects: [], groups: ["acme/platform"] });
    `,
  },

  "forbid-broad-group-entries": {
    refuses: ["broad-entry", "broad-list"],
    bad: `
      new gitlab.GroupAllowlistEntry("broad-entry", { project: "acme/broad/entry", targetGroup: "acme" });
      new gitlab.JobTokenAllowlist("broad-list", { project: "acme/broad/list", enabled: true, projects: [], groups: ["acme/platform", "acme"] });
    `,
    good: `
      const entry = new gitlab.GroupAllowlistEntry("deep-entry", { project: "acme/deep/entry", targetGroup: "acme/platform" });
      new gitlab.JobTokenScope("deep", { project: "acme/deep/entry" }, { dependsOn: [entry] });
      new gitlab.JobTokenAllowlist("deep-list", { project: "acme/deep/list", enabled: true, projects: [], groups: ["acme/platform/ci"] });
    `,
  },

  "forbid-cross-namespace-entries": {
    config: { namespaces: ["acme"] },
    refuses: ["foreign-entry", "foreign-list"],
    bad: `
      new gitlab.ScopeAllowlistEntry("foreign-entry", { project: "acme/foreign/entry", targetProject: "mallory/deploy" });
      new gitlab.JobTokenAllowlist("foreign-list", { project: "acme/foreign/list", enabled: true, projects: ["acme/deploy"], groups: ["mallory/friends"] });
    `,
    good: `
      const entry = new gitlab.ScopeAllowlistEntry("ours-entry", { project: "acme/ours/entry", targetProject: "acme/ops/deploy" });
      new gitlab.JobTokenScope("ours", { project: "acme/ours/entry" }, { dependsOn: [entry] });
      new gitlab.JobTokenAllowlist("ours-list", { project: "acme/ours/list", enabled: true, projects: ["acme/deploy"], groups: ["acme/platform"] });
    `,
  },

  "require-path-addresses": {
    hasIds: true,
    refuses: ["id-scope", "id-entry", "id-list"],
    bad: `
      new gitlab.JobTokenScope("id-scope", { project: 815 });
      new gitlab.ScopeAllowlistEntry("id-entry", { project: "acme/ids/entry", targetProject: 816 });
      new gitlab.JobTokenAllowlist("id-list", { project: "acme/ids/list", enabled: true, projects: ["acme/deploy", 817], groups: [] });
    `,
    good: `
      const entry = new gitlab.ScopeAllowlistEntry("path-entry", { project: "acme/4711", targetProject: "acme/deploy" });
      new gitlab.JobTokenScope("path-scope", { project: "acme/4711" }, { dependsOn: [entry] });
      new gitlab.JobTokenAllowlist("path-list", { project: "acme/4712", enabled: true, projects: ["acme/deploy"], groups: [] });
    `,
  },

  "limit-allowlist-size": {
    refuses: ["long-list"],
    bad: `
      const projects = Array.from({ length: 181 }, (_, index) => "acme/many/" + index);
      new gitlab.JobTokenAllowlist("long-list", { project: "acme/long/list", enabled: true, projects, groups: [] });
    `,
    good: `
      const projects = Array.from({ length: 100 }, (_, index) => "acme/many/" + index);
      new gitlab.JobTokenAllowlist("short-list", { project: "acme/short/list", enabled: true, projects, groups: [] });
    `,
  },

  "require-runner-tags": {
    refuses: ["untagged-jobs"],
    bad: `
      new gitlab.UserRunner("untagged-jobs", { runnerType: "project_type", project: "acme/runners", locked: true, tagList: ["docker"] });
    `,
    good: `
      new gitlab.UserRunner("tagged-jobs", { runnerType: "project_type", project: "acme/runners", locked: true, runUntagged: false, tagList: ["docker"] });
    `,
  },

  "require-protected-runner": {
    refuses: ["deploys-any-branch"],
    bad: `
      new gitlab.UserRunner("deploys-any-branch", { runnerType: "group_type", group: "acme/platform", runUntagged: false, tagList: ["deploy-eu"] });
    `,
    good: `
      new gitlab.UserRunner("deploys-protected", { runnerType: "group_type", group: "acme/platform", accessLevel: "ref_protected", runUntagged: false, tagList: ["deploy-eu"] });
    `,
  },

  "require-locked-project-runner": {
    refuses: ["lent"],
    bad: `
      new gitlab.UserRunner("lent", { runnerType: "project_type", project: "acme/runners", runUntagged: false, tagList: ["docker"] });
    `,
    good: `
      new gitlab.UserRunner("locked", { runnerType: "project_type", project: "acme/runners", locked: true, runUntagged: false, tagList: ["docker"] });
    `,
  },

  "forbid-instance-runners": {
    refuses: ["everybodys"],
    bad: `
      new gitlab.UserRunner("everybodys", { runnerType: "instance_type", runUntagged: false, tagList: ["docker"] });
    `,
    good: `
      new gitlab.UserRunner("the-groups", { runnerType: "group_type", group: "acme/platform", runUntagged: false, tagList: ["docker"] });
    `,
    config: "mandatory",
  },

  "limit-token-lifetime": {
    refuses: ["lives-long", "group-lives-long"],
    bad: `
      new gitlab.RotatingProjectToken("lives-long", { project: "acme/tokens", name: "lives-long", scopes: ["read_api"], accessLevel: "reporter", rotationConfiguration: { expirationDays: 365, rotateBeforeDays: 30 } });
      new gitlab.RotatingGroupToken("group-lives-long", { group: "acme/platform", name: "group-lives-long", scopes: ["read_api"], accessLevel: "reporter", rotationConfiguration: { expirationDays: 91, rotateBeforeDays: 14 } });
    `,
    good: `
      new gitlab.RotatingProjectToken("lives-short", { project: "acme/tokens", name: "lives-short", scopes: ["read_api"], accessLevel: "reporter", rotationConfiguration: { expirationDays: 90, rotateBeforeDays: 14 } });
      new gitlab.RotatingGroupToken("group-lives-short", { group: "acme/platform", name: "group-lives-short", scopes: ["read_api"], accessLevel: "reporter", rotationConfiguration: { expirationDays: 90, rotateBeforeDays: 14 } });
    `,
  },

  "require-rotation-margin": {
    refuses: ["renewed-late"],
    bad: `
      new gitlab.RotatingProjectToken("renewed-late", { project: "acme/tokens", name: "renewed-late", scopes: ["read_api"], accessLevel: "reporter", rotationConfiguration: { expirationDays: 30, rotateBeforeDays: 1 } });
    `,
    good: `
      new gitlab.RotatingProjectToken("renewed-early", { project: "acme/tokens", name: "renewed-early", scopes: ["read_api"], accessLevel: "reporter", rotationConfiguration: { expirationDays: 15, rotateBeforeDays: 5 } });
    `,
  },

  "limit-token-overlap": {
    refuses: ["overlaps-long"],
    bad: `
      new gitlab.RotatingProjectToken("overlaps-long", { project: "acme/tokens", name: "overlaps-long", scopes: ["read_api"], accessLevel: "reporter", rotationConfiguration: { expirationDays: 90, rotateBeforeDays: 30 }, strategy: "overlap" });
    `,
    good: `
      new gitlab.RotatingProjectToken("overlaps-short", { project: "acme/tokens", name: "overlaps-short", scopes: ["read_api"], accessLevel: "reporter", rotationConfiguration: { expirationDays: 90, rotateBeforeDays: 30 }, strategy: "overlap", overlapDays: 5 });
    `,
  },

  "limit-token-access-level": {
    refuses: ["owns"],
    bad: `
      new gitlab.RotatingGroupToken("owns", { group: "acme/platform", name: "owns", scopes: ["read_api"], accessLevel: "owner", rotationConfiguration: { expirationDays: 30, rotateBeforeDays: 7 } });
    `,
    good: `
      new gitlab.RotatingGroupToken("develops", { group: "acme/platform", name: "develops", scopes: ["read_api"], accessLevel: "developer", rotationConfiguration: { expirationDays: 30, rotateBeforeDays: 7 } });
    `,
  },

  "forbid-broad-token-scopes": {
    refuses: ["does-all"],
    bad: `
      new gitlab.RotatingProjectToken("does-all", { project: "acme/tokens", name: "does-all", scopes: ["api"], accessLevel: "reporter", rotationConfiguration: { expirationDays: 30, rotateBeforeDays: 7 } });
    `,
    good: `
      new gitlab.RotatingProjectToken("reads", { project: "acme/tokens", name: "reads", scopes: ["read_api", "self_rotate"], accessLevel: "reporter", rotationConfiguration: { expirationDays: 30, rotateBeforeDays: 7 }, rotateWith: "self" });
    `,
  },

  "require-protected-masked-variable": {
    refuses: ["bare-variable", "bare-group-variable", "bare-runner-variable"],
    bad: `
      const token = new gitlab.RotatingProjectToken("bare-token", { project: "acme/tokens", name: "bare-token", scopes: ["read_api"], accessLevel: "reporter", rotationConfiguration: { expirationDays: 30, rotateBeforeDays: 7 } });
      new gitlab.ProjectVariable("bare-variable", { project: "acme/deploy", key: "BARE", value: token.token, masked: true });
      new gitlab.GroupVariable("bare-group-variable", { group: "acme/deploy", key: "BARE", value: token.token, masked: true });
      const runner = new gitlab.UserRunner("bare-runner", { runnerType: "group_type", group: "acme/platform", runUntagged: false, tagList: ["docker"] });
      new gitlab.ProjectVariable("bare-runner-variable", { project: "acme/deploy", key: "BARE_RUNNER", value: pulumi.interpolate\`token = \${runner.token}\`, protected: true });
    `,
    good: `
      const token = new gitlab.RotatingProjectToken("kept-token", { project: "acme/tokens", name: "kept-token", scopes: ["read_api"], accessLevel: "reporter", rotationConfiguration: { expirationDays: 30, rotateBeforeDays: 7 } });
      new gitlab.ProjectVariable("kept-variable", { project: "acme/deploy", key: "KEPT", value: token.token, protected: true, masked: true });
      new gitlab.GroupVariable("kept-group-variable", { group: "acme/deploy", key: "KEPT", value: token.token, protected: true, masked: true });
      new gitlab.ProjectVariable("stage", { project: "acme/deploy", key: "STAGE", value: "staging" });
    `,
  },
};
