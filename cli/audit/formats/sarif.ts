import { createHash } from "node:crypto";
import { versionOf } from "../../version";
import type { Finding } from "../finding";

/** https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html */
const SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/** What code scanners and dashboards sort by. */
const SCORES = { critical: "9.5", high: "8.0", medium: "5.5", low: "3.0" } as const;

/** Findings as SARIF 2.1.0. */
export function sarifOf(findings: readonly Finding[]): string {
  const rules = new Map(findings.map((finding) => [finding.rule, finding]));
  const run = {
    tool: {
      driver: { name: "gitlab-ci-access", version: versionOf(), rules: [...rules.values()].map(ruleOf) },
    },
    columnKind: "utf16CodeUnits",
    results: findings.map(resultOf),
  };
  return `${JSON.stringify({ $schema: SCHEMA, version: "2.1.0", runs: [run] }, null, 2)}\n`;
}

function ruleOf({ rule, why, severity, level }: Finding): object {
  return {
    id: rule,
    shortDescription: { text: why },
    defaultConfiguration: { level: level === "mandatory" ? "error" : "warning" },
    properties: { "security-severity": SCORES[severity], tags: ["security"] },
  };
}

function resultOf({ rule, level, severity, about, what, why, mend, waiver }: Finding): object {
  const until = waiver?.until === undefined ? "" : ` (until ${waiver.until})`;
  return {
    ruleId: rule,
    level: level === "mandatory" ? "error" : severity === "low" ? "note" : "warning",
    message: { text: `${what} ${why} To mend it: ${mend}` },
    locations: [
      {
        physicalLocation: { artifactLocation: { uri: encodeURI(about.url) } },
        logicalLocations: [{ fullyQualifiedName: about.name, kind: "resource" }],
      },
    ],
    // The same finding in the next run is the same result.
    partialFingerprints: {
      "about/v1": createHash("sha256").update(`${rule} ${about.kind} ${about.id} ${what}`).digest("hex"),
    },
    ...(waiver === undefined
      ? {}
      : { suppressions: [{ kind: "external", justification: `${waiver.reason}${until}` }] }),
  };
}
