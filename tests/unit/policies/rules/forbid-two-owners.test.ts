import { forbidTwoOwners } from "../../../../policies/index";
import { type Declared, groupEntry, jobTokenScope, scopeEntry, UNKNOWN } from "../declared";
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
    expect(await findings([scope, jobTokenScope("again", { project: "Acme/Billing", enabled: false })])).toEqual([
      {
        level: "the rule's",
        about: "again",
        message: "'again' declares what 'billing' declares already. Remove one of them.",
      },
    ]);
  });

  it.each([
    ["project", entry, scopeEntry("again", { project: "/acme/billing", targetProject: "ACME/deploy" })],
    ["group", groupEntry("a", { project, targetGroup: 7 }), groupEntry("again", { project, targetGroup: "7" })],
  ])("refuses a second %s entry that is equal", async (_kind, one, again) => {
    expect(await findings([one, again])).toMatchObject([{ level: "the rule's", about: "again" }]);
  });

  it("refuses every one after the first", async () => {
    const again = ["b", "c"].map((name) => jobTokenScope(name, { project }));

    expect((await findings([scope, ...again])).map(({ about }) => about)).toEqual(["b", "c"]);
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
    const except = [{ match: "again", reason: "moving" }];

    expect(await findings([scope, jobTokenScope("again", { project })], { except })).toMatchObject([
      { level: "advisory" },
    ]);
  });
});
