import fs from "node:fs";
import { inLines } from "../../../../provider/map/problem";
import { mapOf, readMap } from "../../../../provider/map/read";
import { type Files, withMap } from "../../../support/access-map";
import { listsOf, mistakesIn, readingOf } from "./map-folder";

const FILE = "acme/payments.yaml";
const shop = "projects:\n  acme/payments/shop: { projects: [acme/deploy], groups: [] }\n";
/** A file with one project, of which this is said. */
const said = (text: string) => `projects:\n  acme/payments/shop: { ${text} }\n`;
const withSet = (sets: string, list: string): Files => ({ [FILE]: said(list), "sets.yaml": `sets: { ${sets} }\n` });

const odd: readonly (readonly [what: string, files: Files | string, told: RegExp])[] = [
  ["UTF-16", { [FILE]: Buffer.from(`\uFEFF${shop}`, "utf16le") }, /^access\/acme\/payments\.yaml: is not UTF-8/],
  ["an empty file", { [FILE]: "" }, /^access\/acme\/payments\.yaml: is empty: remove it/],
  ["a mark of a document and nothing else", "---\n", /payments\.yaml:1:4: is nothing, and has to be the keys of a map/],
  ["ends of lines of an old Mac", shop.replaceAll("\n", "\r"), /payments\.yaml:1:10: is no YAML/],
  [
    "a text in the place of keys",
    "acme/payments/shop\n",
    /:1:1: is the text "acme\/payments\/shop", and has to be the keys/,
  ],
  [
    "projects without a value",
    "projects:\n",
    /:1:1: projects: is nothing, and has to be the projects by their full paths/,
  ],
  ["a key like a switch", "projects:\n  on: { groups: [] }\n", /:2:3: projects > on: "on" lacks its group/],
  ["a value like a switch", said("groups: [on, true]"), /:2:38: .* > groups > 2: is true, and has to be a group/],
  [
    "a number in another form",
    said("groups: [0x1f]"),
    /:2:34: .* > groups > 1: is 0x1f, which YAML reads as the number 31/,
  ],
  [
    "a name like a number",
    said("groups: [1e3]"),
    /is 1e3, which YAML reads as the number 1000: write the digits of an id, or the path in quotes/,
  ],
  [
    "an id that is too large",
    said("projects: [9007199254740993]"),
    /is 9007199254740993, which YAML reads as the number 9007199254740992/,
  ],
  ["an id with a zero in front", said("projects: [007]"), /is 007, which YAML reads as the number 7/],
  ["an id below 1", said("projects: [0]"), /:2:36: .*: is 0, but the id of a project is a whole number above 0/],
  [
    "Windows' separators",
    "projects:\n  acme\\payments\\shop: { groups: [] }\n",
    /:2:3: .*"acme\\payments\\shop" is neither a numeric id nor a path/,
  ],
  ["Windows' separators in a list", said("groups: ['acme\\data']"), /:2:34: .*"acme\\data" is neither/],
  [
    "a project twice, with a slash",
    `${shop}  acme/payments/shop/: { groups: [] }\n`,
    /:3:3: projects > acme\/payments\/shop\/: is the project that stands in line 2 already/,
  ],
  [
    "a project twice, with a blank",
    `${shop}  " ACME/payments/shop": { groups: [] }\n`,
    /:3:3: .*is the project that stands in line 2 already/,
  ],
  [
    "a path with a wildcard",
    "projects:\n  acme/payments/*: { groups: [] }\n",
    /:2:3: .*"acme\/payments\/\*" is neither/,
  ],
  [
    "a path in letters that GitLab has not",
    "projects:\n  acme/payments/Zürich: { groups: [] }\n",
    /:2:3: .*is neither a numeric id nor a path/,
  ],
  [
    "one former name of two",
    `${said("groups: [], was: shop")}  acme/payments/bill: { groups: [], was: shop }\n`,
    /:3:3: projects > acme\/payments\/bill: has the former name "shop", which is acme\/payments\/shop's/,
  ],
  [
    "a former name that another one has",
    `${said("groups: [], was: acme/payments/bill")}  acme/payments/bill: { groups: [] }\n`,
    /:2:3: .*has the former name "acme\/payments\/bill", which is acme\/payments\/bill's/,
  ],
  [
    "sets of each other",
    withSet("a: { projects: [{ set: b }] }, b: { projects: [{ set: a }] }", "projects: [{ set: a }]"),
    /sets\.yaml:1:\d+: sets > b > .*is a set in the set "b"/,
  ],
  [
    "a set twice",
    withSet("a: { projects: [] }, A: { projects: [] }", "groups: []"),
    /sets\.yaml:1:\d+: sets > A: stands here a second time: "a" is there already in line 1/,
  ],
  [
    "a set in another case",
    withSet("a: { projects: [] }", "projects: [{ set: A }]"),
    /payments\.yaml:2:\d+: .*is the set "A", which there is not; "a" was likely meant/,
  ],
  [
    "a set without a value",
    withSet("a:", "groups: []"),
    /sets\.yaml:1:9: sets > a: is nothing, and has to be the keys of a set/,
  ],
  [
    "a group among a set's projects",
    withSet("a: { projects: [acme/payments] }", "projects: [{ set: a }]"),
    /sets\.yaml:1:\d+: sets > a > projects > 1: "acme\/payments" is a group, because acme\/payments\/shop is below it/,
  ],
  [
    "a project among a set's groups",
    withSet("a: { groups: [acme/payments/shop] }", "groups: [{ set: a }]"),
    /sets\.yaml:1:\d+: sets > a > groups > 1: "acme\/payments\/shop" is a project of this map/,
  ],
  [
    "sets in a folder",
    { [FILE]: shop, "acme/sets.yaml": "sets: {}\n" },
    /acme\/sets\.yaml:1:1: sets: is no key of a map/,
  ],
  [
    "permissions that mix both",
    said("groups: [], permissions: [default]"),
    /:2:37: .* > permissions: holds "default", which is no name in a list/,
  ],
  [
    "permissions without a value",
    said("groups: [], permissions:"),
    /:2:37: .* > permissions: is nothing, and has to be default, or a list/,
  ],
  ["a hidden file", { [FILE]: shop, "acme/.data.yaml": shop }, /acme\/\.data\.yaml:2:3: .*stands in the wrong file/],
  ["an ending in capitals", { [FILE]: shop, "acme/data.YAML": shop }, /data\.YAML: would be passed over/],
  ["nothing but an ending", { [FILE]: shop, ".yaml": shop }, /access\/\.yaml: has a name that is no path of GitLab/],
  [
    "a tag of Windows' folders",
    { [FILE]: shop, "acme\\data.yaml": shop },
    /access\/acme\\data\.yaml: has a name that is no path/,
  ],
];

it.each(odd)("%s is told with its file and line", async (_what, files, told) => {
  const lines = await mistakesIn(typeof files === "string" ? { [FILE]: files } : files);
  expect(lines.join("\n")).toMatch(new RegExp(told, "m"));
});

const well: readonly (readonly [what: string, files: Files, projects: readonly string[]])[] = [
  ["CRLF", { [FILE]: shop.replaceAll("\n", "\r\n") }, ["acme/payments/shop"]],
  ["a mark at the beginning and at the end", { [FILE]: `---\n${shop}...\n` }, ["acme/payments/shop"]],
  [
    "slashes at the ends",
    { [FILE]: "projects:\n  /acme/payments/shop/: { groups: [/acme/] }\n" },
    ["acme/payments/shop"],
  ],
  ["a file at the top speaks for its whole group", { "acme.yaml": shop }, ["acme/payments/shop"]],
  ["a file for one project", { "acme/payments/shop.yaml": shop }, ["acme/payments/shop"]],
  [
    "a group called like a file",
    { "acme/a.yaml/b.yaml": "projects:\n  acme/a.yaml/b/p: { groups: [] }\n" },
    ["acme/a.yaml/b/p"],
  ],
  [
    "what an editor has left",
    { [FILE]: shop, "acme/payments.yaml~": "x", "acme/payments.yaml.orig": "x" },
    ["acme/payments/shop"],
  ],
  ["a name like a number, in quotes", { [FILE]: said('groups: ["1e3"]') }, ["acme/payments/shop"]],
  [
    "sixty groups deep",
    { [FILE]: `projects:\n  acme/payments/${"x/".repeat(60)}p: { groups: [] }\n` },
    [`acme/payments/${"x/".repeat(60)}p`],
  ],
];

it.each(well)("%s is no mistake", async (_what, files, projects) => {
  expect(Object.keys(listsOf(await readingOf(files)))).toEqual(projects);
});

it("an object of a program names a project once, too", () => {
  const { problems } = mapOf({ projects: { "acme/shop": { groups: [] }, "acme/shop/": { groups: [] } } });
  expect(inLines(problems)).toEqual(['projects > acme/shop/: is the project that stands as "acme/shop" already']);
});

it.each([
  ["a folder", "readdirSync", "access"],
  ["a file", "readFileSync", "access/acme/payments.yaml"],
] as const)("%s that the system does not let us read is told", async (_what, call, told) => {
  await withMap({ [FILE]: shop }, (root) => {
    const refused = Object.assign(new Error("no"), { code: "EACCES" });
    const spy = jest.spyOn(fs, call).mockImplementation(() => {
      throw refused;
    });
    try {
      expect(inLines(readMap({ root, from: "access" }).problems)).toContain(`${told}: can't be read (EACCES)`);
    } finally {
      spy.mockRestore();
    }
  });
});

it("reads a map of 2,000 files in a time that grows with their number alone", async () => {
  const files = (count: number) =>
    Object.fromEntries(
      Array.from({ length: count }, (_, n) => [`acme/g${n}.yaml`, `projects:\n  acme/g${n}/p: { groups: [] }\n`]),
    );
  const timed = (count: number) =>
    withMap(files(count), (root) => {
      const started = process.cpuUsage();
      expect(readMap({ root, from: "access" }).lists).toHaveLength(count);
      return process.cpuUsage(started).user;
    });
  await timed(50);
  const few = await timed(200);
  expect(await timed(2_000)).toBeLessThan(40 * few);
});
