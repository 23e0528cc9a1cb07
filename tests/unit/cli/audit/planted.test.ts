import { auditOf } from "../../../../cli/audit/audit";
import { CHECKS } from "../../../../cli/audit/checks/names";
import { ABOUT_PROGRAMS } from "../../../../cli/audit/rules";
import * as rules from "../../../../policies/index";
import {
  all,
  type Change,
  cleanEstate,
  groupTarget,
  lets,
  letsGroup,
  NOW,
  PATHS,
  usedBy,
  withProject,
  withRunner,
  withTarget,
  withToken,
} from "../../../support/inventory/clean-estate";
import { entryOf } from "../../../support/inventory/records";

const CONFIG = {
  "limit-token-lifetime": { maxDays: 90 },
  "forbid-cross-namespace-entries": { namespaces: ["acme", "partner"] },
  "forbid-instance-runners": "mandatory",
};

type Plant = readonly [planted: string, change: Change, ...found: readonly string[]];

const outside = {
  kind: "target",
  of: "project",
  id: 90,
  path: "partner/tool",
  archived: false,
  markedForDeletionOn: null,
} as const;
const foreign = { ...outside, path: "stranger/tool" } as const;
const at = (id: keyof typeof PATHS, rule: string) => `${rule}: ${PATHS[id]}`;
const runner = (rule: string, name: string) => `${rule}: ${name}`;
const letIn = (target: { id: number; path: string }) =>
  entryOf({ id: target.id, path: target.path, permissions: ["read_packages"] });
const usedFrom = (target: { id: number; path: string }) => ({
  project: target,
  lastAuthorizedAt: "2026-11-20T10:00:00Z",
});

const PLANTED: readonly Plant[] = [
  ["an open project", withProject(5, { enabled: false }), at(5, "require-job-token-scope")],
  ["an open project with entries", withProject(1, { enabled: false }), at(1, "require-job-token-scope")],
  [
    "a whole top-level group",
    withProject(3, { groups: [letsGroup(23)], uses: [usedBy(1), usedBy(2)] }),
    at(3, "forbid-broad-group-entries"),
  ],
  [
    "a list that is nearly full",
    withProject(5, (project) => ({ ...project, projects: manyEntries(185), uses: manyUses(185) })),
    at(5, "limit-allowlist-size"),
  ],
  [
    "a list that is long",
    withProject(5, (project) => ({ ...project, projects: manyEntries(120), uses: manyUses(120) })),
    at(5, "limit-allowlist-size"),
  ],
  [
    "a target of strangers",
    all(withTarget(foreign), withProject(5, { projects: [letIn(foreign)], uses: [usedFrom(foreign)] })),
    at(5, "entry-to-outside"),
    at(5, "forbid-cross-namespace-entries"),
  ],
  [
    "a target of a partner",
    all(withTarget(outside), withProject(5, { projects: [letIn(outside)], uses: [usedFrom(outside)] })),
    at(5, "entry-to-outside"),
  ],
  [
    "a group of a partner",
    all(
      withTarget(groupTarget(91, "partner/tools")),
      withProject(5, {
        groups: [letIn({ id: 91, path: "partner/tools" })],
        uses: [usedFrom({ id: 92, path: "partner/tools/a" }), usedFrom({ id: 93, path: "partner/tools/b" })],
      }),
    ),
    at(5, "entry-to-outside"),
  ],
  [
    "a hidden project",
    withProject(5, {
      projects: [entryOf({ id: 95, path: "acme/secret/x", permissions: ["read_jobs"] })],
      uses: [usedFrom({ id: 95, path: "acme/secret/x" })],
    }),
    at(5, "entry-to-hidden"),
  ],
  [
    "a hidden project without a path",
    withProject(5, {
      projects: [entryOf({ id: 95, permissions: ["read_jobs"] })],
      uses: [usedFrom({ id: 95, path: "acme/secret/x" })],
    }),
    at(5, "entry-to-hidden"),
    at(5, "forbid-cross-namespace-entries"),
  ],
  [
    "a hidden group",
    withProject(5, {
      groups: [entryOf({ id: 96, path: "acme/secret", permissions: [] })],
      uses: [usedFrom({ id: 95, path: "acme/secret/x" }), usedFrom({ id: 97, path: "acme/secret/y" })],
    }),
    at(5, "entry-to-hidden"),
  ],
  [
    "an archived project",
    withProject(1, (project) => ({
      ...project,
      projects: [...(project.projects ?? []), lets(8)],
      uses: [usedBy(6), usedBy(8)],
    })),
    at(1, "entry-to-archived"),
  ],
  ["an archived group", withTarget(groupTarget(20, "acme/payments", { archived: true })), at(7, "entry-to-archived")],
  [
    "a project that goes",
    withProject(6, { markedForDeletionOn: "2026-11-20" }),
    at(1, "entry-to-deletion-scheduled"),
    at(2, "entry-to-deletion-scheduled"),
  ],
  [
    "a group that goes",
    withTarget(groupTarget(20, "acme/payments", { markedForDeletionOn: "2026-11-20" })),
    at(7, "entry-to-deletion-scheduled"),
  ],
  ["an entry that nobody ever used", withProject(4, { uses: [usedBy(1), usedBy(2)] }), at(4, "unused-entry")],
  [
    "an entry that was used long ago",
    withProject(4, { uses: [usedBy(1), usedBy(2), usedBy(3, "2026-05-01T10:00:00Z")] }),
    at(4, "unused-entry"),
  ],
  ["a group of which nobody comes in", withProject(3, { uses: [] }), at(3, "unused-entry")],
  ["a group of which one comes in", withProject(3, { uses: [usedBy(1)] }), at(3, "group-entry-for-one-project")],
  [
    "a project beside its group with more",
    withProject(4, (project) => ({
      ...project,
      projects: [lets(1, { permissions: "default" }), lets(3)],
      uses: [usedBy(1), usedBy(2), usedBy(3)],
    })),
    at(4, "group-entry-for-one-project"),
    at(4, "project-beside-its-group"),
  ],
  [
    "a project beside its group with less",
    withProject(7, (project) => ({
      ...project,
      projects: [lets(4, { permissions: [] })],
      groups: [letsGroup(20, { permissions: "default" }), letsGroup(21)],
      uses: [usedBy(1), usedBy(2), usedBy(3), usedBy(4), usedBy(5)],
    })),
    at(7, "limit-entry-permissions"),
    at(7, "project-beside-its-group"),
  ],
  [
    "push by default permissions",
    withProject(1, { pushRepositoryForJobTokenAllowed: true, crossProjectPushForJobTokenAllowed: true }),
    at(1, "forbid-push-by-default-permissions"),
  ],
  [
    "a group's runner that takes all jobs",
    withRunner(1, { runUntagged: true }),
    runner("require-runner-tags", "runner 1 (acme)"),
  ],
  [
    "a project's runner that takes all jobs",
    withRunner(2, { runUntagged: true }),
    runner("require-runner-tags", `runner 2 (${PATHS[6]})`),
  ],
  [
    "a runner that can be lent",
    withRunner(2, { locked: false }),
    runner("require-locked-project-runner", `runner 2 (${PATHS[6]})`),
  ],
  [
    "a runner that deploys from any branch",
    withRunner(1, { tagList: ["deploy"], accessLevel: "not_protected" }),
    runner("require-protected-runner", "runner 1 (acme)"),
  ],
  [
    "a runner of the instance",
    withRunner(1, { runnerType: "instance_type", owner: null }),
    runner("forbid-instance-runners", "runner 1 (instance)"),
  ],
  [
    "a runner that nobody started",
    withRunner(1, { contactedAt: null, status: "never_contacted" }),
    runner("runner-never-contacted", "runner 1 (acme)"),
  ],
  [
    "a runner that is silent",
    withRunner(1, { contactedAt: "2026-09-01T10:00:00Z", status: "stale" }),
    runner("runner-silent", "runner 1 (acme)"),
  ],
  [
    "a legacy runner",
    withRunner(1, { creationMethod: "registration_token" }),
    runner("runner-legacy", "runner 1 (acme)"),
  ],
  ["an owner's token", withToken(1, { accessLevel: "owner" }), `limit-token-access-level: pull (${PATHS[1]})`],
  ["a maintainer's token", withToken(1, { accessLevel: "maintainer" }), `limit-token-access-level: pull (${PATHS[1]})`],
  ["a token for everything", withToken(2, { scopes: ["api"] }), "forbid-broad-token-scopes: read (acme/payments)"],
  ["a token for a year", withToken(2, { expiresAt: "2027-11-20" }), "limit-token-lifetime: read (acme/payments)"],
  ["a token that ends soon", withToken(1, { expiresAt: "2026-12-10" }), `token-ends-soon: pull (${PATHS[1]})`],
  [
    "a token that nobody used",
    withToken(2, { createdAt: "2026-09-01T10:00:00Z", lastUsedAt: null }),
    "token-never-used: read (acme/payments)",
  ],
];

function manyEntries(count: number) {
  return Array.from({ length: count }, (_, index) =>
    entryOf({ id: 1000 + index, path: `acme/many/p${index}`, permissions: [] }),
  );
}

function manyUses(count: number) {
  return manyEntries(count).map(({ id, path = "" }) => usedFrom({ id, path }));
}

/** The targets of the long lists are there. */
const manyTargets = (estate: ReturnType<typeof cleanEstate>): ReturnType<typeof cleanEstate> => ({
  ...estate,
  targets: [...estate.targets, ...manyEntries(185).map(({ id, path = "" }) => ({ ...outside, id, path }) as const)],
});

async function found(estate: ReturnType<typeof cleanEstate>): Promise<string[]> {
  const findings = await auditOf(estate, { rules: Object.values(rules), config: CONFIG, now: NOW });
  return findings.map(({ rule, about }) => `${rule}: ${about.name}`).sort();
}

describe("audit", () => {
  beforeAll(() => {
    process.env.GITLAB_CI_ACCESS_NOW = NOW.toISOString();
  });
  afterAll(() => {
    delete process.env.GITLAB_CI_ACCESS_NOW;
  });

  it("finds nothing in an estate in which nothing is to be mended", async () => {
    expect(await found(manyTargets(cleanEstate()))).toEqual([]);
  });

  it.each(PLANTED.map(([planted, change, ...expected]) => ({ planted, change, expected })))(
    "finds $planted, and nothing else",
    async ({ change, expected }) => {
      expect(await found(change(manyTargets(cleanEstate())))).toEqual([...expected].sort());
    },
  );

  it("has a planted problem for each rule that judges an estate, and for each check without code", () => {
    const judging = Object.values(rules)
      .map(({ name }) => name)
      .filter((name) => !ABOUT_PROGRAMS.includes(name));
    const planted = new Set(PLANTED.flatMap(([, , ...expected]) => expected.map((text) => text.split(":")[0])));

    expect([...judging, ...CHECKS.filter((name) => !/code/.test(name))].filter((name) => !planted.has(name))).toEqual(
      [],
    );
  });
});
