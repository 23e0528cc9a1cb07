import {
  forbidCrossNamespaceEntries,
  forbidPushByDefaultPermissions,
  forbidTwoOwners,
  limitAllowlistSize,
  limitTokenAccessLevel,
  requireJobTokenScope,
  requireNonEmptyAllowlist,
  requireProtectedMaskedVariable,
  requireRotationMargin,
  requireRunnerTags,
} from "../../../../policies/index";
import {
  type Declared,
  groupEntry,
  groupToken,
  jobTokenAllowlist,
  jobTokenScope,
  projectToken,
  projectVariable,
  scopeEntry,
  userRunner,
} from "../declared";
import { type Finding, run } from "../fake-stack";

/** What a mandatory rule refuses, and the ways in which somebody may try to have it accepted. */
interface Case {
  readonly rule: Parameters<typeof run>[0];
  readonly refused: readonly Declared[];
  readonly config?: object;
  /** The same by other words. */
  readonly disguised: Readonly<Record<string, readonly Declared[]>>;
}

const project = "acme/billing";
const days = { expirationDays: 30, rotateBeforeDays: 1 };
const token = projectToken("t", { project, name: "t", accessLevel: "owner", rotationConfiguration: days });
const variable = { project: "acme/deploy", key: "T", protected: false, masked: false };
const held = { from: { value: [token] } };
const many = (at: (index: number) => string) => Array.from({ length: 200 }, (_, index) => at(index));
const push = { enabled: true, crossProjectPushForJobTokenAllowed: true, pushRepositoryForJobTokenAllowed: true };

/** A resource of pulumi-gitlab. */
function theirs(name: string, as: string, props: Record<string, unknown>, rest: Partial<Declared> = {}): Declared {
  return { type: `gitlab:index/${name.charAt(0).toLowerCase()}${name.slice(1)}:${name}`, name: as, props, ...rest };
}

const cases: Readonly<Record<string, Case>> = {
  "require-job-token-scope": {
    rule: requireJobTokenScope,
    refused: [jobTokenScope("x", { project, enabled: false })],
    disguised: {
      "in a list": [jobTokenAllowlist("x", { project, enabled: false, projects: ["acme/a"] })],
      "as another package's list": [theirs("ProjectJobTokenScopes", "x", { project, enabled: false })],
    },
  },
  "forbid-cross-namespace-entries": {
    rule: forbidCrossNamespaceEntries,
    config: { namespaces: ["acme"] },
    refused: [scopeEntry("x", { project, targetProject: "mallory/a" })],
    disguised: {
      "by a name that begins the same": [scopeEntry("x", { project, targetProject: "acmecorp/a" })],
      "by a group": [groupEntry("x", { project, targetGroup: "mallory" })],
      "between slashes and blanks": [scopeEntry("x", { project, targetProject: " /mallory/acme/ " })],
      "as one of a list": [jobTokenAllowlist("x", { project, projects: ["acme/a", "mallory/a"] })],
      "with permissions of its own": [
        jobTokenAllowlist("x", { project, projects: [{ project: "mallory/a", permissions: [] }] }),
      ],
      "by the path that GitLab has": [
        scopeEntry("x", { project, targetProject: "acme/a", targetProjectId: "7", targetProjectPath: "mallory/a" }),
      ],
      "as another package's entry": [
        theirs("ProjectJobTokenScope", "x", {
          project,
          targetProjectId: "mallory/a",
        }),
      ],
    },
  },
  "forbid-push-by-default-permissions": {
    rule: forbidPushByDefaultPermissions,
    refused: [jobTokenAllowlist("x", { project, ...push, projects: ["acme/bot"] })],
    disguised: {
      "by a group in other case": [
        jobTokenAllowlist("x", { project, ...push, projects: [] }),
        groupEntry("y", { project: "/ACME/Billing", targetGroup: "acme/ops" }),
      ],
      "by an id that the state connects": [
        jobTokenScope("x", { project, ...push, projectId: "42" }),
        scopeEntry("y", { project: "042", targetProject: "acme/bot" }),
      ],
    },
  },
  "forbid-two-owners": {
    rule: forbidTwoOwners,
    refused: [jobTokenScope("x", { project }), jobTokenScope("y", { project })],
    disguised: {
      "in other case, with slashes": [
        jobTokenScope("x", { project }),
        jobTokenScope("y", { project: "/ACME/billing/ " }),
      ],
      "an id as number and as text": [jobTokenScope("x", { project: 42 }), jobTokenScope("y", { project: "042" })],
      "a path and the id that the state has for it": [
        jobTokenScope("x", { project, projectId: "42" }),
        jobTokenScope("y", { project: 42 }),
      ],
      "two providers of one address": [
        jobTokenScope("x", { project }, { provider: { name: "a", baseUrl: "https://gitlab.example" } }),
        jobTokenScope("y", { project }, { provider: { name: "b", baseUrl: "https://GITLAB.example:443/api/v4/" } }),
      ],
      "another package's list beside our switch": [
        jobTokenScope("x", { project }),
        theirs("ProjectJobTokenScopes", "y", { project, targetProjectIds: [7] }),
      ],
    },
  },
  "limit-allowlist-size": {
    rule: limitAllowlistSize,
    refused: [jobTokenAllowlist("x", { project, projects: many((index) => `acme/p${index}`) })],
    disguised: {
      "shared among lists that write the project in two ways": [
        jobTokenAllowlist("x", { project, projects: many((index) => `acme/p${index}`).slice(0, 100) }),
        jobTokenAllowlist("y", { project: "ACME/billing/", projects: many((index) => `acme/p${index}`).slice(100) }),
      ],
    },
  },
  "limit-token-access-level": {
    rule: limitTokenAccessLevel,
    refused: [token],
    disguised: {
      "of a group": [groupToken("x", { group: "acme", name: "t", accessLevel: "owner" })],
      "as another package's token": [
        theirs("ProjectAccessToken", "x", { project, scopes: ["api"], accessLevel: "owner" }),
      ],
    },
  },
  "require-non-empty-allowlist": {
    rule: requireNonEmptyAllowlist,
    refused: [jobTokenAllowlist("x", { project, enabled: true, projects: [], groups: [] })],
    disguised: {
      "with only itself": [jobTokenAllowlist("x", { project, enabled: true, projects: ["/ACME/Billing"], groups: [] })],
      "with an entry of a namesake": [
        jobTokenScope("x", { project, enabled: true }),
        scopeEntry("billing", { project: "acme/billing2", targetProject: "acme/a" }),
      ],
      "with an entry in another GitLab": [
        jobTokenScope("x", { project, enabled: true }, { provider: { name: "a", baseUrl: "https://a.example" } }),
        scopeEntry(
          "y",
          { project, targetProject: "acme/a" },
          { provider: { name: "b", baseUrl: "https://b.example" } },
        ),
      ],
    },
  },
  "require-protected-masked-variable": {
    rule: requireProtectedMaskedVariable,
    refused: [token, projectVariable("x", { ...variable, value: "v" }, held)],
    disguised: {
      "as another package's variable, with its flags left out": [
        token,
        theirs("ProjectVariable", "x", { project, key: "T", value: "v" }, held),
      ],
    },
  },
  "require-rotation-margin": {
    rule: requireRotationMargin,
    refused: [token],
    disguised: {
      "of a group": [groupToken("x", { group: "acme", name: "t", rotationConfiguration: days })],
      "as another package's token": [
        theirs("GroupAccessToken", "x", { group: "acme", scopes: ["api"], rotationConfiguration: days }),
      ],
    },
  },
  "require-runner-tags": {
    rule: requireRunnerTags,
    refused: [userRunner("x", { runnerType: "project_type", project, runUntagged: true, tagList: ["a"] })],
    disguised: {
      "as another package's runner, with untagged left out": [
        theirs("UserRunner", "x", {
          runnerType: "project_type",
          projectId: 42,
          tagLists: ["a"],
        }),
      ],
    },
  },
};

const isRefused = (findings: readonly Finding[]) => findings.some(({ level }) => level === "the rule's");

/** Waivers that are about something else. */
const FOREIGN_WAIVERS = [
  { match: "x", reason: "a name is no address" },
  { match: "acme", reason: "not what is below it" },
  { match: "acme/*-legacy", reason: "another project" },
  { match: "acme/billin", reason: "a part of its path" },
  { resource: "acme/*", reason: "an address is no name" },
  { match: "acme/**", resource: "another", reason: "both must fit" },
  { match: "**", reason: "it has ended", until: "2020-01-01" },
];

describe.each(Object.entries(cases))("%s", (_, { rule, refused, config, disguised }) => {
  it("refuses", async () => {
    expect(isRefused(await run(rule, refused, config))).toBe(true);
  });

  it.each(Object.entries(disguised))("refuses it %s", async (_way, stack) => {
    expect(isRefused(await run(rule, stack, config))).toBe(true);
  });

  it.each(FOREIGN_WAIVERS)("is not talked round by the waiver %j", async (waiver) => {
    expect(isRefused(await run(rule, refused, { ...config, except: [waiver] }))).toBe(true);
  });
});
