import { forbidBroadGroupEntries } from "../../../../policies/index";
import { groupEntry, jobTokenAllowlist, jobTokenScope, scopeEntry, UNKNOWN } from "../declared";
import { run } from "../fake-stack";

const compliant = { project: "acme/tooling", targetGroup: "acme/platform" };
const letting = (targetGroup: unknown) => groupEntry("tooling", { ...compliant, targetGroup });

const findings = (targetGroup: unknown, config?: object) =>
  run(forbidBroadGroupEntries, [letting(targetGroup)], config);

describe("forbid-broad-group-entries", () => {
  it("accepts a subgroup", async () => {
    expect(await findings("acme/platform")).toEqual([]);
  });

  it("refuses a top-level group with its name, its value and the fix", async () => {
    expect(await findings("/Acme/")).toEqual([
      {
        level: "the rule's",
        about: "tooling",
        message:
          "'tooling' lets in every project below acme, today's and later ones. Name a subgroup or single projects.",
      },
    ]);
  });

  it("refuses what is less deep than minDepth says", async () => {
    expect(await findings("acme/platform", { minDepth: 3 })).toHaveLength(1);
    expect(await findings("acme/platform/ci", { minDepth: 3 })).toEqual([]);
    expect(await findings("acme", { minDepth: 1 })).toEqual([]);
  });

  it("accepts a group that allowedGroups names by a glob", async () => {
    expect(await findings("acme", { allowedGroups: ["ac*"] })).toEqual([]);
    expect(await findings("acme", { allowedGroups: ["other"] })).toHaveLength(1);
  });

  it.each([4711, "4711", UNKNOWN])("can't judge %p", async (targetGroup) => {
    expect(await findings(targetGroup, { minDepth: 9 })).toEqual([]);
  });

  describe("of a list", () => {
    const list = (groups: unknown) =>
      jobTokenAllowlist("list", { project: "acme/tooling", projects: ["acme/deploy"], groups });

    it.each([
      ["subgroups", ["acme/platform"]],
      ["no groups", []],
      ["what is not known yet", UNKNOWN],
    ])("accepts %s", async (_what, groups) => {
      expect(await run(forbidBroadGroupEntries, [list(groups)])).toEqual([]);
    });

    it("refuses top-level groups in one line, while another is not known yet", async () => {
      expect(await run(forbidBroadGroupEntries, [list([UNKNOWN, "acme", "acme/platform", "tools"])])).toMatchObject([
        { level: "the rule's", about: "list", message: expect.stringContaining("below acme, tools, today's") },
      ]);
    });
  });

  it("has nothing to say about other resources", async () => {
    const others = [
      scopeEntry("a", { project: "acme/a", targetProject: "acme" }),
      jobTokenScope("b", { project: "acme" }),
    ];

    expect(await run(forbidBroadGroupEntries, others)).toEqual([]);
  });

  it("has waivers", async () => {
    const except = [{ match: "acme/tooling", reason: "agreed" }];

    expect(await findings("acme", { except })).toMatchObject([{ level: "advisory" }]);
  });

  it("judges the path that GitLab has for a group, once the state knows it", async () => {
    const entry = (targetGroup: unknown, targetGroupPath: string) =>
      groupEntry("all", { project: "acme/tooling", targetGroup, targetGroupId: "7", targetGroupPath });

    expect(await run(forbidBroadGroupEntries, [entry(7, "acme")])).toMatchObject([
      { level: "the rule's", message: expect.stringContaining("below 7, which is acme in GitLab") },
    ]);
    expect(await run(forbidBroadGroupEntries, [entry("acme/platform", "platform")])).toHaveLength(1);
    expect(await run(forbidBroadGroupEntries, [entry(7, "acme/platform")])).toEqual([]);
  });
});
