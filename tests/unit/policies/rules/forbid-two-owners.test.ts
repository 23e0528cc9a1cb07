import { forbidTwoOwners } from "../../../../policies/index";
import {
  type Declared,
  groupEntry,
  groupVariable,
  jobTokenAllowlist,
  jobTokenScope,
  projectVariable,
  scopeEntry,
  UNKNOWN,
} from "../declared";
import { run } from "../fake-stack";

const project = "acme/billing";
const entry = scopeEntry("deploy", { project, targetProject: "acme/deploy" });
const scope = jobTokenScope("billing", { project });

const findings = (stack: readonly Declared[], config?: object) => run(forbidTwoOwners, stack, config);

describe("forbid-two-owners", () => {
  it("accepts a switch and different entries", async () => {
    const others = [
      scopeEntry("reports", { project, targetProject: "acme/reports" }),
      scopeEntry("shop", { project: "acme/shop", targetProject: "acme/deploy" }),
      groupEntry("group", { project, targetGroup: "acme/deploy" }),
      jobTokenScope("shop", { project: "acme/shop" }),
    ];

    expect(await findings([scope, entry, ...others])).toEqual([]);
  });

  it("refuses a second switch with both names and the fix", async () => {
    expect(await findings([scope, jobTokenScope("second", { project: "Acme/Billing", enabled: false })])).toEqual([
      {
        level: "the rule's",
        about: "second",
        message: "'second' declares the switch of acme/billing, which 'billing' declares already. Remove one of them.",
      },
    ]);
  });

  it("names the same one whichever got done first, so that a waiver for it holds", async () => {
    const second = jobTokenScope("second", { project });

    expect(await findings([second, scope])).toEqual(await findings([scope, second]));
  });

  it.each([
    ["project", entry, scopeEntry("second", { project: "/acme/billing", targetProject: "ACME/deploy" })],
    ["group", groupEntry("a", { project, targetGroup: 7 }), groupEntry("second", { project, targetGroup: "7" })],
  ])("refuses a second %s entry that is equal", async (_kind, one, second) => {
    expect(await findings([one, second])).toMatchObject([{ level: "the rule's", about: "second" }]);
  });

  it("refuses every one after the first", async () => {
    const more = ["c", "d"].map((name) => jobTokenScope(name, { project }));

    expect((await findings([scope, ...more])).map(({ about }) => about)).toEqual(["c", "d"]);
  });

  describe("with lists", () => {
    const list = (name: string, props: object) => jobTokenAllowlist(name, { project, ...props });
    const projects = ["acme/reports"];

    it("accepts a list of one kind beside entries and a list of the other, and beside a switch", async () => {
      const platform = groupEntry("platform", { project, targetGroup: "acme/platform" });

      expect(await findings([list("list", { projects }), platform, scope])).toEqual([]);
      expect(await findings([list("list", { projects }), list("other", { groups: [] }), scope])).toEqual([]);
    });

    it("accepts a list beside entries and a list of another project", async () => {
      const elsewhere = jobTokenAllowlist("shop", { project: "acme/shop", enabled: true, projects, groups: [] });

      expect(await findings([entry, scope, elsewhere])).toEqual([]);
    });

    it("refuses a list beside single entries of its kind, once, with their names and the fix", async () => {
      const others = ["a", "b", "c"].map((name) => scopeEntry(name, { project, targetProject: `acme/${name}` }));

      expect(await findings([list("list", { projects }), entry, ...others])).toEqual([
        {
          level: "the rule's",
          about: "list",
          message:
            "'list' declares all projects of acme/billing, beside single entries: 'a', 'b', 'c' and 1 more. Move them into the list, or remove its projects.",
        },
      ]);
    });

    it("refuses an empty list beside a single entry, and one that is not known yet", async () => {
      expect(await findings([list("list", { projects: [] }), entry])).toHaveLength(1);
      expect(await findings([list("list", { projects: UNKNOWN }), entry])).toHaveLength(1);
    });

    it.each([
      ["projects", "all projects"],
      ["groups", "all groups"],
    ])("refuses two lists of %s", async (kind, words) => {
      expect(await findings([list("one", { [kind]: projects }), list("two", { [kind]: [] })])).toMatchObject([
        {
          level: "the rule's",
          about: "two",
          message: expect.stringContaining(`${words} of acme/billing, which 'one'`),
        },
      ]);
    });

    it("refuses a list with a switch beside another switch", async () => {
      const closing = list("list", { enabled: true, projects });

      expect(await findings([scope, closing])).toMatchObject([{ about: "list" }]);
      expect(await findings([closing, list("other", { enabled: true, groups: [] })])).toMatchObject([
        { about: "other" },
      ]);
    });

    it("does not refuse a list whose project is not known yet", async () => {
      expect(await findings([list("list", { project: UNKNOWN, enabled: true, projects }), entry, scope])).toEqual([]);
    });
  });

  it("knows an id and a path for one where the state does", async () => {
    const known = jobTokenScope("billing", { project, projectId: "42" });

    expect(await findings([known, jobTokenScope("by-id", { project: 42 })])).toHaveLength(1);
    expect(await findings([scope, jobTokenScope("by-id", { project: 42 })])).toEqual([]);
  });

  it("takes two unknown values for two things", async () => {
    const unknown = (name: string) => scopeEntry(name, { project, targetProject: UNKNOWN });

    expect(await findings([unknown("a"), unknown("b")])).toEqual([]);
  });

  it("takes one path on two GitLabs for two projects", async () => {
    const at = (baseUrl: string): Declared => ({ ...scope, provider: { name: baseUrl, baseUrl } });

    expect(await findings([at("https://a.example"), at("https://b.example")])).toEqual([]);
    expect(await findings([at("https://a.example"), at("https://a.example/api/v4")])).toHaveLength(1);
  });

  it("has waivers", async () => {
    const except = [{ resource: "second", reason: "moving" }];

    expect(await findings([scope, jobTokenScope("second", { project })], { except })).toMatchObject([
      { level: "advisory" },
    ]);
  });

  describe("with variables", () => {
    const variable = (name: string, props: object = {}) =>
      projectVariable(name, { project, key: "TOKEN", environmentScope: "*", value: "v", ...props });

    it("refuses a second declaration of one key and scope, for projects and groups", async () => {
      expect(await findings([variable("one"), variable("second", { project: "Acme/Billing" })])).toEqual([
        {
          level: "the rule's",
          about: "second",
          message:
            "'second' declares the variable TOKEN of acme/billing, which 'one' declares already. Remove one of them.",
        },
      ]);
      const groups = ["one", "second"].map((name) =>
        groupVariable(name, { group: "acme", key: "TOKEN", environmentScope: "prod" }),
      );
      expect(await findings(groups)).toMatchObject([
        { message: expect.stringContaining("for the same environments of acme,") },
      ]);
    });

    it("accepts other keys, scopes, spellings of a key, owners, and what is not known yet", async () => {
      const others = [
        variable("scope", { environmentScope: "production" }),
        variable("key", { key: "OTHER" }),
        variable("case", { key: "token" }),
        variable("project", { project: "acme/shop" }),
        variable("unknown", { key: UNKNOWN }),
        groupVariable("group", { group: project, key: "TOKEN", environmentScope: "*" }),
      ];

      expect(await findings([variable("one"), ...others])).toEqual([]);
    });

    it("counts one that leaves its scope out, and one of pulumi-gitlab", async () => {
      const theirs = {
        type: "gitlab:index/projectVariable:ProjectVariable",
        name: "second",
        props: { project, key: "TOKEN" },
      };

      expect(await findings([variable("one"), theirs])).toMatchObject([{ level: "the rule's", about: "second" }]);
    });

    it("knows an id and a path for one where the state does", async () => {
      const byId = variable("second", { project: 42 });

      expect(await findings([variable("one", { projectId: "42" }), byId])).toHaveLength(1);
    });
  });

  it("says that it can't tell where two providers may lead to one GitLab", async () => {
    const at = (name: string, baseUrl: unknown): Declared => ({ ...scope, name, provider: { name, baseUrl } });

    expect(await findings([at("a", UNKNOWN), at("b", "https://b.example")])).toMatchObject([
      { level: "advisory", about: "b", message: expect.stringContaining("two providers may lead to one GitLab") },
    ]);
  });

  it("sees the entries and the switch of pulumi-gitlab", async () => {
    const theirs = (type: string, props: object) => ({
      type: `gitlab:index/${type}:${type.charAt(0).toUpperCase()}${type.slice(1)}`,
      name: `their ${type}`,
      props: { project, ...props },
    });
    const byId = scopeEntry("by-id", { project, targetProject: 7 });

    expect(await findings([byId, theirs("projectJobTokenScope", { targetProjectId: 7 })])).toMatchObject([
      { level: "the rule's", about: "their projectJobTokenScope" },
    ]);
    expect(await findings([scope, byId, theirs("projectJobTokenScopes", { targetProjectIds: [7] })])).toMatchObject([
      { message: expect.stringContaining("the switch of acme/billing") },
      { message: expect.stringContaining("declares all projects of acme/billing, beside single entries: 'by-id'") },
    ]);
  });
});
