import { auditOf } from "../../../../cli/audit/audit";
import { isRefused } from "../../../../cli/audit/finding";
import { ABOUT_PROGRAMS, judgedBy } from "../../../../cli/audit/rules";
import { subjectsOf } from "../../../../cli/audit/subjects";
import * as pack from "../../../../policies/index";
import {
  all,
  cleanEstate,
  letsGroup,
  NOW,
  withProject,
  withRunner,
  withToken,
} from "../../../support/inventory/clean-estate";
import { run } from "../../policies/fake-stack";

const rules = Object.values(pack);
const judging = rules.filter(({ name }) => !ABOUT_PROGRAMS.includes(name));

/** Each rule that judges an estate has something to refuse here. */
const unsafe = all(
  withProject(1, { enabled: false, crossProjectPushForJobTokenAllowed: true }),
  withProject(3, { groups: [{ ...letsGroup(23), permissions: "default" as const }] }),
  withProject(5, {
    projects: Array.from({ length: 190 }, (_, index) => ({
      id: 1000 + index,
      path: `stranger/p${index}`,
      permissions: "default" as const,
      addedBy: null,
      createdAt: null,
    })),
  }),
  withRunner(1, {
    runnerType: "instance_type",
    owner: null,
    runUntagged: true,
    tagList: ["deploy"],
    accessLevel: "not_protected",
  }),
  withRunner(2, { locked: false, runUntagged: true }),
  withToken(1, { accessLevel: "owner", scopes: ["api"], expiresAt: "2027-11-20" }),
)(cleanEstate());

const CONFIG = {
  "forbid-cross-namespace-entries": { namespaces: ["acme"] },
  "forbid-instance-runners": { enforcementLevel: "mandatory" },
} as const;

beforeAll(() => {
  process.env.GITLAB_CI_ACCESS_NOW = NOW.toISOString();
});
afterAll(() => {
  delete process.env.GITLAB_CI_ACCESS_NOW;
});

const keysOf = (name: string): object => {
  const { enforcementLevel: _, ...keys } = { enforcementLevel: "", ...(CONFIG as Record<string, object>)[name] };
  return keys;
};

describe("a rule", () => {
  it.each(judging.map((rule) => [rule.name, rule] as const))(
    "%s gives the verdict in audit that it gives in preview",
    async (name, rule) => {
      const subjects = subjectsOf(unsafe);
      const declared = subjects.map(({ resource: { type, name: called, props } }) => ({ type, name: called, props }));

      const inPreview = await run(rule as Parameters<typeof run>[0], declared, keysOf(name));
      const inAudit = await judgedBy([rule], subjects, CONFIG);

      expect(inAudit.length).toBeGreaterThan(0);
      expect(inAudit.map(({ about, what }) => `${about.name}: ${what}`).sort()).toEqual(
        inPreview
          .filter(({ about }) => about !== undefined)
          .map(({ about, message }) => `${about}: ${message}`)
          .sort(),
      );
      const mandatory = rule.enforcementLevel !== "advisory";
      expect(inAudit.filter(isRefused)).toHaveLength(
        mandatory ? inPreview.filter(({ level }) => level === "the rule's").length : 0,
      );
    },
  );

  const findingsUnder = async (config: object) =>
    (await auditOf(unsafe, { rules, config: { ...config }, now: NOW })).filter(
      ({ rule }) => rule === "require-job-token-scope",
    );

  it("has the level that the configuration gives it, by its name or for all", async () => {
    const levels = async (config: object) => (await findingsUnder(config)).map(({ level }) => level);

    expect(await levels({})).toEqual(["mandatory"]);
    expect(await levels({ "require-job-token-scope": "advisory" })).toEqual(["advisory"]);
    expect(await levels({ "require-job-token-scope": { enforcementLevel: "disabled" } })).toEqual([]);
    expect(await levels({ all: "advisory" })).toEqual(["advisory"]);
    expect(await levels({ all: "disabled", "require-job-token-scope": "remediate" })).toEqual(["mandatory"]);
  });

  it("is waived as in a preview, until the waiver ends", async () => {
    const waiver = (until: string) => ({
      "require-job-token-scope": { except: [{ match: "acme/shop/*", reason: "moves in spring", until }] },
    });

    const [now] = await findingsUnder(waiver("2027-01-31"));
    const [later] = await findingsUnder(waiver("2026-11-01"));

    expect(now).toMatchObject({ waiver: { reason: "moves in spring", until: "2027-01-31" } });
    expect(now && isRefused(now)).toBe(false);
    expect(later).toMatchObject({ what: expect.stringContaining("Its waiver (moves in spring) ended on 2026-11-01.") });
    expect(later && isRefused(later)).toBe(true);
  });

  it("judges nothing that could not be read", async () => {
    const unread = withProject(1, { enabled: null, projects: null, groups: null, uses: null })(unsafe);

    const findings = await auditOf(unread, { rules, config: {}, now: NOW });

    expect(findings.filter(({ about }) => about.name === "acme/shop/catalog")).toEqual([]);
  });
});
