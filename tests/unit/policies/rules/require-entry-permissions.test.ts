import { requireEntryPermissions } from "../../../../policies/index";
import { groupEntry, jobTokenAllowlist, jobTokenScope, scopeEntry, UNKNOWN } from "../declared";
import { run } from "../fake-stack";

const project = "acme/billing";
const entry = (more: object) => scopeEntry("deploy", { project, targetProject: "acme/deploy", ...more });
const list = (more: object) => jobTokenAllowlist("list", { project, ...more });

describe("require-entry-permissions", () => {
  it.each([
    ["permissions", entry({ permissions: ["read_packages"] })],
    ["cloning only", entry({ permissions: [] })],
    ["default permissions that are written", entry({ permissions: "default" })],
    ["what is not known yet", entry({ permissions: UNKNOWN })],
    ["a target that is not known yet", entry({ targetProject: UNKNOWN })],
    ["a list with permissions for all", list({ projects: ["acme/a"], groups: [7], permissions: [] })],
    ["elements with permissions of their own", list({ projects: [{ project: "acme/a", permissions: [] }] })],
    ["an empty list", list({ projects: [], groups: [] })],
    ["a list that is not known yet", list({ projects: UNKNOWN })],
    ["another resource", jobTokenScope("scope", { project })],
  ])("accepts %s", async (_, resource) => {
    expect(await run(requireEntryPermissions, [resource])).toEqual([]);
  });

  it("refuses entries without, with their names and what to write", async () => {
    expect(await run(requireEntryPermissions, [entry({})])).toEqual([
      {
        level: "the rule's",
        about: "deploy",
        message:
          "'deploy' lets in acme/deploy without permissions, with everything that their users may do. Write what they need, like permissions: [\"read_packages\"].",
      },
    ]);
    const mixed = list({ projects: ["acme/a", { project: "acme/b", permissions: [] }], groups: [{ group: "acme/c" }] });
    expect(await run(requireEntryPermissions, [mixed])).toMatchObject([
      { message: expect.stringContaining("lets in acme/a, acme/c without permissions") },
    ]);
  });

  it("excuses callers by globs, and has waivers", async () => {
    const group = groupEntry("platform", { project, targetGroup: "acme/platform" });

    expect(await run(requireEntryPermissions, [group, entry({})], { callers: ["acme/plat*"] })).toHaveLength(1);
    expect(
      await run(requireEntryPermissions, [entry({})], { except: [{ match: project, reason: "agreed" }] }),
    ).toMatchObject([{ level: "advisory" }]);
  });
});
