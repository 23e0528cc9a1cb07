import { requireJobTokenScopeDeclared } from "../../../../policies/index";
import { type Declared, foreign, groupEntry, jobTokenAllowlist, jobTokenScope, scopeEntry, UNKNOWN } from "../declared";
import { run } from "../fake-stack";

const project = "acme/billing";
const entry = scopeEntry("deploy", { project, targetProject: "acme/deploy" });
const list = (props: object) => jobTokenAllowlist("list", { project, projects: ["acme/deploy"], groups: [], ...props });

const findings = (stack: readonly Declared[], config?: object) => run(requireJobTokenScopeDeclared, stack, config);

describe("require-job-token-scope-declared", () => {
  it.each([
    ["an entry beside a switch", [entry, jobTokenScope("switch", { project: "Acme/Billing" })]],
    [
      "an entry beside a switch that is off, which is another rule's matter",
      [entry, jobTokenScope("switch", { project, enabled: false })],
    ],
    ["a list with its own switch", [list({ enabled: true })]],
    ["a list beside a switch", [list({}), jobTokenScope("switch", { project })]],
    [
      "an entry beside the switch of a list",
      [groupEntry("platform", { project, targetGroup: "acme/platform" }), list({ enabled: true, groups: undefined })],
    ],
    ["a switch without entries", [jobTokenScope("switch", { project })]],
    ["a stack of others", [foreign("cluster")]],
  ])("accepts %s", async (_what, stack) => {
    expect(await findings(stack)).toEqual([]);
  });

  it("refuses an entry without a switch, with its name, its project and the fix", async () => {
    expect(await findings([entry, jobTokenScope("other", { project: "acme/shop" })])).toEqual([
      {
        level: "the rule's",
        about: "deploy",
        message:
          "'deploy' says who gets into project acme/billing, and nothing in this stack closes it to others. Declare a JobTokenScope for it, or list it under switchesElsewhere.",
      },
    ]);
  });

  it("refuses a list without a switch, with the fix for a list", async () => {
    expect(await findings([list({})])).toMatchObject([
      { about: "list", message: expect.stringContaining("closes it to others. Add enabled: true, or list") },
    ]);
  });

  it("speaks of a project once", async () => {
    const others = ["reports", "shop"].map((name) => scopeEntry(name, { project, targetProject: `acme/${name}` }));

    expect(await findings([entry, ...others])).toHaveLength(1);
  });

  it.each([
    [
      "the project of the entry",
      scopeEntry("new", { project: UNKNOWN, targetProject: "acme/deploy" }),
      jobTokenScope("switch", { project: UNKNOWN }),
    ],
    ["the project of the switch", entry, jobTokenScope("switch", { project: UNKNOWN })],
    ["whether an id and a path are one", entry, jobTokenScope("switch", { project: 42 })],
    ["whether its list is a switch", list({ enabled: UNKNOWN }), foreign("cluster")],
  ])("does not refuse where it can't tell %s", async (_what, one, other) => {
    expect(await findings([one, other])).toEqual([]);
  });

  it("excuses projects whose switch is elsewhere", async () => {
    expect(await findings([entry], { switchesElsewhere: ["acme/*"] })).toEqual([]);
    expect(await findings([entry], { switchesElsewhere: ["acme/shop"] })).toMatchObject([
      { level: "the rule's" },
      { level: "advisory", message: expect.stringContaining("acme/shop in switchesElsewhere") },
    ]);
  });

  it("does not refuse a project that is not known yet where it may be one of those", async () => {
    const unknown = scopeEntry("deploy", { project: UNKNOWN, targetProject: "acme/deploy" });

    expect(await findings([unknown], { switchesElsewhere: ["acme/*"] })).toEqual([]);
    expect(await findings([unknown])).toMatchObject([{ about: "deploy" }]);
  });

  it("has waivers", async () => {
    expect(await findings([entry], { except: [{ match: project, reason: "agreed" }] })).toMatchObject([
      { level: "advisory" },
    ]);
  });

  it("does not take a project for excused whose old path leads there: GitLab's own path counts", async () => {
    const props = {
      project: "acme/vault",
      projectId: "42",
      projectPath: "mallory/vault",
      targetProject: "acme/deploy",
    };
    const excusing = async (glob: string) => {
      const found = await findings([scopeEntry("moved", props)], { switchesElsewhere: [glob] });
      return found.filter(({ about }) => about === "moved").map(({ level }) => level);
    };

    expect(await excusing("acme/*")).toEqual(["the rule's"]);
    expect(await excusing("mallory/*")).toEqual([]);
  });
});
