import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { shown } from "../../../cli/inventory/output";
import { recordsIn } from "../../../cli/inventory/reading";
import { Summary } from "../../../cli/inventory/summary";
import { main } from "../../../cli/main";
import { endRecord, entryOf, headerRecord, inventoryText, projectRecord } from "../../support/inventory/records";
import { HOSTILE_NAMES } from "../../support/map/hostile";
import { faultsOf } from "../../support/sarif/validity";

/** Characters that a terminal obeys, that turn the direction of writing, or that can't be seen; emoji are joined by one. */
const OBEYED = /(?!\n|\r|\u200d|\u2060)[\p{Cc}\p{Cf}]/u;

const folder = mkdtempSync(join(tmpdir(), "hostile-names-"));

/** An inventory in which everything has the name: the group, two projects of which one lists the other, who reads and who added. */
function inventoryNamed(name: string): string {
  const file = join(folder, "inventory.jsonl");
  const listed = entryOf({ id: 1, path: name, addedBy: name, permissions: "default" });
  writeFileSync(
    file,
    inventoryText(
      headerRecord({ scope: { groups: [name], projects: [] }, readAs: { id: 7, username: name } }),
      projectRecord({ id: 1, path: name, enabled: false }),
      projectRecord({ id: 2, path: `${name}/2`, projects: [listed] }),
      endRecord(),
    ),
  );
  return file;
}

/** What a command prints. What it says beside is for a terminal, too. */
async function printed(...argv: readonly string[]): Promise<string> {
  const [texts, said]: [string[], string[]] = [[], []];
  const spies = [
    jest.spyOn(process.stdout, "write").mockImplementation((text) => texts.push(String(text)) > 0),
    jest.spyOn(console, "log").mockImplementation((text) => void texts.push(String(text))),
    jest.spyOn(console, "error").mockImplementation((text) => void said.push(String(text))),
  ];
  const code = await main(argv, {});
  for (const spy of spies) spy.mockRestore();
  expect({ code, said: said.join() }).toEqual({ code: 0, said: expect.not.stringMatching(OBEYED) });
  return texts.join("\n");
}

const summaryOf = async (file: string, format: Parameters<typeof shown>[1]) => {
  const summary = new Summary(new Date("2026-11-28T10:00:00Z"));
  for (const record of recordsIn(file)) summary.add(record);
  return shown(file, format, summary);
};
const audit = (format: string) => (file: string) => printed("audit", "--inventory", file, "--format", format);
const map = (format: string) => (file: string) => printed("map", "--inventory", file, "--to", "2", "--format", format);

/** What an output may not hold; a name is text in all of them. */
const isData = (text: string) => expect(() => JSON.parse(text)).not.toThrow();
const isQuiet = (text: string) => expect(text).not.toMatch(OBEYED);
const isMarkdown = (text: string) => {
  isQuiet(text);
  // Outside code spans nothing is a tag, a link, a mention or a command.
  expect(text.replace(/(`+)[^`][\s\S]*?\1/g, "")).not.toMatch(
    /(?<!\\)<(?!br>|\/?code>|\/?details>|\/?summary>)|(?<!\\)\]\(|@all|^\/close/m,
  );
};
const isSheet = (text: string) => {
  const cells = text.matchAll(/(?<=^|,|\n)("(?:[^"]|"")*"|[^",\r\n]*)(?=,|\r\n)/g);
  expect([...cells].map(([cell]) => cell).filter((cell) => /^"?[=+@\-\t\r]/.test(cell))).toEqual([]);
};

const OUTPUTS = [
  ["inventory as a table", (file: string) => summaryOf(file, "table"), isQuiet],
  ["inventory as JSON", (file: string) => summaryOf(file, "json"), isData],
  ["inventory as CSV", (file: string) => summaryOf(file, "csv"), isSheet],
  ["inventory as Markdown", (file: string) => summaryOf(file, "markdown"), isMarkdown],
  ["audit as a table", audit("table"), isQuiet],
  ["audit as Markdown", audit("markdown"), isMarkdown],
  ["audit as JSON", audit("json"), isData],
  ["audit as SARIF", audit("sarif"), (text: string) => expect(faultsOf(JSON.parse(text))).toEqual([])],
  ["map as text", map("text"), isQuiet],
  ["map as JSON", map("json"), isData],
  ["map as Mermaid", map("mermaid"), isQuiet],
  ["map as DOT", map("dot"), isQuiet],
  ["map as OpenGraph", map("opengraph"), isData],
] as const;

describe.each(OUTPUTS)("%s", (_, outputOf, holds) => {
  it.each(HOSTILE_NAMES)("takes %j for text", async (name) => {
    const text = await outputOf(inventoryNamed(name));

    expect(text.length).toBeGreaterThan(50);
    holds(text);
  });
});
