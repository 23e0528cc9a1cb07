import { validate } from "../../../../../provider/engine/validation";
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

/** As check tells them. */
it.each([
  [
    "a group's path",
    "acme",
    'projects.0 "acme" lacks its group: write the full path, like "acme/acme", or the numeric id; a group stands under groups',
  ],
  ["a path with a blank", "a b/c", 'projects.0 "a b/c" is neither a numeric id nor a path like "acme/billing"'],
  ["a clone's address", "a/b.git", 'projects.0 "a/b.git" ends in .git, which no path does: write "a/b"'],
  ["a broken number", 1.5, "projects.0 is 1.5, but the id of a project is a whole number above 0"],
  ["nothing in an element", {}, "projects.0.project is required"],
  ["null", null, "projects.0 must be the project's numeric id, its full path, or { project, permissions }"],
])("says what is wrong with %s in a list", (_name, element, said) => {
  const { failures } = validate(inputs, { project: 1, projects: [element] });

  expect(failures.map(({ reason }) => reason)).toEqual([said]);
});

it("says of an element of the other kind, or a misspelt one, which key it has and which it lacks", () => {
  const { failures } = validate(inputs, { project: 1, projects: [{ group: "acme" }] });

  expect(failures.map(({ reason }) => reason)).toEqual([
    "projects.0.project is required",
    'there is no input "projects.0.group": look for a misspelling',
  ]);
});

it("takes permissions in any case, and blanks around them", () => {
  expect(declared({ projects: [], permissions: " Default " }).permissions).toBe("default");
  expect(declared({ projects: [], permissions: [" READ_JOBS ", "read_jobs"] }).permissions).toEqual(["read_jobs"]);
});
