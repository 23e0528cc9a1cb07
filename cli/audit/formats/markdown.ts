import { code, sentence } from "../../report/escape";
import { all, type Line } from "../../report/lines";
import { type Finding, isRefused, SEVERITIES } from "../finding";

/** Findings in the style of the report. */
export function markdownOf(findings: readonly Finding[], title: string, caveats: readonly string[]): string {
  const [open, waived] = [
    findings.filter(({ waiver }) => waiver === undefined),
    findings.filter(({ waiver }) => waiver),
  ];
  const refused = open.filter(isRefused);
  const advice = open.filter((finding) => !isRefused(finding));
  const parts = [
    `## ${sentence(title)}`,
    ...caveats.map((caveat) => `> ${sentence(caveat)}`),
    summaryOf(open),
    ...section("Must be mended", refused),
    ...section("Should be looked at", advice),
    ...section("Waived", waived),
  ];
  return `${parts.join("\n\n")}\n`;
}

function summaryOf(open: readonly Finding[]): string {
  if (open.length === 0) return "Nothing to mend.";
  const counts = SEVERITIES.map(
    (severity) => `${open.filter((finding) => finding.severity === severity).length} ${severity}`,
  );
  return `${open.length === 1 ? "1 finding" : `${open.length} findings`}: ${counts.join(", ")}.`;
}

function section(title: string, findings: readonly Finding[]): string[] {
  return findings.length === 0 ? [] : [`### ${title}`, ...all(findings.map(lineOf))];
}

function lineOf({ rule, severity, about, what, why, mend, waiver }: Finding): Line {
  const excuse =
    waiver === undefined
      ? ""
      : ` Waived: ${sentence(waiver.reason)}${waiver.until === undefined ? "" : ` until ${waiver.until}`}.`;
  const text = `**${severity}** ${code(rule)}: ${sentence(what)} ${sentence(why)}${excuse}<br>To mend it: ${code(mend)}`;
  return { about: about.name, text };
}
