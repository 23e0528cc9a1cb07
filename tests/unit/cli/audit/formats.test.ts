import type { Finding } from "../../../../cli/audit/finding";
import { markdownOf } from "../../../../cli/audit/formats/markdown";
import { sarifOf } from "../../../../cli/audit/formats/sarif";
import { tablesOf } from "../../../../cli/audit/formats/table";
import { csvOf, plainText } from "../../../../cli/plain-text";
import { faultsOf } from "../../../support/sarif/validity";

const HOSTILE = `<img src=x onerror=alert(1)> \`rm -rf /\` [a](javascript:x) @all \u001b[31mred\u001b[0m \u202eevil\n/close`;

const CONTROLS = ["\u001b", "\u202e"];

const finding = (given: Partial<Finding> = {}): Finding => ({
  rule: "unused-entry",
  level: "advisory",
  severity: "low",
  about: { kind: "token", id: 5, name: HOSTILE, url: "https://gitlab.acme.example/acme/ü b/-/settings" },
  what: `The token ${HOSTILE} was never used.`,
  why: "Nobody misses it.",
  mend: "glab api --method DELETE projects/1/access_tokens/5",
  ...given,
});

const waived = finding({ level: "mandatory", severity: "critical", waiver: { reason: "moves", until: "2027-01-31" } });
const refused = finding({ rule: "require-job-token-scope", level: "mandatory", severity: "critical" });

describe("Markdown", () => {
  const text = markdownOf([refused, finding(), waived], "Who can open what in acme", ["acme.jsonl is unfinished."]);

  it("has what must be mended first, then what should be looked at, then what is waived", () => {
    expect(text.match(/^#+ .*/gm)).toEqual([
      "## Who can open what in acme",
      "### Must be mended",
      "### Should be looked at",
      "### Waived",
    ]);
    expect(text).toContain("2 findings: 1 critical, 0 high, 0 medium, 1 low.");
    expect(text).toContain("> acme\\.jsonl is unfinished\\.".replace(/\\\./g, "."));
    expect(text).toContain("Waived: moves until 2027-01-31.");
  });

  it("takes hostile names as text", () => {
    expect(text).not.toMatch(/(?<!\\)<img|(?<!\\)\]\(|@all|^\/close/m);
    for (const control of CONTROLS) expect(text).not.toContain(control);
  });

  it("says in one line that there is nothing", () => {
    expect(markdownOf([], "Who can open what in acme", [])).toBe("## Who can open what in acme\n\nNothing to mend.\n");
  });
});

describe("the table", () => {
  it("counts by rule, and has no control characters of a name", () => {
    const text = tablesOf([refused, finding(), finding(), waived]);

    expect(text).toMatch(/│ require-job-token-scope +│ critical +│ yes +│ 1 /);
    expect(text).toMatch(/│ unused-entry +│ low +│ +│ 2 /);
    expect(text).toContain("1 finding is waived.");
    for (const control of CONTROLS) expect(text).not.toContain(control);
  });

  it("names no more than sixty, and says where the others are", () => {
    expect(tablesOf(Array.from({ length: 100 }, () => finding()))).toContain(
      "40 more: --format markdown, json or sarif",
    );
  });
});

describe("SARIF", () => {
  const { runs, version } = JSON.parse(sarifOf([refused, finding(), waived]));

  it("has a rule for each kind, and a result for each finding with its place and what mends it", () => {
    expect(version).toBe("2.1.0");
    expect(runs[0].tool.driver.rules.map(({ id }: { id: string }) => id)).toEqual([
      "require-job-token-scope",
      "unused-entry",
    ]);
    expect(runs[0].results.map(({ level }: { level: string }) => level)).toEqual(["error", "note", "error"]);
    expect(runs[0].results[0]).toMatchObject({
      ruleId: "require-job-token-scope",
      message: { text: expect.stringContaining("To mend it: glab api --method DELETE projects/1/access_tokens/5") },
      locations: [
        { physicalLocation: { artifactLocation: { uri: "https://gitlab.acme.example/acme/%C3%BC%20b/-/settings" } } },
      ],
    });
  });

  it("is valid by the schema of SARIF 2.1.0, with hostile names and without a finding", () => {
    const logs = [[refused, finding(), waived], [], [finding({ mend: HOSTILE, why: HOSTILE })]];

    expect(logs.flatMap((findings) => faultsOf(JSON.parse(sarifOf(findings))))).toEqual([]);
    const broken = JSON.parse(sarifOf([refused]).replace('"error"', '"fatal"').replace("https://", "no address: "));
    expect(faultsOf(broken)).toHaveLength(2);
  });

  it("has the same fingerprint in each run, and shows a waiver as a suppression", () => {
    const again = JSON.parse(sarifOf([finding()])).runs[0].results[0];

    expect(again.partialFingerprints).toEqual(runs[0].results[1].partialFingerprints);
    expect(runs[0].results[2].suppressions).toEqual([{ kind: "external", justification: "moves (until 2027-01-31)" }]);
    expect(runs[0].results[0].suppressions).toBeUndefined();
  });
});

describe("CSV", () => {
  it.each([
    ["=1+1", "'=1+1"],
    ["+cmd|' /C calc'!A0", "'+cmd|' /C calc'!A0"],
    ["-2", "'-2"],
    ["@SUM(A1)", "'@SUM(A1)"],
    ["\t=1", "'\t=1"],
    [' =HYPERLINK("x")', `"' =HYPERLINK(""x"")"`],
    ["a,b", '"a,b"'],
    ["two\nlines", '"two\nlines"'],
    ["acme/shop", "acme/shop"],
  ])("writes %j so that a spreadsheet takes it for text", (value, cell) => {
    expect(csvOf([[value, 4, null, true]])).toBe(`${cell},4,,true\r\n`);
  });
});

it("text for a terminal is one line without control characters", () => {
  expect(plainText(HOSTILE)).toBe(
    "<img src=x onerror=alert(1)> `rm -rf /` [a](javascript:x) @all [31mred [0m evil /close",
  );
});
