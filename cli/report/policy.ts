import { type ViolationText, violationIn } from "../../provider/domain/violation-text";
import type { Preview, Violation } from "../preview/events";

/** What the policies said of a preview. */
export interface Findings {
  readonly mandatory: readonly Finding[];
  readonly advisory: readonly Finding[];
  readonly waived: readonly Waived[];
}

export interface Finding {
  readonly rule: string;
  readonly severity: string | undefined;
  /** The name of the resource. Undefined for a rule over the whole stack. */
  readonly resource: string | undefined;
  readonly message: string;
}

interface Waived extends Finding {
  readonly reason: string;
  readonly until: string | undefined;
}

export function findingsOf({ violations }: Pick<Preview, "violations">): Findings {
  const mandatory: Finding[] = [];
  const advisory: Finding[] = [];
  const waived: Waived[] = [];
  for (const violation of violations) {
    const { waiver, ...finding } = findingOf(violation);
    if (violation.level !== "advisory") mandatory.push(finding);
    else if (waiver === undefined) advisory.push(finding);
    else waived.push({ ...finding, ...waiver });
  }
  return { mandatory, advisory, waived };
}

/** Pulumi puts the rule's description on a line of its own before the message; the message alone says what to do. */
function findingOf({ rule, severity, urn, message }: Violation): Finding & Pick<ViolationText, "waiver"> {
  const lines = message.trim().split("\n");
  const name = urn?.split("::").slice(3).join("::");
  const isStack = urn?.includes("::pulumi:pulumi:Stack::") ?? true;
  const { page: _, ...said } = violationIn((lines.length > 1 ? lines.slice(1) : lines).join("\n"));
  return { rule, severity, resource: isStack ? undefined : name, ...said };
}
