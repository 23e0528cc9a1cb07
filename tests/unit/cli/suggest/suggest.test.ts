import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "yaml";
import type { InventoryRecord, ProjectRecord } from "../../../../cli/inventory/record";
import { main } from "../../../../cli/main";
import { mapOf } from "../../../../provider/map/read";
import { endRecord, entryOf, headerRecord, projectRecord } from "../../../support/inventory/records";

const day = (text: string) => `${text}T08:00:00.000Z`;
const use = (id: number, path: string, on: string) => ({ project: { id, path }, lastAuthorizedAt: day(on) });

const callers = ["deploy", "reports", "crawler"].map((name, index) =>
  projectRecord({ id: 11 + index, path: `acme/platform/${name}` }),
);
const billing = (more: Partial<ProjectRecord> = {}) =>
  projectRecord({
    id: 1,
    path: "acme/billing",
    enabled: false,
    projects: [
      entryOf({ id: 21, path: "acme/etl" }),
      entryOf({ id: 22, path: "acme/old" }),
      entryOf({ id: 1, path: "acme/billing" }),
      entryOf({ id: 23 }),
    ],
    groups: [
      entryOf({ id: 31, path: "acme/data" }),
      entryOf({ id: 32, path: "acme/idle", createdAt: day("2026-11-20") }),
    ],
    uses: [
      use(11, "acme/platform/deploy", "2026-11-20"),
      use(12, "acme/platform/reports", "2026-07-01"),
      use(21, "acme/etl", "2026-11-26"),
      use(22, "acme/old", "2026-05-01"),
      use(41, "acme/data/lake/raw", "2026-10-01"),
    ],
    ...more,
  });

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "gitlab-ci-access-suggest-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

async function suggested(projects: readonly ProjectRecord[], ...args: readonly string[]) {
  const file = join(folder, "inventory.jsonl");
  const records: InventoryRecord[] = [headerRecord(), ...projects, endRecord()];
  writeFileSync(file, records.map((record) => JSON.stringify(record)).join("\n"));
  const [out, errors]: [string[], string[]] = [[], []];
  const spies = [
    jest.spyOn(console, "log").mockImplementation((...[text]: unknown[]) => void out.push(String(text))),
    jest.spyOn(console, "error").mockImplementation((...[text]: unknown[]) => void errors.push(String(text))),
  ];
  const code = await main(["suggest", "--inventory", file, ...args], {});
  for (const spy of spies) spy.mockRestore();
  return { code, out: out.join("\n"), errors: errors.join("\n") };
}

it("names who would be shut out, what nobody uses, and groups with their price", async () => {
  const { code, out } = await suggested([billing(), ...callers], "--project", "acme/billing");

  expect(code).toBe(10);
  expect(out.split("\n").slice(0, 7)).toEqual([
    "acme/billing: open to every job token, 5 used it",
    "  would be shut out: acme/platform/deploy, last on 2026-11-20",
    "  would be shut out: acme/platform/reports, last on 2026-07-01",
    "  unused for 90 days: project acme/old, last on 2026-05-01",
    "  unused for 90 days: project 23 (hidden), never used",
    "  instead of 2 of them, the group acme/platform: 3 projects, 1 of them never used it, and whatever is added below it later",
    "",
  ]);
  expect(out).toContain("! The log has requests that were let in, not those that were refused");
});

it("proposes lines that an access map takes, with everybody who used it and without what nobody uses", async () => {
  const { out } = await suggested([billing(), ...callers], "--project", "acme/billing", "--format", "yaml");

  const { lists, problems } = mapOf(parse(out));
  expect(problems).toEqual([]);
  expect(lists).toMatchObject([
    {
      project: "acme/billing",
      enabled: true,
      projects: ["acme/etl", "acme/platform/deploy", "acme/platform/reports"],
      groups: ["acme/data", "acme/idle"],
    },
  ]);
});

it("is content where the list has all who used the project", async () => {
  const { code, out } = await suggested([billing({ uses: [use(21, "acme/etl", "2026-11-26")] })], "--group", "acme");
  expect(code).toBe(0);
  expect(out).not.toContain("would be shut out");
});

it("has no advice where the log can't be read, and says so", async () => {
  const { errors, out } = await suggested([billing({ uses: null })], "--format", "json");
  expect(errors).toContain("! the authentication log of acme/billing could not be read: only GraphQL shows it");
  expect(JSON.parse(out).proposals).toEqual([]);
});

it("a top-level group is never proposed", async () => {
  const { out } = await suggested([
    billing({ uses: [use(51, "acme/a", "2026-11-01"), use(52, "acme/b", "2026-11-01")] }),
  ]);
  expect(out).not.toContain("instead of");
});

it.each([
  ["--project", "acme/nowhere"],
  ["--group", "nowhere"],
  ["--format", "xml"],
])("%s %s is an error", async (...args) => {
  expect((await suggested([billing()], ...args)).code).toBe(3);
});

describe("with --write", () => {
  const written = (name: string) => readFileSync(join(folder, "out/access", name), "utf8");
  const mapOfAcme = (text: string) => {
    mkdirSync(join(folder, "out/access"), { recursive: true });
    writeFileSync(join(folder, "out/access/acme.yaml"), text);
  };

  it("adds a project that no file names, with the permissions that its entries have", async () => {
    const mine = "# ours\nprojects:\n  acme/web: { groups: [] }\n";
    mapOfAcme(mine);
    const few = billing({ projects: [entryOf({ id: 21, path: "acme/etl", permissions: ["read_jobs"] })], groups: [] });
    const { out } = await suggested([few], "--project", "acme/billing", "--write", join(folder, "out"));
    expect(out).toContain("Added: acme/billing");
    expect(written("acme.yaml")).toBe(`${mine}  acme/billing:
    enabled: true
    projects:
      - acme/data/lake/raw
      - { project: acme/etl, permissions: [read_jobs] }
      - acme/old
      - acme/platform/deploy
      - acme/platform/reports
    groups: []
`);
  });

  it("keeps every other byte of a file with comments and CRLF", async () => {
    const mine = "# ours\r\n\r\nprojects: # all\r\n    acme/web: { groups: [] } # mine\r\n    # the end\r\n\r\n";
    mapOfAcme(mine);
    const few = billing({ projects: [], groups: [], uses: [] });
    await suggested([few], "--project", "acme/billing", "--write", join(folder, "out"));
    expect(written("acme.yaml")).toBe(
      `${mine}    acme/billing:\r\n        enabled: true\r\n        projects: []\r\n        groups: []\r\n`,
    );
  });

  it("adds to the stack of the group, and leaves a project that another stack names", async () => {
    for (const stack of ["acme", "other"]) {
      mkdirSync(join(folder, "out/access", stack), { recursive: true });
      writeFileSync(join(folder, "out", `policies.${stack}.json`), "{}\n");
      writeFileSync(join(folder, "out/access", stack, `${stack}.yaml`), `projects:\n  ${stack}/web: { groups: [] }\n`);
    }
    const { out } = await suggested(
      [billing(), projectRecord({ id: 9, path: "other/web" })],
      "--write",
      join(folder, "out"),
    );
    expect(out).toContain("Added to acme: acme/billing");
    expect(out).toContain("Compare it with this:\n  other/web:");
    expect(written("acme/acme.yaml")).toContain("  acme/billing:\n");
  });

  it("leaves a project that a file names, and prints what to compare", async () => {
    const mine = "projects:\n  acme/billing: { groups: [] }\n";
    mapOfAcme(mine);
    const { out } = await suggested([billing()], "--write", join(folder, "out"));
    expect(written("acme.yaml")).toBe(mine);
    expect(out).toContain(
      "Named already, so it was left as it is. Compare it with this:\n  acme/billing:\n    enabled: true",
    );
  });
});
