import { forbidCrossNamespaceEntries } from "../../../../policies/index";
import { type Declared, groupEntry, jobTokenAllowlist, jobTokenScope, scopeEntry, UNKNOWN } from "../declared";
import { run } from "../fake-stack";

const entry = (targetProject: unknown) => scopeEntry("deploy", { project: "acme/billing", targetProject });
const findings = (targetProject: unknown, config: object = { namespaces: ["acme"] }) =>
  run(forbidCrossNamespaceEntries, [entry(targetProject)], config);

describe("forbid-cross-namespace-entries", () => {
  it.each(["acme/deploy", "Acme/ops/deploy"])("accepts %s below a namespace", async (target) => {
    expect(await findings(target)).toEqual([]);
  });

  it("refuses a target outside with its name, its value and the fix", async () => {
    expect(await findings("mallory/deploy")).toEqual([
      {
        level: "the rule's",
        about: "deploy",
        message:
          "'deploy' lets in mallory/deploy, in none of this rule's namespaces. Remove what is foreign, or add its namespace.",
      },
    ]);
  });

  it("refuses a namespace that only begins with the same letters", async () => {
    expect(await findings("acme-evil/deploy")).toHaveLength(1);
  });

  it("judges groups, also the namespace itself", async () => {
    const letting = (targetGroup: string) => groupEntry("group", { project: "acme/billing", targetGroup });
    const config = { namespaces: ["acme"] };

    expect(await run(forbidCrossNamespaceEntries, [letting("acme"), letting("acme/ops")], config)).toEqual([]);
    expect(await run(forbidCrossNamespaceEntries, [letting("mallory")], config)).toHaveLength(1);
  });

  it("is off until namespaces are configured", async () => {
    expect(await findings("mallory/deploy", {})).toEqual([]);
  });

  it.each(["acme/", "ac*", "/acme"])("takes %p as a namespace", async (namespace) => {
    expect(await findings("acme/ops/deploy", { namespaces: [namespace] })).toEqual([]);
    expect(await findings("mallory/deploy", { namespaces: [namespace] })).toHaveLength(1);
  });

  it.each([
    [4711, "4711"],
    [UNKNOWN, "(not known yet)"],
  ])("can't judge %p, and says so in an advisory line", async (target, shown) => {
    expect(await findings(target)).toEqual([
      {
        level: "advisory",
        about: "deploy",
        message: `'deploy' lets in ${shown}; can't tell whether that is in this rule's namespaces.`,
      },
    ]);
    expect(await findings(target, {})).toEqual([]);
  });

  describe("of a list", () => {
    const config = { namespaces: ["acme"] };
    const list = (props: object) =>
      jobTokenAllowlist("list", { project: "acme/billing", projects: [], groups: [], ...props });

    it("accepts what is inside, by projects and groups", async () => {
      const inside = list({ projects: ["acme/deploy"], groups: ["acme", "acme/ops"] });

      expect(await run(forbidCrossNamespaceEntries, [inside], config)).toEqual([]);
    });

    it.each([
      ["projects", { projects: ["acme/deploy", "mallory/a"] }, "mallory/a"],
      ["groups", { groups: ["mallory"] }, "mallory"],
      ["both", { projects: ["b/b", "c/c", "d/d"], groups: ["mallory"] }, "b/b, c/c, d/d and 1 more"],
    ])("refuses foreign %s in one line", async (_what, props, named) => {
      expect(await run(forbidCrossNamespaceEntries, [list(props)], config)).toMatchObject([
        { level: "the rule's", about: "list", message: expect.stringContaining(`lets in ${named}, in none`) },
      ]);
    });

    it.each([
      ["as a whole", { projects: UNKNOWN }],
      ["in one place", { projects: [UNKNOWN, "acme/deploy"] }],
    ])("says that it can't tell what is not known yet %s", async (_what, props) => {
      expect(await run(forbidCrossNamespaceEntries, [list(props)], config)).toMatchObject([{ level: "advisory" }]);
    });

    it("refuses what is foreign while its neighbour is not known yet", async () => {
      const findings = await run(forbidCrossNamespaceEntries, [list({ projects: [UNKNOWN, "mallory/a"] })], config);

      expect(findings).toMatchObject([{ level: "the rule's" }, { level: "advisory" }]);
    });
  });

  it("has nothing to say about a switch", async () => {
    const scope = jobTokenScope("billing", { project: "mallory/billing" });

    expect(await run(forbidCrossNamespaceEntries, [scope], { namespaces: ["acme"] })).toEqual([]);
  });

  it("has waivers", async () => {
    const except = [{ resource: "deploy", reason: "agreed" }];

    expect(await findings("mallory/deploy", { namespaces: ["acme"], except })).toMatchObject([{ level: "advisory" }]);
  });

  describe("where GitLab has another path for what was written", () => {
    const namespaces = ["acme"];
    const judged = (stack: readonly Declared[], config: object) => run(forbidCrossNamespaceEntries, stack, config);
    const moved = (targetProject: unknown, targetProjectPath: string) =>
      scopeEntry("deploy", { project: "acme/billing", targetProject, targetProjectId: "9", targetProjectPath });

    it("judges that path: one that redirects elsewhere is elsewhere", async () => {
      expect(await judged([moved("acme/deploy", "mallory/deploy")], { namespaces })).toMatchObject([
        {
          level: "the rule's",
          message: expect.stringContaining("lets in acme/deploy, which is mallory/deploy in GitLab, in none of"),
        },
      ]);
      expect(await judged([moved("acme/deploy", "acme/ops/deploy")], { namespaces })).toEqual([]);
    });

    it("judges an id by the path that the state knows for it", async () => {
      const refused = await judged([moved(9, "mallory/deploy")], { namespaces });

      expect(refused.map(({ level }) => level)).toEqual(["advisory", "the rule's"]);
      expect((await judged([moved(9, "acme/deploy")], { namespaces })).map(({ level }) => level)).toEqual(["advisory"]);
    });

    it("judges the targets of a list", async () => {
      const list = jobTokenAllowlist("list", {
        project: "acme/billing",
        projects: ["acme/deploy", "acme/docs"],
        paths: { "project acme/deploy": "mallory/deploy" },
      });

      expect(await judged([list], { namespaces })).toMatchObject([{ about: "list", level: "the rule's" }]);
    });
  });
});
