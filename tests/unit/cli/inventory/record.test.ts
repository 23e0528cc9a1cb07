import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { caveatsOf, inventoryIn, linesOf } from "../../../../cli/inventory/reading";
import { recordSchema } from "../../../../cli/inventory/record";
import {
  endRecord,
  entryOf,
  headerRecord,
  inventoryText,
  projectRecord,
  runnerRecord,
  tokenRecord,
} from "../../../support/inventory/records";

const folder = mkdtempSync(join(tmpdir(), "records-"));

function fileWith(text: string): string {
  const file = join(folder, "inventory.jsonl");
  writeFileSync(file, text);
  return file;
}

describe("an inventory", () => {
  it("is read as it was written", () => {
    const shop = projectRecord({
      id: 1,
      path: "acme/shop",
      projects: [entryOf({ id: 2, path: "acme/deploy", permissions: ["read_packages"] }), entryOf({ id: 99 })],
      uses: [{ project: { id: 2, path: "acme/deploy" }, lastAuthorizedAt: "2026-11-20T10:00:00Z" }],
    });
    const text = inventoryText(headerRecord(), shop, runnerRecord({ id: 4 }), tokenRecord({ id: 5 }), endRecord());

    const { header, projects, runners, tokens, end } = inventoryIn(fileWith(text));

    expect([header, ...projects, ...runners, ...tokens, end]).toEqual(
      text
        .trim()
        .split("\n")
        .map((line) => JSON.parse(line)),
    );
  });

  it("without its last record is unfinished, and says so", () => {
    const found = inventoryIn(fileWith(inventoryText(headerRecord())));

    expect(found.end).toBeUndefined();
    expect(caveatsOf(found, "acme.jsonl")).toEqual([expect.stringMatching(/^acme\.jsonl is unfinished: /)]);
  });

  it("of a token that may miss projects says so", () => {
    const coverage = { isComplete: false, why: "mallory is no member of acme." };
    const found = inventoryIn(fileWith(inventoryText(headerRecord({ coverage }), endRecord())));

    expect(caveatsOf(found, "acme.jsonl")).toEqual([
      "acme.jsonl may miss private projects: mallory is no member of acme.",
    ]);
  });

  it("may have records and fields that a newer version has added", () => {
    const newer = `${JSON.stringify({ ...projectRecord({ id: 1, path: "acme/shop" }), stars: 4 })}\n{"kind":"weather"}\n`;

    expect(inventoryIn(fileWith(inventoryText(headerRecord()) + newer)).projects).toEqual([
      projectRecord({ id: 1, path: "acme/shop" }),
    ]);
  });

  it.each([
    ["", "is empty"],
    ['{"kind":"project"}\n', 'its first line is not of the kind "inventory"'],
    [inventoryText(headerRecord()).replace('"schema":1', '"schema":2'), "line 1: this inventory has version 2"],
    [`${inventoryText(headerRecord())}{"kind":`, "line 2: this is no JSON"],
    [`${inventoryText(headerRecord())}[]`, "line 2: this is no record"],
    [`${inventoryText(headerRecord())}{"kind":"end"}`, "line 2: this is no end of an inventory"],
  ])("%j is refused", (text, why) => {
    expect(() => inventoryIn(fileWith(text))).toThrow(why);
  });

  it("is refused with the way to make one where there is none", () => {
    expect(() => inventoryIn(join(folder, "none.jsonl"))).toThrow(/ENOENT.*gitlab-ci-access inventory --group/);
  });

  it("is read line by line, also where a letter lies on the border of two reads", () => {
    const long = "ü".repeat(100_000);

    expect([...linesOf(fileWith(`a\n${long}\n\nz`))]).toEqual(["a", long, "", "z"]);
  });
});

it("the JSON Schema in the package is that of the records; else run: npm run records", () => {
  const file = resolve(__dirname, "../../../../cli/inventory/record.schema.json");

  expect(JSON.parse(readFileSync(file, "utf8"))).toEqual(recordSchema());
});
