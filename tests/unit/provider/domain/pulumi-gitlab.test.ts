import { asOurs, isLikeOurs } from "../../../../provider/domain/pulumi-gitlab";

const theirs = (name: string, inputs: object) =>
  asOurs(`gitlab:index/${name.charAt(0).toLowerCase()}${name.slice(1)}:${name}`, { ...inputs });
const project = "acme/billing";

it.each([
  ["ProjectJobTokenScope", { project, targetProjectId: 7 }, "ScopeAllowlistEntry", { project, targetProject: 7 }],
  ["ProjectJobTokenScope", { project, targetGroupId: 8 }, "GroupAllowlistEntry", { project, targetGroup: 8 }],
  [
    "ProjectJobTokenScopes",
    { projectId: 1, targetProjectIds: [7] },
    "JobTokenAllowlist",
    { project: 1, enabled: true, projects: [7], groups: [] },
  ],
  ["ProjectJobTokenScopes", { project, enabled: false }, "JobTokenAllowlist", { enabled: false, projects: [] }],
  ["ProjectVariable", { project, key: "K" }, "ProjectVariable", { project, key: "K" }],
  ["GroupVariable", { group: "acme", key: "K" }, "GroupVariable", { group: "acme", key: "K" }],
  ["ProjectAccessToken", { project, scopes: ["api"] }, "RotatingProjectToken", { scopes: ["api"] }],
  ["GroupAccessToken", { group: "acme", scopes: ["api"] }, "RotatingGroupToken", { accessLevel: "maintainer" }],
  ["GroupAccessToken", { scopes: ["api"], accessLevel: "guest" }, "RotatingGroupToken", { accessLevel: "guest" }],
  [
    "UserRunner",
    { runnerType: "project_type", projectId: 1, tagLists: ["a"], untagged: false },
    "UserRunner",
    { project: 1, tagList: ["a"], runUntagged: false },
  ],
  ["UserRunner", { runnerType: "group_type", groupId: 2 }, "UserRunner", { group: 2, runUntagged: true }],
])("pulumi-gitlab's %s %j is our %s", (name, inputs, ours, expected) => {
  expect(theirs(name, inputs)).toMatchObject({ name: ours, inputs: expected });
});

it("what tells by being there is not there where it was not written", () => {
  expect(Object.keys(theirs("UserRunner", { runnerType: "instance_type" })?.inputs ?? {})).not.toContain("project");
});

it("of a resource of which nothing is shown nothing is made up", () => {
  expect(theirs("ProjectJobTokenScopes", {})?.inputs).not.toHaveProperty("projects");
  expect(theirs("ProjectJobTokenScopes", {})?.inputs).not.toHaveProperty("enabled");
  expect(theirs("UserRunner", {})?.inputs).not.toHaveProperty("runUntagged");
  expect(theirs("ProjectAccessToken", {})?.inputs).not.toHaveProperty("accessLevel");
});

it("our own types are what they are, and everything else is none", () => {
  expect(asOurs("pulumi-nodejs:dynamic/gitlab:JobTokenScope", { project })).toEqual({
    name: "JobTokenScope",
    inputs: { project },
  });
  expect([isLikeOurs("gitlab:index/project:Project"), isLikeOurs("toString")]).toEqual([false, false]);
  expect(asOurs("gitlab:index/project:Project", {})).toBeUndefined();
});
