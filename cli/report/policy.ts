import type { Preview, Violation } from "../preview/events";

/** What the policies of a preview came to. */
export interface Findings {
  readonly mandatory: readonly Finding[];
  readonly advisory: readonly Finding[];
  readonly waived: readonly Waived[];
}

export interface Finding {
  readonly rule: string;
  readonly severity: string | undefined;
  /** The resource; undefined of a rule over the whole stack. */
  readonly resource: string | undefined;
  readonly message: string;
}

interface Waived extends Finding {
  readonly reason: string;
  readonly until: string | undefined;
}

/** How this package's rules say that somebody answers for it. */
const WAIVER = /^Waived(?: until (?<until>\d{4}-\d{2}-\d{2}))? \((?<reason>.*?)\): (?<message>.*)$/s;

export function findingsOf({ violations }: Pick<Preview, "violations">): Findings {
  const mandatory: Finding[] = [];
  const advisory: Finding[] = [];
  const waived: Waived[] = [];
  for (const violation of violations) {
    const finding = findingOf(violation);
    const waiver = WAIVER.exec(finding.message)?.groups;
    if (violation.level !== "advisory") mandatory.push(finding);
    else if (waiver === undefined) advisory.push(finding);
    else waived.push({ ...finding, message: waiver.message ?? "", reason: waiver.reason ?? "", until: waiver.until });
  }
  return { mandatory, advisory, waived };
}

/** Pulumi puts the rule's description on a line of its own before the message; the message alone says what to do. */
function findingOf({ rule, severity, urn, message }: Violation): Finding {
  const lines = message.trim().split("\n");
  const name = urn?.split("::").slice(3).join("::");
  const isStack = urn?.includes("::pulumi:pulumi:Stack::") ?? true;
  return {
    rule,
    severity,
    resource: isStack ? undefined : name,
    message: (lines.length > 1 ? lines.slice(1) : lines).join("\n"),
  };
}
