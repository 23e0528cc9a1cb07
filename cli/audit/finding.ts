import type { AddressKind } from "../../provider/domain/address";

export const SEVERITIES = ["critical", "high", "medium", "low"] as const;
export type Severity = (typeof SEVERITIES)[number];

/** What a finding is about. */
export interface About {
  readonly kind: AddressKind | "runner" | "token";
  readonly id: number;
  /** The path of the project or group; of a runner or a token its name. */
  readonly name: string;
  /** The page of GitLab where it can be seen and changed. */
  readonly url: string;
}

/** Something to mend in an estate. */
export interface Finding {
  /** A rule of the policy pack, or a check of what only a live estate shows. */
  readonly rule: string;
  readonly level: "advisory" | "mandatory";
  readonly severity: Severity;
  readonly about: About;
  readonly what: string;
  readonly why: string;
  /** A command, or a sentence that says what to do. */
  readonly mend: string;
  /** Set where a waiver of the policies' configuration excuses it. */
  readonly waiver?: { readonly reason: string; readonly until: string | undefined };
}

/** Findings in the order in which somebody should read them. */
export function inOrder(findings: readonly Finding[]): Finding[] {
  const rank = ({ waiver, level, severity }: Finding) =>
    (waiver === undefined ? 0 : 100) + (level === "mandatory" ? 0 : 10) + SEVERITIES.indexOf(severity);
  const text = ({ rule, about }: Finding) => `${rule} ${about.name} ${about.id}`;
  return [...findings].sort((a, b) => rank(a) - rank(b) || (text(a) < text(b) ? -1 : 1));
}

export function isRefused({ level, waiver }: Finding): boolean {
  return level === "mandatory" && waiver === undefined;
}
