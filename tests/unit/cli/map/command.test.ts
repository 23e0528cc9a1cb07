import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { InventoryRecord } from "../../../../cli/inventory/record";
import { main } from "../../../../cli/main";
import { headerRecord, inventoryText } from "../../../support/inventory/records";
import { smallEstate } from "../../../support/map/small-estate";

let folder: string;
let printed: string[] = [];
let warned: string[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "gitlab-ci-access-map-"));
  [printed, warned] = [[], []];
  jest.spyOn(console, "log").mockImplementation((text: string) => void printed.push(text));
  jest.spyOn(console, "error").mockImplementation((text: string) => void warned.push(text));
});
afterEach(() => rmSync(folder, { recursive: true }));

async function map(options: readonly string[], records: readonly InventoryRecord[] = smallEstate) {
  const file = join(folder, "inventory.jsonl");
  writeFileSync(file, inventoryText(...records));
  const code = await main(["map", "--inventory", file, ...options], {});
  return { code, text: printed.join("\n"), warnings: warned.join("\n") };
}

describe("map --to", () => {
  it("shows who gets there, hop by hop, with the entry and the role of each", async () => {
    const { code, text, warnings } = await map(["--to", "acme/vault"]);

    expect(code).toBe(0);
    expect(warnings).toBe("");
    expect(text.split("\n")).toEqual([
      "Who reaches acme/vault, in any number of hops. A hop goes on through: trigger, write, push.",
      "This is an upper bound: each hop also needs that the user who started the job has the role in the project that it enters.",
      "",
      "  https://gitlab.acme.example/acme/vault/-/settings/ci_cd#js-token-access",
      "",
      "1 hop: 2 projects",
      "  acme/platform/images, archived",
      "    acme/platform/images → acme/vault: read (Planner), trigger (Developer); entry: project acme/platform/images, cloning only",
      "  group acme/platform (1 project of it)",
      "    group acme/platform → acme/vault: read (Guest), trigger (Developer), write (Developer); entry: group acme/platform, default permissions",
      "",
      "2 hops: 3 projects",
      "  acme/legacy, open, public",
      "    acme/legacy → acme/platform/deploy: read (Guest), trigger (Developer), write (Developer), push (Developer); entry: project acme/legacy, default permissions",
      "    group acme/platform → acme/vault: read (Guest), trigger (Developer), write (Developer); entry: group acme/platform, default permissions",
      "  acme/website",
      "    acme/website → acme/platform/deploy: read (Guest), trigger (Developer), write (Developer), push (Developer); entry: project acme/website, admin_releases, admin_repositories",
      "    group acme/platform → acme/vault: read (Guest), trigger (Developer), write (Developer); entry: group acme/platform, default permissions",
      "  project 77, hidden  ? only by a trigger",
      "    project 77 → acme/platform/deploy: read (Planner), trigger (Developer); entry: project 77, hidden, read_packages",
      "    group acme/platform → acme/vault: read (Guest), trigger (Developer), write (Developer); entry: group acme/platform, default permissions",
      "",
      "Open doors: every job token of the GitLab gets in here, and goes on by the ways above: acme/legacy.",
    ]);
  });

  it("goes on only through what --through names, and so far as --hops says", async () => {
    expect((await map(["--to", "acme/vault", "--through", "push"])).text).toContain(
      "acme/website → acme/platform/deploy",
    );
    printed = [];
    expect((await map(["--to", "acme/vault", "--through", "none"])).text).not.toContain("acme/website");
    printed = [];
    expect((await map(["--to", "acme/vault", "--hops", "1"])).text).not.toContain("acme/website");
  });
});

it("map --from and --to shows the way, and --fail-on reach ends with 10 where there is one", async () => {
  const asked = ["--from", "acme/website", "--to", "acme/vault", "--fail-on", "reach"];

  expect(await map(asked)).toMatchObject({
    code: 10,
    text: expect.stringContaining("2 hops: 1 project\n  acme/vault"),
  });
  printed = [];
  expect(await map([...asked, "--hops", "1"])).toMatchObject({
    code: 0,
    text: expect.stringContaining("No entry leads there."),
  });
});

it("map takes a group as a place, and the id of a project", async () => {
  expect((await map(["--to", "acme/platform"])).text).toMatch(/acme\/legacy → acme\/platform\/deploy/);
  printed = [];
  expect((await map(["--from", "1"])).text).toMatch(/^What acme\/website reaches/);
});

it("map without a question shows open doors, ranks and cycles", async () => {
  const { text } = await map([]);

  expect(text).toContain("5 projects: 4 closed, 1 open to every job token");
  expect(text).toContain("5 entries: 1 list a group, 0 a whole top-level group");
  expect(text).toContain("3 projects can be reached by every job token of the GitLab");
  expect(text).toMatch(/Open doors.*\n {2}acme\/legacy {2}goes on to 2 projects/);
  expect(text).toMatch(/Most exposed.*\n {2}acme\/vault {12}2 \/ 5\n {2}acme\/platform\/deploy {2}3 \/ 3/);
});

describe("what an inventory lacks", () => {
  it("is said on stderr and in the answer: no end, no completeness, lists that could not be read", async () => {
    const [, ...records] = smallEstate.slice(0, -1);
    const header = headerRecord({ coverage: { isComplete: false, why: "auditor is Maintainer." } });
    const unread = records.map((record) =>
      record.kind === "project" && record.id === 4
        ? { ...record, enabled: null, projects: null, groups: null }
        : record,
    );
    const { code, warnings, text } = await map(["--to", "acme/vault", "--format", "json"], [header, ...unread]);

    expect(code).toBe(0);
    expect(warnings).toMatch(/is unfinished: its last record is missing/);
    expect(warnings).toMatch(/may miss private projects: auditor is Maintainer\./);
    expect(warnings).toMatch(/The list of 1 project could not be read, .*: acme\/vault\./);
    expect(JSON.parse(text).caveats).toHaveLength(3);
    expect(JSON.parse(text).to.marks).toContain("not readable");
  });

  it("that it has no way to show is said, and no list is taken for an empty one", async () => {
    expect((await map(["--to", "acme/website"])).text).toContain("No entry leads there.");
  });
});

it.each([
  [["--hops", "0"], /--hops takes a whole number above 0/],
  [["--through", "reed"], /--through takes read, trigger, write, push or none, and this is "reed"/],
  [["--format", "svg"], /--format takes text, mermaid, dot, json, opengraph, opengraph-schema/],
  [["--fail-on", "widening"], /--fail-on takes reach/],
  [["--to", "acme/nowhere"], /knows no project and no group "acme\/nowhere"/],
  [["acme/vault"], /map takes no arguments/],
])("map %j ends with 3 and says why", async (options, problem) => {
  const { code, warnings } = await map(options);
  expect(code).toBe(3);
  expect(warnings).toMatch(problem);
});
