import { rmSync, writeFileSync } from "node:fs";
import type { ProjectRecord } from "../../../../cli/inventory/record";
import { useProgram } from "../../../support/cli/use-program";
import { entryOf, projectRecord } from "../../../support/inventory/records";

const { said, run, path, out, json, everyFile, listsOf } = useProgram();
const imports = (projects: readonly ProjectRecord[], ...more: readonly string[]) =>
  run(projects, ["import", "--out", path("out"), ...more]);

const project = (id: number, path: string, more: Partial<ProjectRecord> = {}) =>
  projectRecord({ id, path, projects: [entryOf({ id: 900, path: "acme/deploy" })], ...more });

const file = (name: string) => path(`out/access/${name}`);
const text = (name: string) => out(`access/${name}`);
const lists = () => listsOf("access");
const mapFiles = () => everyFile().flatMap((name) => /^access\/(.*)/.exec(name)?.[1] ?? []);

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

  expect(said.at(-1)).toBe(
    `Added: acme/payments/eu/till, other/app
To let Pulumi take over what is there (an older CLI than 3.254 does it in the next \`pulumi up\`):
pulumi import --stack prod --file import.json --generate-code=false --yes`,
  );
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
  "defaults: { permissions: [read_jobs] }\nprojects:\n  acme/web: { groups: [] }\n",
  "defaults:\n  pushRepositoryForJobTokenAllowed: true\nprojects:\n  acme/web: { groups: [] }\n",
])(
  "gives new projects files of their own where the deepest one can't say of them what GitLab has: %j",
  async (mine) => {
    const added = [project(2, "acme/new"), project(3, "acme/eu/till"), project(4, "acme/eu/x/y")];
    await imports([project(1, "acme/web")]);
    writeFileSync(file("acme.yaml"), mine);
    expect(await imports([project(1, "acme/web"), ...added], "--update")).toBe(0);
    expect(text("acme.yaml")).toBe(mine);
    expect(mapFiles().filter((name) => name.endsWith(".yaml"))).toEqual(["acme.yaml", "acme/eu.yaml", "acme/new.yaml"]);
    const said = lists().filter(({ project: path }) => path !== "acme/web");
    expect(said).toEqual(
      ["acme/eu/till", "acme/eu/x/y", "acme/new"].map((path) => ({
        ...{ project: path, enabled: true, projects: ["acme/deploy"], groups: [], was: [] },
      })),
    );
  },
);

it("keeps every byte of a file with CRLF and blank lines at its end, and goes on with CRLF", async () => {
  await imports([project(1, "acme/web")]);
  const mine = "# ours\r\nprojects:\r\n  acme/web: { groups: [] }\r\n# the end\r\n\r\n";
  writeFileSync(file("acme.yaml"), mine);
  expect(await imports([project(1, "acme/web"), project(2, "acme/new", { projects: [] })], "--update")).toBe(0);
  expect(text("acme.yaml")).toBe(`${mine}  acme/new:\r\n    enabled: true\r\n    projects: []\r\n    groups: []\r\n`);
  expect(lists()).toHaveLength(2);
});

describe("the import file", () => {
  const waiting = () => json("import.json").resources.map(({ name }: { name: string }) => name);

  it("has what was added, where Pulumi has read the first one", async () => {
    await imports([project(1, "acme/web")]);
    rmSync(path("out/import.json"));
    await imports([project(1, "acme/web"), project(2, "acme/new")], "--update");
    expect(waiting()).toEqual(["access", "acme/new"]);
  });

  it("keeps what Pulumi has not read yet, where the map still names it", async () => {
    await imports([project(1, "acme/web"), project(2, "acme/gone"), project(3, "acme/gone-by-hand")]);
    writeFileSync(file("acme.yaml"), "projects:\n  acme/web: { groups: [] }\n  acme/gone: { groups: [] }\n");
    await imports([project(1, "acme/web"), project(4, "acme/new")], "--update");
    expect(waiting()).toEqual(["access", "acme/new", "acme/web"]);
  });

  it("is told where it is none", async () => {
    await imports([project(1, "acme/web")]);
    writeFileSync(path("out/import.json"), "[]");
    expect(await imports([project(1, "acme/web"), project(2, "acme/new")], "--update")).toBe(3);
    expect(said.join("\n")).toContain("import.json is no file of an import: remove it.");
  });
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
  const before = out("policies.json");
  await imports([project(1, "acme/web"), project(2, "acme/open", { enabled: false })], "--update");
  expect(said.join("\n")).toContain('"require-job-token-scope"');
  expect(out("policies.json")).toBe(before);
});
