import { forbidPushByDefaultPermissions } from "../../../../policies/index";
import { type Declared, groupEntry, jobTokenAllowlist, jobTokenScope, scopeEntry, UNKNOWN } from "../declared";
import { run } from "../fake-stack";

const project = "acme/billing";
const pushes = { crossProjectPushForJobTokenAllowed: true, pushRepositoryForJobTokenAllowed: true };
const scope = jobTokenScope("scope", { project, ...pushes });
const entry = (more: object) => scopeEntry("bot", { project, targetProject: "acme/bot", ...more });
const list = (more: object) => jobTokenAllowlist("list", { project, ...pushes, ...more });

const findings = (...stack: Declared[]) => run(forbidPushByDefaultPermissions, stack);

describe("forbid-push-by-default-permissions", () => {
  it.each<[string, Declared[]]>([
    ["entries with permissions", [scope, entry({ permissions: ["admin_repositories"] })]],
    ["entries of another project", [scope, scopeEntry("other", { project: "acme/a", targetProject: "acme/b" })]],
    ["no push by others", [jobTokenScope("scope", { project, pushRepositoryForJobTokenAllowed: true }), entry({})]],
    ["the project itself in its list", [list({ projects: [project] })]],
    ["a list with permissions", [list({ projects: ["acme/bot"], permissions: [] })]],
  ])("accepts %s", async (_, stack) => {
    expect(await findings(...stack)).toEqual([]);
  });

  it.each([{}, { permissions: "default" }])("refuses an entry with %j", async (more) => {
    expect(await findings(scope, entry(more))).toEqual([
      {
        level: "the rule's",
        about: "scope",
        message:
          "'scope' lets the job tokens of other projects push to acme/billing, and so may those of acme/bot: their entries have default permissions. " +
          "Write permissions for each, and admin_repositories for those that are to push.",
      },
    ]);
  });

  it.each<[string, Declared[]]>([
    ["permissions that are not known yet", [scope, entry({ permissions: UNKNOWN })]],
    [
      "a push that is not known yet",
      [jobTokenScope("scope", { project, crossProjectPushForJobTokenAllowed: UNKNOWN }), entry({})],
    ],
    ["a list that is not known yet", [scope, jobTokenAllowlist("list", { project, projects: UNKNOWN })]],
    [
      "an entry whose project is written by its id",
      [scope, scopeEntry("bot", { project: 42, targetProject: "acme/bot" })],
    ],
    [
      "an entry whose project is not known yet",
      [scope, scopeEntry("bot", { project: UNKNOWN, targetProject: "acme/bot" })],
    ],
  ])("says that it can't judge %s", async (_, stack) => {
    expect(await findings(...stack)).toEqual([
      { level: "advisory", about: "scope", message: expect.stringContaining("can't tell whether those of ") },
    ]);
  });

  it("finds entries in lists and elsewhere in the stack", async () => {
    const group = groupEntry("platform", { project, targetGroup: "acme/platform" });

    expect(await findings(list({ projects: [{ project: "acme/bot", permissions: "default" }] }), group)).toMatchObject([
      { about: "list", message: expect.stringContaining("those of acme/bot, acme/platform:") },
    ]);
  });

  it("has waivers", async () => {
    const except = [{ match: project, reason: "agreed" }];

    expect(await run(forbidPushByDefaultPermissions, [scope, entry({})], { except })).toMatchObject([
      { level: "advisory" },
    ]);
  });
});
