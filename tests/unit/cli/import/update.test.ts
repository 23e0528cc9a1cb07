import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import type { ProjectRecord } from "../../../../cli/inventory/record";
import { main } from "../../../../cli/main";
import { inLines } from "../../../../provider/map/problem";
import { readMap } from "../../../../provider/map/read";
import { endRecord, entryOf, headerRecord, inventoryText, projectRecord } from "../../../support/inventory/records";

let folder: string;
let said: string[];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "gitlab-ci-access-update-"));
  said = [];
  for (const stream of ["log", "error"] as const)
    jest.spyOn(console, stream).mockImplementation((...[text]: unknown[]) => void said.push(String(text)));
});
afterEach(() => {
  jest.restoreAllMocks();
  rmSync(folder, { recursive: true, force: true });
});

const project = (id: number, path: string, more: Partial<ProjectRecord> = {}) =>
  projectRecord({ id, path, projects: [entryOf({ id: 900, path: "acme/deploy" })], ...more });

function imports(projects: readonly ProjectRecord[], ...more: readonly string[]): Promise<number> {
  writeFileSync(join(folder, "inventory.jsonl"), inventoryText(headerRecord(), ...projects, endRecord()));
  return main(["import", "--inventory", join(folder, "inventory.jsonl"), "--out", join(folder, "out"), ...more], {});
}

const file = (name: string) => join(folder, "out/access", name);
const text = (name: string) => readFileSync(file(name), "utf8");
const lists = () => {
  const { lists: found, problems } = readMap({ root: join(folder, "out"), from: "access" });
  expect(inLines(problems)).toEqual([]);
  return found.map(({ where: _, ...list }) => list);
};
const mapFiles = () =>
  readdirSync(join(folder, "out/access"), { recursive: true, encoding: "utf8" }).filter((name) =>
    statSync(file(name)).isFile(),
  );

it("adds what no file names to the deepest file that speaks for it, or to a new one", async () => {
  await imports([project(1, "acme/web"), project(2, "acme/payments/shop")]);
  const before = text("acme/payments.yaml");
  const all = [
    project(1, "acme/web"),
    project(2, "acme/payments/shop"),
    project(3, "acme/payments/eu/till"),
    project(4, "other/app"),
  ];

  expect(await imports(all, "--update")).toBe(0);

  expect(said.at(-1)).toBe("Added: acme/payments/eu/till, other/app");
  expect(text("acme/payments.yaml")).toBe(`${before}  acme/payments/eu/till:
    enabled: true
    projects:
      - acme/deploy
    groups: []
`);
  expect(lists().map(({ project: path }) => path)).toEqual([
    "acme/payments/eu/till",
    "acme/payments/shop",
    "acme/web",
    "other/app",
  ]);
});

it("changes nothing of a project that a file names, whatever GitLab has", async () => {
  await imports([project(1, "acme/web")]);
  const before = text("acme.yaml");
  await imports([project(1, "ACME/Web", { enabled: false, projects: [] })], "--update");
  expect(said.at(-1)).toBe("Every project is named already.");
  expect(text("acme.yaml")).toBe(before);
});

it("follows the indentation of the file, and is not taken in by comments at its end", async () => {
  await imports([project(1, "acme/web")]);
  const mine = "projects:\n    acme/web: { projects: [], groups: [] } # mine\n# the end";
  writeFileSync(file("acme.yaml"), mine);
  await imports([project(1, "acme/web"), project(2, "acme/new")], "--update");
  expect(text("acme.yaml")).toBe(
    `${mine}\n    acme/new:\n        enabled: true\n        projects:\n          - acme/deploy\n        groups: []\n`,
  );
  expect(lists()).toHaveLength(2);
});

it.each([
  "projects: { acme/web: { groups: [] } }\n",
  "projects:\n  acme/web: { groups: [] }\ndefaults: { enabled: true }\n",
])("leaves a file of another form to a person, with the lines: %j", async (mine) => {
  await imports([project(1, "acme/web")]);
  writeFileSync(file("acme.yaml"), mine);
  expect(await imports([project(1, "acme/web"), project(2, "acme/new")], "--update")).toBe(0);
  expect(text("acme.yaml")).toBe(mine);
  expect(said.join("\n")).toContain(
    "access/acme.yaml has another form: add these lines below its projects\n  acme/new:\n    enabled: true",
  );
});

it("stops before it changes anything where the map has mistakes", async () => {
  await imports([project(1, "acme/web")]);
  writeFileSync(file("acme.yaml"), "projcts: {}\n");
  expect(await imports([project(2, "other/new")], "--update")).toBe(3);
  expect(said.join("\n")).toContain("The map has mistakes. Mend it first:\n  access/acme.yaml:1:1");
  expect(mapFiles()).toEqual(["acme.yaml"]);
});

it("puts everything back where a group of the map would become a project", async () => {
  await imports([project(1, "acme/web")]);
  const before = text("acme.yaml");
  expect(await imports([project(1, "acme/web"), project(2, "acme/web/deeper/app")], "--update")).toBe(3);
  expect(text("acme.yaml")).toBe(before);
  expect(said.join("\n")).toContain("Nothing was changed: add the projects by hand.");
});

it("names the waivers that new projects need, and leaves policies.json alone", async () => {
  await imports([project(1, "acme/web")]);
  const before = readFileSync(join(folder, "out/policies.json"), "utf8");
  await imports([project(1, "acme/web"), project(2, "acme/open", { enabled: false })], "--update");
  expect(said.join("\n")).toContain('"require-job-token-scope"');
  expect(readFileSync(join(folder, "out/policies.json"), "utf8")).toBe(before);
});

it("after additions by hand, says of every new project what GitLab has, and leaves every line as it was", async () => {
  const groups = ["acme", "acme/a", "acme/a/b", "acme/c", "zeta"];
  const estate = fc.uniqueArray(fc.tuple(fc.constantFrom(...groups), fc.nat(8), fc.boolean()), {
    minLength: 1,
    maxLength: 12,
    selector: ([group, index]) => `${group}/p${index}`,
  });
  const byHand = fc.constantFrom("# a comment\n", "\n\n", "  # deeper\n", "");
  await fc.assert(
    fc.asyncProperty(estate, fc.nat(12), byHand, async (all, known, comment) => {
      rmSync(join(folder, "out"), { recursive: true, force: true });
      const records = all.map(([group, index, enabled], id) => project(id + 1, `${group}/p${index}`, { enabled }));
      const first = records.slice(0, Math.max(1, known % (records.length + 1)));
      await imports(first);
      const whole = lists();
      for (const name of mapFiles()) writeFileSync(file(name), `${text(name)}${comment}`);
      const before = new Map(mapFiles().map((name) => [name, text(name)]));

      expect(await imports(records, "--update")).toBe(0);

      for (const [name, old] of before) expect(text(name).startsWith(old.trimEnd())).toBe(true);
      expect(lists().filter(({ project: path }) => whole.some((list) => list.project === path))).toEqual(whole);
      const updated = lists();
      rmSync(join(folder, "out"), { recursive: true, force: true });
      await imports(records);
      expect(updated).toEqual(lists());
    }),
    { numRuns: 40 },
  );
});
