import { plainText, tableOf } from "../../plain-text";
import { type Finding, isRefused } from "../finding";

/** Nobody reads more lines of a table. The other formats have all. */
const MOST_ROWS = 60;

/** How many findings there are of each rule, and the first ones with what mends them. */
export function tablesOf(findings: readonly Finding[]): string {
  const open = findings.filter(({ waiver }) => waiver === undefined);
  if (open.length === 0)
    return `Nothing to mend.${findings.length === 0 ? "" : ` ${waivedInWords(findings.length)}`}\n`;
  const shown = open.slice(0, MOST_ROWS);
  const waived = findings.length - open.length;
  const rest = [
    ...(open.length > shown.length
      ? [`${open.length - shown.length} more: --format markdown, json or sarif has all of them.`]
      : []),
    ...(waived > 0 ? [waivedInWords(waived)] : []),
  ];
  return `${tableOf(["rule", "severity", "must", "findings"], countsOf(open))}\n\n${shown.map(textOf).join("\n")}\n${rest.map((line) => `${line}\n`).join("")}`;
}

function waivedInWords(count: number): string {
  return count === 1 ? "1 finding is waived." : `${count} findings are waived.`;
}

function countsOf(findings: readonly Finding[]): string[][] {
  const byRule = new Map<string, Finding[]>();
  for (const finding of findings) byRule.set(finding.rule, [...(byRule.get(finding.rule) ?? []), finding]);
  return [...byRule].map(([rule, found]) => [
    rule,
    found[0]?.severity ?? "",
    found.some(isRefused) ? "yes" : "",
    found.length.toLocaleString("en-US"),
  ]);
}

function textOf(finding: Finding): string {
  const { rule, severity, what, mend } = finding;
  const mark = isRefused(finding) ? "✖" : "-";
  return `${mark} ${severity} ${rule}: ${plainText(what)}\n    ${plainText(mend)}`;
}
