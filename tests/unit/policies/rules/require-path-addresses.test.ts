import { requirePathAddresses } from "../../../../policies/index";
import { foreign, groupEntry, jobTokenAllowlist, jobTokenScope, scopeEntry, UNKNOWN } from "../declared";
import { run } from "../fake-stack";

describe("require-path-addresses", () => {
  it("accepts paths", async () => {
    const stack = [
      jobTokenScope("scope", { project: "acme/billing" }),
      scopeEntry("project", { project: "acme/billing", targetProject: "acme/4711" }),
      groupEntry("group", { project: "acme/billing", targetGroup: "acme/platform" }),
      jobTokenAllowlist("list", { project: "acme/shop", projects: ["acme/deploy"], groups: ["acme/platform"] }),
    ];

    expect(await run(requirePathAddresses, stack)).toEqual([]);
  });

  it.each([
    ["project", jobTokenScope("one", { project: 4711 })],
    ["project", scopeEntry("one", { project: "4711", targetProject: "acme/deploy" })],
    ["targetProject", scopeEntry("one", { project: "acme/billing", targetProject: 4711 })],
    ["targetGroup", groupEntry("one", { project: "acme/billing", targetGroup: 4711 })],
    ["project", jobTokenAllowlist("one", { project: 4711, projects: [], groups: [] })],
    ["projects", jobTokenAllowlist("one", { project: "acme/billing", projects: [UNKNOWN, 4711, "acme/a"] })],
    ["groups", jobTokenAllowlist("one", { project: "acme/billing", projects: UNKNOWN, groups: ["4711"] })],
  ])("refuses an id as %s with its name, its value and the fix", async (key, declared) => {
    expect(await run(requirePathAddresses, [declared])).toEqual([
      { level: "the rule's", about: "one", message: `'one' writes ${key} by id: 4711. Write the full path.` },
    ]);
  });

  it("refuses the ids of a list in one line for each input", async () => {
    const list = jobTokenAllowlist("one", { project: 1, projects: [2, 3, 4, 5], groups: [6] });

    expect((await run(requirePathAddresses, [list])).map(({ message }) => message)).toEqual([
      "'one' writes project by id: 1. Write the full path.",
      "'one' writes projects by id: 2, 3, 4 and 1 more. Write the full path.",
      "'one' writes groups by id: 6. Write the full path.",
    ]);
  });

  it("refuses one address while the other is not known yet", async () => {
    const entry = scopeEntry("one", { project: UNKNOWN, targetProject: 4711 });

    expect(await run(requirePathAddresses, [entry])).toHaveLength(1);
  });

  it("has nothing to say about other resources", async () => {
    expect(await run(requirePathAddresses, [{ ...foreign("other"), props: { project: 4711 } }])).toEqual([]);
  });

  it("has waivers", async () => {
    const except = [{ match: "4711", reason: "agreed" }];

    expect(await run(requirePathAddresses, [jobTokenScope("one", { project: 4711 })], { except })).toMatchObject([
      { level: "advisory" },
    ]);
  });

  it("asks nothing of pulumi-gitlab's entries, which take ids alone", async () => {
    const props = { project: "acme/billing", targetProjectId: 7 };
    const theirs = { type: "gitlab:index/projectJobTokenScope:ProjectJobTokenScope", name: "theirs", props };

    expect(await run(requirePathAddresses, [theirs])).toEqual([]);
  });
});
