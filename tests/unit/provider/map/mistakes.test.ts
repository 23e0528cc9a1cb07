import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { inLines } from "../../../../provider/map/problem";
import { readMap } from "../../../../provider/map/read";
import { type Files, withMap } from "../../../support/access-map";
import { mistakesIn } from "./map-folder";

const FILE = "acme/payments.yaml";
/** A file that is well, and to which a mistake is added. */
const shop = "projects:\n  acme/payments/shop: { projects: [acme/deploy], groups: [] }\n";

/** What somebody writes, and the line that tells. `access/` is in front of each file's name. */
const mistakes: readonly (readonly [what: string, files: Files | string, told: RegExp])[] = [
  [
    "a key that there is not",
    `${shop}  acme/payments/bill: { projcts: [] }\n`,
    /payments\.yaml:3:25: projects > acme\/payments\/bill > projcts: is no key of a project; "projects" was likely meant\. The keys are enabled,/,
  ],
  [
    "a key of a file that there is not",
    `default: {}\n${shop}`,
    /payments\.yaml:1:1: default: is no key of a map; "defaults" was likely meant/,
  ],
  [
    "a reason in defaults",
    `defaults: { reason: x }\n${shop}`,
    /:1:13: defaults > reason: is no key of defaults\. The keys are enabled, projects, groups, permissions, .*replaceExisting$/,
  ],
  ["no projects", "defaults: { enabled: true }\n", /payments\.yaml:1:1: names no project: its key projects is missing/],
  [
    "a project twice in a file",
    `${shop}  acme/payments/shop: { groups: [] }\n`,
    /:3:3: projects > acme\/payments\/shop: stands here a second time: "acme\/payments\/shop" is there already in line 2/,
  ],
  [
    "a project twice, in another case",
    `${shop}  Acme/Payments/Shop: { groups: [] }\n`,
    /:3:3: .*: stands here a second time: "acme\/payments\/shop" is there already in line 2/,
  ],
  [
    "a key of a project twice",
    "projects:\n  acme/payments/shop:\n    groups: []\n    groups: [acme]\n",
    /:4:5: .* > groups: stands here a second time/,
  ],
  [
    "a project in two files",
    { [FILE]: shop, "acme.yaml": shop },
    /acme\.yaml:2:3: projects > acme\/payments\/shop: belongs into access\/acme\/payments\.yaml, the deepest file/,
  ],
  [
    "a project outside its file's place",
    { "acme/data.yaml": shop },
    /data\.yaml:2:3: .*: stands in the wrong file: this file speaks for acme\/data and what is below it\. It belongs into a file for acme\/payments/,
  ],
  [
    "a project in a sibling's file",
    { "acme/data.yaml": shop, [FILE]: shop.replace("shop", "till") },
    /data\.yaml:2:3: .*It belongs into access\/acme\/payments\.yaml/,
  ],
  ["a place that only begins alike", { "acme/pay.yaml": shop }, /pay\.yaml:2:3: .*wrong file/],
  [
    "two files of one place",
    { "acme/Payments.yaml": shop, [FILE]: shop },
    /acme\/payments\.yaml: speaks for the same as access\/acme\/Payments\.yaml: paths have no case/,
  ],
  [
    "a URL",
    "projects:\n  https://gitlab.com/acme/payments/shop: { groups: [] }\n",
    /:2:3: .*: is a URL: write the path only, "acme\/payments\/shop"/,
  ],
  [
    "a URL in a list",
    `${shop}  acme/payments/bill: { projects: [git@gitlab.com:acme/deploy.git] }\n`,
    /:3:36: .* > projects > 1: is a URL: write the path only, "acme\/deploy"/,
  ],
  [
    "a project's id as a key",
    "projects:\n  42: { groups: [] }\n",
    /:2:3: projects > 42: is an id, and a file's place goes by paths/,
  ],
  [
    "a group where a project stands",
    `${shop}  acme/payments/bill: { projects: [acme/payments] }\n`,
    /:3:36: .*: "acme\/payments" is a group, because acme\/payments\/\w+ is below it: list it under groups/,
  ],
  [
    "a top-level group where a project stands",
    `${shop}  acme/payments/bill: { projects: [acme] }\n`,
    /:3:36: .*"acme" lacks its group: write the full path/,
  ],
  [
    "a group as a key",
    `${shop}  acme/payments: { groups: [] }\n`,
    /:3:3: projects > acme\/payments: is a group, because acme\/payments\/shop is below it: a project was expected/,
  ],
  [
    "a project where a group stands",
    `${shop}  acme/payments/bill: { groups: [acme/payments/shop] }\n`,
    /:3:34: .*"acme\/payments\/shop" is a project of this map: list it under projects/,
  ],
  [
    "a tab",
    "projects:\n\tacme/payments/shop: { groups: [] }\n",
    /:2:1: begins with a tab: YAML is indented with spaces/,
  ],
  [
    "an anchor",
    "projects:\n  acme/payments/shop: &x { groups: [] }\n",
    /:2:26: .*: has the anchor &x, which is not allowed in an access map: write it out/,
  ],
  [
    "an alias",
    "projects:\n  acme/payments/shop: &x { groups: [] }\n  acme/payments/bill: *x\n",
    /:3:23: .*: is the alias \*x, which is not allowed/,
  ],
  [
    "a merge key",
    "projects:\n  acme/payments/shop:\n    <<: { groups: [] }\n",
    /:3:5: .*: is a merge key, which is not allowed/,
  ],
  [
    "a tag",
    "projects:\n  acme/payments/shop: { enabled: !!bool true, groups: [] }\n",
    /:2:41: .* > enabled: has the tag !!bool/,
  ],
  ["a tag of one's own", `projects: !x\n  acme/payments/shop: { groups: [] }\n`, /has the tag !x/],
  ["a second document", `${shop}---\n${shop}`, /:3:1: begins a second document: one file is one document/],
  ["a directive", `%YAML 1.1\n---\n${shop}`, /:1:1: begins with a directive/],
  ["broken YAML", "projects:\n  acme/payments/shop: { groups: [\n", /payments\.yaml:\d+:\d+: is no YAML: /],
  ["a list as a key", "projects:\n  ? [a]\n  : { groups: [] }\n", /:2:5: is a list or a map in the place of a key/],
  ["an empty file", { [FILE]: "# nothing yet\n" }, /payments\.yaml: is empty/],
  [
    "a list where keys stand",
    "projects: [acme/payments/shop]\n",
    /:1:1: projects: is a list, and has to be the projects by their full paths/,
  ],
  [
    "a switch that is no switch",
    "projects:\n  acme/payments/shop: { enabled: yes, groups: [] }\n",
    /:2:25: .* > enabled: is the text "yes", and has to be true or false/,
  ],
  [
    "a list without a value",
    "projects:\n  acme/payments/shop:\n    groups:\n",
    /:3:5: .* > groups: is nothing, and has to be a list of groups: \[\] means that nobody may come in/,
  ],
  [
    "one address in the place of a list",
    "projects:\n  acme/payments/shop: { projects: acme/deploy }\n",
    /:2:25: .* > projects: is the text "acme\/deploy", and has to be a list of projects/,
  ],
  [
    "an empty item",
    "projects:\n  acme/payments/shop: { projects: [~] }\n",
    /:2:36: .* > projects > 1: is nothing, and has to be a project/,
  ],
  [
    "an item with a key that there is not",
    "projects:\n  acme/payments/shop: { projects: [{ projct: acme/deploy }] }\n",
    /:2:38: .*: is no key of an item of projects; "project" was likely meant/,
  ],
  [
    "an item of the other kind",
    "projects:\n  acme/payments/shop: { projects: [{ group: acme }] }\n",
    /: is no key of an item of projects\. The keys are project, permissions, set/,
  ],
  [
    "an item that is both",
    "projects:\n  acme/payments/shop: { projects: [{ project: acme/deploy, set: x }] }\n",
    /:2:36: .*: is a project and a set: write two items/,
  ],
  [
    "an item that is nobody",
    "projects:\n  acme/payments/shop: { projects: [{}] }\n",
    /:2:36: .*: names nobody: write \{ project: … \} or \{ set: … \}/,
  ],
  [
    "permissions in one text",
    "projects:\n  acme/payments/shop: { groups: [], permissions: read_packages }\n",
    /:2:37: .* > permissions: is the text "read_packages", and has to be default, or a list of GitLab's names/,
  ],
  [
    "a permission that is no name",
    "projects:\n  acme/payments/shop: { projects: [{ project: acme/deploy, permissions: [READ PACKAGES] }] }\n",
    /:2:\d+: .* > projects > 1 > permissions: holds "READ PACKAGES": GitLab's names are like "read_packages"/,
  ],
  [
    "an item twice with different permissions",
    "projects:\n  acme/payments/shop: { projects: [acme/deploy, { project: acme/deploy, permissions: [] }] }\n",
    /:2:25: .* > projects: has acme\/deploy twice with different permissions: keep one of them/,
  ],
  [
    "permissions of a whole set",
    "projects:\n  acme/payments/shop: { projects: [{ set: x, permissions: [] }] }\n",
    /:2:\d+: .* > permissions: are not for a set as a whole: write them at its items, in sets\.yaml/,
  ],
  [
    "no list at all",
    "projects:\n  acme/payments/shop: { enabled: true }\n",
    /:2:3: .*: has neither projects nor groups, also not by defaults/,
  ],
  ["a project without anything", "projects:\n  acme/payments/shop:\n", /:2:3: .*: has neither projects nor groups/],
  [
    "a set that there is not",
    {
      [FILE]: shop.replace("acme/deploy", "{ set: deplyers }"),
      "sets.yaml": "sets: { deployers: { projects: [acme/deploy] } }\n",
    },
    /payments\.yaml:2:38: .*: is the set "deplyers", which there is not; "deployers" was likely meant: the sets are deployers/,
  ],
  [
    "a set where there are none",
    shop.replace("acme/deploy", "{ set: deployers }"),
    /: is the set "deployers", which there is not: there are no sets/,
  ],
  [
    "a set of the other kind",
    { [FILE]: shop.replace("acme/deploy", "{ set: all }"), "sets.yaml": "sets: { all: { groups: [acme] } }\n" },
    /: is the set "all", which has no projects/,
  ],
  [
    "a set in a set",
    { [FILE]: shop, "sets.yaml": "sets: { all: { projects: [{ set: all }] } }\n" },
    /sets\.yaml:1:29: .*: is a set in the set "all": a set holds addresses only/,
  ],
  [
    "an empty set",
    { [FILE]: shop, "sets.yaml": "sets: { all: {} }\n" },
    /sets\.yaml:1:9: sets > all: is empty: give it projects, groups, or both/,
  ],
  [
    "projects among the sets",
    { [FILE]: shop, "sets.yaml": shop },
    /sets\.yaml:1:1: projects: is no key of sets\.yaml\. The keys are sets/,
  ],
  [
    "more than GitLab holds",
    `projects:\n  acme/payments/shop:\n    projects: [${Array.from({ length: 201 }, (_, index) => `acme/caller-${index}`).join(", ")}]\n`,
    /:3:5: .* > projects: has 201 entries with those of its sets, and GitLab holds 200 of a kind/,
  ],
  [
    "a reason that is no text",
    "projects:\n  acme/payments/shop: { groups: [], reason: [x] }\n",
    /:2:37: .* > reason: is a list, and has to be a text/,
  ],
  [
    "a former name that is no text",
    "projects:\n  acme/payments/shop: { groups: [], was: 7 }\n",
    /:2:42: .* > was: is 7, and has to be a text/,
  ],
  [
    "another ending",
    { [FILE]: shop, "acme/data.yml": shop },
    /access\/acme\/data\.yml: would be passed over: let its name end in "\.yaml"/,
  ],
  [
    "a file's name that is no path",
    { [FILE]: shop, "acme/new project.yaml": shop },
    /new project\.yaml: has a name that is no path of GitLab/,
  ],
  [
    "a byte order mark",
    { [FILE]: `\uFEFF${shop}` },
    /payments\.yaml: begins with a byte order mark: save it as UTF-8 without one/,
  ],
  [
    "another encoding",
    { [FILE]: Buffer.from(`${shop}# Zürich`, "latin1") },
    /payments\.yaml: is not UTF-8: save it as UTF-8/,
  ],
  [
    "five megabytes",
    { [FILE]: `${shop}${"# all work and no play\n".repeat(230_000)}` },
    /payments\.yaml: has 52\d{5} bytes, and 1000000 is the most/,
  ],
  [
    "a billion laughs",
    `a: &a [x, x]\n${Array.from({ length: 9 }, (_, index) => `b${index}: &b${index} [*${index === 0 ? "a" : `b${index - 1}`}, *a]\n`).join("")}${shop}`,
    /payments\.yaml:1:7: a: has the anchor &a/,
  ],
  ["a million brackets", `projects: ${"[".repeat(900_000)}`, /payments\.yaml: nests deeper than 20 levels/],
  ["half a million dashes", `projects:\n${"- ".repeat(400_000)}`, /payments\.yaml: nests deeper than 20 levels/],
  ["a folder without a file", { "README.md": "# The map\n" }, /^access: has no file that ends in \.yaml$/],
];

it.each(mistakes)("%s is told with its file and line", async (_what, files, told) => {
  const lines = await mistakesIn(typeof files === "string" ? { [FILE]: files } : files);
  expect(lines.join("\n")).toMatch(new RegExp(told, "m"));
});

it("all mistakes are told at once, in the order of the files and lines", async () => {
  const told = await mistakesIn({
    "acme/payments.yaml":
      "projects:\n  acme/payments/b: { enabled: 1, groups: [] }\n  acme/payments/a: { groups: x }\n",
    "acme/data.yaml": "projcts: {}\n",
  });
  expect(told.map((line) => line.split(": ")[0])).toEqual([
    "access/acme/data.yaml:1:1",
    "access/acme/data.yaml:1:1",
    "access/acme/payments.yaml:2:22",
    "access/acme/payments.yaml:3:3",
    "access/acme/payments.yaml:3:22",
  ]);
});

it("of very many mistakes the first 25 are told, and how many there are", async () => {
  const lines = Array.from({ length: 40 }, (_, index) => `  acme/payments/p${index}: { enabled: 1, groups: [] }\n`);
  const told = await mistakesIn({ [FILE]: `projects:\n${lines.join("")}` });
  expect(told).toHaveLength(26);
  expect(told.at(-1)).toBe("and 15 more");
});

it("a name can't move the cursor of a terminal or begin a line of its own", async () => {
  const [line = ""] = await mistakesIn({ [FILE]: `${shop}"evil\\u001b[2J\\nkey": 1\n` });
  expect(line).toContain("evil�[2J�key");
});

describe("a folder that holds more than files", () => {
  const problems = (arrange: (root: string) => void) =>
    withMap({ [FILE]: shop }, (root) => {
      arrange(root);
      return inLines(readMap({ root, from: "access" }).problems);
    });

  it("refuses a link out of it, whatever it is called", async () => {
    const told = await problems((root) => {
      writeFileSync(join(root, "elsewhere.yaml"), shop);
      symlinkSync(join(root, "elsewhere.yaml"), join(root, "access/acme/data.yaml"));
      symlinkSync(root, join(root, "access/acme/folder"));
    });
    expect(told).toEqual([
      expect.stringMatching(/^access\/acme\/data\.yaml: is a link: a map holds plain files/),
      expect.stringMatching(/^access\/acme\/folder: is a link/),
    ]);
  });

  it("refuses a folder that is called like a file only where it is one", async () => {
    expect(await problems((root) => mkdirSync(join(root, "access/acme/empty.yaml")))).toEqual([]);
  });

  it("refuses a folder that is not there, a file and the program's own folder", async () => {
    const told = (from: string) =>
      withMap({ [FILE]: shop }, (root) => inLines(readMap({ root, from }).problems).join("\n"));
    expect(await told("acces")).toMatch(/^acces: does not exist/);
    expect(await told("access/acme/payments.yaml")).toMatch(/payments\.yaml: is no folder/);
    expect(await told(".")).toMatch(/^from: is the program's own folder/);
  });

  it("reads the folder by its full path, too", async () => {
    await withMap({ [FILE]: shop }, (root) => {
      expect(readMap({ root, from: join(root, "access") }).problems).toEqual([]);
    });
  });
});
