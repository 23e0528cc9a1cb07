import { mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import fc from "fast-check";
import type { ProjectRecord } from "../../../../cli/inventory/record";
import { useProgram } from "../../../support/cli/use-program";
import { entryOf, projectRecord } from "../../../support/inventory/records";

const { said, run, path, out, json, everyFile: files, listsOf } = useProgram();
const imports = (projects: readonly ProjectRecord[], ...more: readonly string[]) =>
  run(projects, ["import", "--out", path("out"), ...more]);

const project = (id: number, path: string, more: Partial<ProjectRecord> = {}) =>
  projectRecord({ id, path, projects: [entryOf({ id: 900, path: "acme/deploy" })], ...more });
const many = (group: string, count: number, from: number) =>
  Array.from({ length: count }, (_, index) => project(from + index, `${group}/p${index}`));

const stacks = () => readdirSync(path("out/access")).filter((name) => !name.endsWith(".yaml"));
const waitingIn = (stack: string) => json(`import.${stack}.json`).resources.map(({ name }: { name: string }) => name);

const small = [project(1, "acme/web"), project(2, "other/app")];

it("adds to the stack of the group, makes a stack for a new group, and tells the steps of each", async () => {
  await imports(small, "--shards", "auto");
  for (const stack of ["acme", "other"]) rmSync(path(`out/import.${stack}.json`));
  const more = [...small, project(3, "acme/new", { enabled: false }), project(4, "Third/app", { enabled: false })];

  expect(await imports(more, "--update", "--shards", "auto")).toBe(0);

  expect(listsOf("access/acme").map((list) => list.project)).toEqual(["acme/new", "acme/web"]);
  expect(listsOf("access/third").map((list) => list.project)).toEqual(["Third/app"]);
  expect(waitingIn("acme")).toEqual(["access", "acme/new"]);
  expect(waitingIn("third")).toEqual(["access", "third/app"]);
  expect(files()).not.toContain("import.other.json");
  expect(json("policies.acme.json")).toEqual({});
  expect(Object.keys(json("policies.third.json"))).toEqual(["require-job-token-scope"]);
  expect(out(".gitlab-ci.yml")).toContain("      - STACK: [acme, other, third]\n");
  const [told = ""] = said;
  expect(told.split("\n").slice(0, 7)).toEqual([
    "Added to acme: acme/new",
    "Added in the new stack third: Third/app",
    expect.stringMatching(/^To let Pulumi take over what is there/),
    "pulumi import --stack acme --file import.acme.json --generate-code=false --yes",
    "pulumi stack init third",
    "pulumi import --stack third --file import.third.json --generate-code=false --yes",
    "The rules refuse some of them. To waive that, add to policies.acme.json:",
  ]);
});

it("knows the stacks of a program without being told", async () => {
  await imports(small, "--shards", "auto");
  expect(await imports([...small, project(3, "acme/new")], "--update")).toBe(0);
  expect(said[0]).toMatch(/^Added to acme: acme\/new\n/);
});

it("has nothing to do the second time", async () => {
  await imports(small, "--shards", "auto");
  await imports([...small, project(3, "third/app")], "--update");
  const before = files().map(out);
  expect(await imports([...small, project(3, "third/app")], "--update")).toBe(0);
  expect(said).toEqual(["Every project is named already."]);
  expect(files().map(out)).toEqual(before);
});

it("leaves a pipeline that somebody has changed, and says what to add", async () => {
  await imports(small, "--shards", "auto");
  const mine = `${out(".gitlab-ci.yml")}# ours\n`;
  writeFileSync(path("out/.gitlab-ci.yml"), mine);
  await imports([...small, project(3, "third/app")], "--update");
  expect(out(".gitlab-ci.yml")).toBe(mine);
  expect(said[0]).toContain(".gitlab-ci.yml was changed by somebody, so it is left as it is: add third to its STACK");
});

it("a new group that would take a stack past 500 gets a stack of its own, and is cut where it is larger", async () => {
  const first = [...many("acme/a", 300, 1_000), project(1, "acme/web")];
  const rest = [...many("acme/b/x", 450, 2_000), ...many("acme/b/y", 100, 3_000), project(2, "acme/a/new")];
  await imports(first, "--shards", "auto");
  expect(await imports([...first, ...rest], "--update")).toBe(0);
  expect(stacks().map((stack) => [stack, listsOf(`access/${stack}`).length])).toEqual([
    ["acme", 302],
    ["acme-b-x", 450],
    ["acme-b-y", 100],
  ]);
});

it("says of a stack that its own groups have grown past 500", async () => {
  const first = many("acme/a", 499, 1_000);
  await imports(first, "--shards", "auto");
  await imports([...first, ...many("acme/a/b", 2, 5_000)], "--update");
  expect(said[0]).toContain("acme has 501 lists now, and more than 500 make a preview slow: move some files");
});

describe("stops before it changes anything", () => {
  const unchanged = async (told: string, ...args: string[]) => {
    const before = files().map(out);
    expect(await imports([...small, project(3, "acme/new")], "--update", ...args)).toBe(3);
    expect(said.join("\n")).toContain(told);
    expect(files().map(out)).toEqual(before);
  };

  it("where the folder has one map and --shards is given", async () => {
    await imports(small);
    await unchanged("has one map and no shards: leave out --shards", "--shards", "auto");
  });

  it("where one map has mistakes", async () => {
    await imports(small, "--shards", "auto");
    writeFileSync(path("out/access/other/other.yaml"), "projcts: {}\n");
    await unchanged("The map has mistakes. Mend it first:\n  access/other/other.yaml:1:1");
  });

  it("where two stacks name one project", async () => {
    await imports(small, "--shards", "auto");
    mkdirSync(path("out/access/other/acme"), { recursive: true });
    writeFileSync(path("out/access/other/acme/web.yaml"), "projects:\n  ACME/web: { groups: [] }\n");
    await unchanged("acme/web is named in access/acme and in access/other: take it out of one of them");
  });
});

describe("after additions by hand", () => {
  const groups = ["acme", "acme/a", "acme/a/b", "acme/c", "zeta", "zeta/q"];
  const estate = fc.uniqueArray(fc.tuple(fc.constantFrom(...groups), fc.nat(8), fc.boolean()), {
    minLength: 1,
    maxLength: 12,
    selector: ([group, index]) => `${group}/p${index}`,
  });
  const byHand = fc.constantFrom(
    (text: string) => `${text}# a comment\n`,
    (text: string) => `${text}\n\n`,
    (text: string) => `${text}  # deeper\n`,
    (text: string) => text.replaceAll("\n", "\r\n"),
    (text: string) => `defaults: { permissions: [read_jobs] }\n${text}`,
    (text: string) => `${text}defaults: { enabled: true }\n`,
    (text: string) => text,
  );
  const maps = () => (files().includes("policies.json") ? [""] : stacks());
  const everyList = () => maps().flatMap((stack) => listsOf(stack === "" ? "access" : `access/${stack}`));

  it.each([
    ["one map", []],
    ["shards", ["--shards", "auto"]],
  ])("%s: says of every new project what GitLab has, and leaves every byte as it was", async (_what, args) => {
    await fc.assert(
      fc.asyncProperty(estate, fc.nat(12), byHand, async (all, known, edit) => {
        rmSync(path("out"), { recursive: true, force: true });
        const records = all.map(([group, index, enabled], id) => project(id + 1, `${group}/p${index}`, { enabled }));
        await imports(records.slice(0, Math.max(1, known % (records.length + 1))), ...args);
        const mapFiles = files().filter((name) => name.startsWith("access/"));
        for (const name of mapFiles) writeFileSync(path(`out/${name}`), edit(out(name)));
        const before = new Map(mapFiles.map((name) => [name, out(name)]));
        const old = everyList();

        expect(await imports(records, "--update", ...args)).toBe(0);

        for (const [name, text] of before) expect(out(name).startsWith(text)).toBe(true);
        const updated = everyList();
        const isOld = (path: string) => old.some((list) => list.project === path);
        expect(updated.filter((list) => isOld(list.project))).toEqual(old);
        rmSync(path("out"), { recursive: true, force: true });
        await imports(records, ...args);
        expect(updated.filter((list) => !isOld(list.project))).toEqual(
          everyList().filter((list) => !isOld(list.project)),
        );
      }),
      { numRuns: 20 },
    );
  });
});
