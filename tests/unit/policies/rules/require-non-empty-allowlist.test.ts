import { requireNonEmptyAllowlist } from "../../../../policies/index";
import { type Declared, foreign, groupEntry, jobTokenAllowlist, jobTokenScope, scopeEntry, UNKNOWN } from "../declared";
import { run } from "../fake-stack";

const project = "acme/billing";
const entry = scopeEntry("deploy", { project, targetProject: "acme/deploy" });
const closed = jobTokenScope("billing", { project, enabled: true });

const refused = [{ level: "the rule's", about: "billing" }];
const cannotTell = (why: string) => [
  {
    level: "advisory",
    about: "billing",
    message: expect.stringContaining(`can't tell whether an entry lets anybody else in: ${why}`),
  },
];

async function findings(stack: readonly Declared[], config?: object) {
  return run(requireNonEmptyAllowlist, stack, config);
}

describe("require-non-empty-allowlist", () => {
  describe("accepts", () => {
    it.each([
      ["a project entry", entry],
      ["a group entry", groupEntry("platform", { project, targetGroup: "acme/platform" })],
      ["an entry whose target is not known yet", scopeEntry("deploy", { project, targetProject: UNKNOWN })],
      [
        "an entry in another spelling",
        scopeEntry("deploy", { project: "/Acme/Billing/", targetProject: "acme/deploy" }),
      ],
    ])("a closed project with %s", async (_what, entry) => {
      expect(await findings([entry, closed])).toEqual([]);
    });

    it('42 and "42" as one project', async () => {
      const byText = scopeEntry("deploy", { project: "42", targetProject: "acme/deploy" });

      expect(await findings([jobTokenScope("billing", { project: 42 }), byText])).toEqual([]);
    });

    it("an open project, which is another rule's matter", async () => {
      expect(await findings([jobTokenScope("billing", { project, enabled: false })])).toEqual([]);
    });

    it("a stack without a switch", async () => {
      expect(await findings([entry, foreign("cluster")])).toEqual([]);
    });
  });

  describe("refuses", () => {
    it("a closed project without entries, with its name, its project, the fix and both ways out", async () => {
      expect(await findings([closed])).toEqual([
        {
          level: "the rule's",
          about: "billing",
          message:
            "'billing' closes project acme/billing, and no entry in this stack lets anybody else in. Declare a ScopeAllowlistEntry or " +
            "GroupAllowlistEntry for it, or add acme/billing to this rule's configuration: closedProjects if nobody is meant to get in, " +
            "entriesElsewhere if another stack holds its entries.",
        },
      ]);
    });

    it("one that leaves enabled out, which closes it", async () => {
      expect(await findings([jobTokenScope("billing", { project })])).toMatchObject(refused);
    });

    it.each([
      ["for another project", scopeEntry("deploy", { project: "acme/shop", targetProject: "acme/deploy" })],
      ["for the project itself", scopeEntry("itself", { project, targetProject: "Acme/Billing" })],
    ])("one whose only entry is %s", async (_what, entry) => {
      expect(await findings([entry, closed])).toMatchObject(refused);
    });

    it("one whose only entry is for the project itself by its id", async () => {
      const itself = scopeEntry("itself", { project, projectId: "42", targetProject: 42 });

      expect(await findings([itself, closed])).toMatchObject(refused);
    });

    it("every empty one of several", async () => {
      const stack = [
        closed,
        jobTokenScope("shop", { project: "acme/shop" }),
        jobTokenScope("ok", { project: "acme/ok" }),
      ];
      const opening = scopeEntry("opening", { project: "acme/ok", targetProject: "acme/deploy" });

      expect((await findings([...stack, opening])).map(({ about }) => about)).toEqual(["billing", "shop"]);
    });
  });

  describe("where a value is not known yet", () => {
    it.each([
      ["the project", { project: UNKNOWN, enabled: true }],
      ["enabled", { project, enabled: UNKNOWN }],
    ])("does not refuse a switch by %s, and says so", async (_what, props) => {
      expect(await findings([jobTokenScope("billing", props)])).toMatchObject(cannotTell("a value is not known yet"));
    });

    it("says nothing of an unknown enabled where somebody is let in", async () => {
      expect(await findings([jobTokenScope("billing", { project, enabled: UNKNOWN }), entry])).toEqual([]);
    });

    it("still refuses an empty project while another switch is not known", async () => {
      const stack = [jobTokenScope("unknown", { project: UNKNOWN }), closed];

      expect(await findings(stack)).toMatchObject([...refused, { level: "advisory", about: "unknown" }]);
    });

    it("still refuses an empty project while the project of an entry is not known", async () => {
      const somewhere = scopeEntry("somewhere", { project: UNKNOWN, targetProject: "acme/deploy" });

      expect(await findings([somewhere, closed])).toMatchObject(refused);
    });

    it("counts an unknown entry for a switch that waits for it", async () => {
      const somewhere = scopeEntry("somewhere", { project: UNKNOWN, targetProject: "acme/deploy" });
      const waiting = jobTokenScope("billing", { project }, { dependsOn: [somewhere] });

      expect(await findings([somewhere, waiting])).toEqual([]);
    });

    it("counts an entry that takes its project from the switch", async () => {
      const derived = scopeEntry(
        "derived",
        { project: UNKNOWN, targetProject: "acme/deploy" },
        { from: { project: [closed] } },
      );

      expect(await findings([closed, derived])).toEqual([]);
    });

    it("counts an entry that takes its project from what the switch waits for", async () => {
      const created = foreign("created");
      const waiting = jobTokenScope("billing", { project }, { dependsOn: [created] });
      const derived = scopeEntry(
        "derived",
        { project: UNKNOWN, targetProject: "acme/deploy" },
        { from: { project: [created] } },
      );

      expect(await findings([created, waiting, derived])).toEqual([]);
    });

    it("counts an entry that takes its project from where the switch takes it", async () => {
      const created = foreign("created");
      const unknown = jobTokenScope("billing", { project: UNKNOWN }, { from: { project: [created] } });
      const derived = scopeEntry(
        "derived",
        { project: UNKNOWN, targetProject: "acme/deploy" },
        { from: { project: [created] } },
      );

      expect(await findings([created, unknown, derived])).toEqual([]);
    });
  });

  describe("with a list", () => {
    const list = (props: object) => jobTokenAllowlist("billing", { project, projects: [], groups: [], ...props });

    it.each([
      ["a project", { enabled: true, projects: ["acme/deploy"] }],
      ["a group", { enabled: true, groups: ["acme/platform"] }],
      ["somebody who is not known yet", { enabled: true, projects: [UNKNOWN] }],
    ])("accepts one that closes its project and names %s", async (_what, props) => {
      expect(await findings([list(props)])).toEqual([]);
    });

    it.each([
      ["a list that doesn't close its project", [list({})]],
      [
        "a switch whose project's list names somebody",
        [list({ projects: ["acme/deploy"] }), jobTokenScope("b", { project })],
      ],
      [
        "a list that closes its project beside a single entry of the other kind",
        [list({ enabled: true, projects: undefined }), entry],
      ],
    ])("accepts %s", async (_what, stack) => {
      expect(await findings(stack)).toEqual([]);
    });

    it("accepts one of a project that is not known yet, which is its own all the same", async () => {
      expect(await findings([list({ project: UNKNOWN, enabled: true, groups: ["acme/platform"] })])).toEqual([]);
    });

    it("refuses one that closes its project and names nobody, with the fix for a list", async () => {
      expect(await findings([list({ enabled: true })])).toMatchObject([
        {
          ...refused[0],
          message: expect.stringMatching(
            /lets anybody else in\. Name the callers in its projects or groups, or add acme\/billing/,
          ),
        },
      ]);
    });

    it.each([
      ["names the project itself alone", { enabled: true, projects: ["Acme/Billing"] }],
      ["leaves groups unmanaged and names no project", { enabled: true, groups: undefined }],
    ])("refuses one that %s", async (_what, props) => {
      expect(await findings([list(props)])).toMatchObject(refused);
    });

    it("refuses a switch whose project's list is empty", async () => {
      expect(await findings([list({}), jobTokenScope("switch", { project })])).toMatchObject([{ about: "switch" }]);
    });

    it("refuses one that names nobody although a single entry writes an id: the list is the whole list", async () => {
      const byId = scopeEntry("by-id", { project: 42, targetProject: "acme/deploy" });

      expect(await findings([list({ enabled: true }), byId])).toMatchObject(refused);
    });

    it.each([
      ["projects", { projects: UNKNOWN }],
      ["project, which may be closed on purpose", { project: UNKNOWN }],
      ["enabled", { enabled: UNKNOWN }],
    ])("does not refuse one by an unknown %s, and says so", async (_what, unknown) => {
      expect(await findings([list({ enabled: true, ...unknown })])).toMatchObject(
        cannotTell("a value is not known yet"),
      );
    });

    it.each([
      ["names somebody", ["acme/deploy"]],
      ["is not known yet", UNKNOWN],
    ])("still refuses another project while a list of an unknown project %s", async (_what, projects) => {
      const unknown = jobTokenAllowlist("unknown", { project: UNKNOWN, projects });

      expect(await findings([unknown, closed])).toMatchObject(refused);
    });
  });

  describe("where one declaration writes the id and another the path", () => {
    const byId = scopeEntry("by-id", { project: 42, targetProject: "acme/deploy" });

    it("does not refuse, and says so", async () => {
      expect(await findings([byId, closed])).toMatchObject(
        cannotTell("one declaration writes the id and another the path"),
      );
    });

    it("knows them for one where the state knows the switch's id", async () => {
      expect(await findings([byId, jobTokenScope("billing", { project, projectId: "42" })])).toEqual([]);
    });

    it("knows them for one where any other declaration tells the id", async () => {
      const telling = scopeEntry("telling", { project: "acme/shop", targetProject: project, targetProjectId: "42" });

      expect(await findings([byId, closed, telling])).toEqual([]);
    });

    it("refuses where the state knows that they are two projects", async () => {
      const other = jobTokenScope("billing", { project, projectId: "7" });

      expect(await findings([byId, other])).toMatchObject(refused);
    });

    it("refuses a new project beside entries of others whose ids the state knows", async () => {
      const known = scopeEntry("known", { project: "acme/shop", projectId: "7", targetProject: "acme/deploy" });
      const byItsId = scopeEntry("by-its-id", { project: 7, targetProject: "acme/reports" });

      expect(await findings([known, byItsId, closed])).toMatchObject(refused);
    });

    it("refuses where the entry is for another switch", async () => {
      const owner = jobTokenScope("owner", { project: 42 });

      expect(await findings([byId, closed, owner])).toMatchObject(refused);
    });
  });

  describe("with two GitLabs", () => {
    const acme = { name: "acme", baseUrl: "https://gitlab.acme.example" };
    const other = { name: "other", baseUrl: "https://gitlab.com" };
    const at = (one: Declared, where: typeof acme): Declared => ({ ...one, provider: where });

    it("does not take an entry of one for an entry of the other", async () => {
      expect(await findings([at(entry, other), at(closed, acme)])).toMatchObject(refused);
    });

    it("does not mistake an id on one for a path on the other", async () => {
      const byId = scopeEntry("by-id", { project: 42, targetProject: "acme/deploy" });

      expect(await findings([at(byId, other), at(closed, acme)])).toMatchObject(refused);
    });

    it("takes two providers with one URL for one GitLab", async () => {
      const again = { name: "again", baseUrl: "https://GitLab.acme.example/api/v4/" };

      expect(await findings([at(entry, again), at(closed, acme)])).toEqual([]);
    });

    it("can't tell where one is the default provider, whose URL is not in the program", async () => {
      expect(await findings([entry, at(closed, acme)])).toMatchObject(
        cannotTell("two providers may lead to one GitLab"),
      );
    });
  });

  describe("configuration", () => {
    it.each(["closedProjects", "entriesElsewhere"])("%s excuses a project by a glob of its path", async (way) => {
      expect(await findings([closed], { [way]: ["Acme/b*"] })).toEqual([]);
      expect(await findings([closed], { [way]: ["acme/shop"] })).toMatchObject([
        ...refused,
        { level: "advisory", message: expect.stringContaining(`acme/shop in ${way}`) },
      ]);
    });

    it("excuses a project that is declared by id by a path that the stack knows", async () => {
      const byId = jobTokenScope("billing", { project: 42 });
      const telling = scopeEntry("telling", { project: "acme/shop", targetProject: project, targetProjectId: "42" });

      expect(await findings([byId, telling], { closedProjects: [project] })).toEqual([]);
    });

    it("has waivers", async () => {
      const except = [{ match: project, reason: "roll-out" }];

      expect(await findings([closed], { except })).toMatchObject([
        { level: "advisory", message: expect.stringContaining(`Waived ("roll-out"): 'billing' closes`) },
      ]);
    });

    it("says nothing of what can't be told where it is waived", async () => {
      const except = [{ resource: "billing", reason: "roll-out" }];

      expect(await findings([jobTokenScope("billing", { project: UNKNOWN })], { except })).toEqual([]);
    });

    it("with a misspelt key is an error", async () => {
      await expect(findings([closed], { closedProject: [project] })).rejects.toThrow(
        'Unrecognized key: "closedProject"',
      );
    });
  });

  describe("with pulumi-gitlab's resources", () => {
    const theirs = (type: string, props: object): Declared => ({
      type: `gitlab:index/${type}:${type.charAt(0).toUpperCase()}${type.slice(1)}`,
      name: "theirs",
      props: { project: "acme/billing", ...props },
    });

    it("counts their entries for our switch", async () => {
      const scope = jobTokenScope("billing", { project: "acme/billing" });

      expect(
        await run(requireNonEmptyAllowlist, [scope, theirs("projectJobTokenScope", { targetGroupId: 8 })]),
      ).toEqual([]);
    });

    it("refuses their empty list, in that package's words", async () => {
      expect(await run(requireNonEmptyAllowlist, [theirs("projectJobTokenScopes", {})])).toMatchObject([
        { level: "the rule's", message: expect.stringContaining("in its targetProjectIds or targetGroupIds") },
      ]);
      expect(await run(requireNonEmptyAllowlist, [theirs("projectJobTokenScopes", { targetProjectIds: [7] })])).toEqual(
        [],
      );
    });
  });

  it("does not take a project for excused whose old path leads there: GitLab's own path counts", async () => {
    const moved = jobTokenScope("moved", { project: "acme/vault", projectId: "42", projectPath: "mallory/vault" });
    const excusing = async (glob: string) => {
      const found = await run(requireNonEmptyAllowlist, [moved], { closedProjects: [glob] });
      return found.filter(({ about }) => about === "moved").map(({ level }) => level);
    };

    expect(await excusing("acme/*")).toEqual(["the rule's"]);
    expect([await excusing("mallory/*"), await excusing("42")]).toEqual([[], []]);
  });
});
