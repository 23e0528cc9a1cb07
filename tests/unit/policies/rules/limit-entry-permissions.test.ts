import { limitEntryPermissions } from "../../../../policies/index";
import { groupEntry, jobTokenAllowlist, scopeEntry, UNKNOWN } from "../declared";
import { run } from "../fake-stack";

const project = "acme/billing";
const group = (permissions: unknown, targetGroup: unknown = "acme/platform") =>
  groupEntry("platform", { project, targetGroup, permissions });
const single = (permissions: unknown) => scopeEntry("deploy", { project, targetProject: "acme/deploy", permissions });

describe("limit-entry-permissions", () => {
  it.each([
    ["reading for a group", group(["read_packages", "read_jobs"])],
    ["cloning for a group", group([])],
    ["what is not managed", group(undefined)],
    ["what is not known yet", group(UNKNOWN)],
    ["anything for a project", single(["admin_packages"])],
    ["default permissions for a project", single("default")],
  ])("accepts %s", async (_, resource) => {
    expect(await run(limitEntryPermissions, [resource])).toEqual([]);
  });

  it.each([
    [group(["admin_packages", "read_jobs"]), "group acme/platform admin_packages"],
    [group("default"), "group acme/platform default"],
    [group(["admin_releases"], "acme"), "group acme admin_releases"],
  ])("refuses changing for a group: %#", async (resource, what) => {
    expect(await run(limitEntryPermissions, [resource])).toEqual([
      {
        level: "the rule's",
        about: "platform",
        message: `'platform' gives ${what}, which the rule doesn't allow. Give it to a single project, or take it away.`,
      },
    ]);
  });

  it("has a set each for projects, groups and top-level groups, and judges elements of lists", async () => {
    const list = jobTokenAllowlist("list", {
      project,
      projects: [{ project: "acme/a", permissions: "default" }],
      groups: ["acme", "acme/b", 7],
      permissions: ["admin_jobs"],
    });
    const sets = { projects: ["admin_*"], groups: ["admin_jobs"], topLevelGroups: [] };

    expect(await run(limitEntryPermissions, [list], sets)).toMatchObject([
      { message: expect.stringContaining("gives project acme/a default, group acme admin_jobs, which") },
    ]);
  });

  it("has waivers", async () => {
    const except = [{ match: project, reason: "agreed" }];

    expect(await run(limitEntryPermissions, [group("default")], { except })).toMatchObject([{ level: "advisory" }]);
  });
});
