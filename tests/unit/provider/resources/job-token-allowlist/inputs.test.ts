import { entriesOf, inputs } from "../../../../../provider/resources/job-token-allowlist/inputs";

const declared = (args: object) => inputs.parse({ project: "acme/billing", ...args });
const problems = (args: object) =>
  inputs
    .safeParse({ project: "acme/billing", ...args })
    .error?.issues.map(({ path, message }) => `${path.join(".")} ${message}`);

it("takes addresses and elements with permissions, in one fixed order and each once", () => {
  const own = { project: "acme/deploy", permissions: ["READ_PACKAGES", "admin_releases"] };

  expect(declared({ projects: [own, 7, "acme/a", { project: "acme/b" }, own] }).projects).toEqual([
    7,
    "acme/a",
    "acme/b",
    { project: "acme/deploy", permissions: ["admin_releases", "read_packages"] },
  ]);
});

it.each([
  [
    { projects: ["acme/a"], groups: ["acme"] },
    { "acme/a": "project", acme: "group" },
  ],
  [{ projects: [7], groups: [7] }, { 7: "project and group" }],
  [
    { projects: ["acme/billing", "acme/a", { project: 7, permissions: [] }], permissions: ["read_jobs"] },
    { "acme/a": "project: read_jobs", 7: "project: cloning only" },
  ],
  [
    { groups: [{ group: "acme", permissions: "default" }, "acme/x"], projects: [] },
    { acme: "group: default permissions", "acme/x": "group" },
  ],
  [
    { projects: [{ project: 7, permissions: ["read_packages", "read_jobs"] }], groups: [7] },
    { 7: "project: read_jobs, read_packages and group" },
  ],
])("shows %j as entries", (args, entries) => {
  expect(entriesOf(declared(args))).toEqual(entries);
});

it.each<[object, string[]]>([
  [
    { projects: [{ project: "acme/a", permissions: ["default"] }] },
    ['projects.0.permissions holds "default", which is no name in a list: write permissions: "default"'],
  ],
  [
    { groups: [{ group: "acme", permissions: "read_jobs" }] },
    ['groups.0.permissions is one text, "read_jobs": write a list, ["read_jobs"]'],
  ],
  [
    { projects: [], permissions: 7 },
    ['permissions must be "default" or a list of GitLab\'s names, like ["read_packages"]'],
  ],
  [
    { projects: [{ project: "billing" }] },
    ['projects.0.project "billing" lacks its group: write the full path, like "acme/billing", or the numeric id'],
  ],
  [{ projects: [true] }, ["projects.0 must be the project's numeric id, its full path, or { project, permissions }"]],
  [
    { projects: "acme/a" },
    ["projects must be a list of projects, each its numeric id, its full path, or { project, permissions }"],
  ],
  [
    { projects: ["acme/a", { project: "Acme/A", permissions: [] }] },
    ["projects names Acme/A twice with different permissions: keep one of them"],
  ],
])("refuses %j", (args, expected) => {
  expect(problems(args)).toEqual(expected);
});

it("refuses an element of the other kind, and one without an address", () => {
  expect(inputs.safeParse({ project: 12, projects: [{ group: "acme" }] }).success).toBe(false);
  expect(inputs.safeParse({ project: 12, groups: [{ permissions: [] }] }).success).toBe(false);
});

it("takes one target twice where both give the same", () => {
  expect(
    problems({ projects: ["acme/a", { project: "acme/a", permissions: ["read_jobs"] }], permissions: ["read_jobs"] }),
  ).toBeUndefined();
});
