import type { Policies, Policy, PolicyResource, ReportViolation } from "@pulumi/policy";
import { violationIn } from "../../provider/domain/violation-text";
import { type Finding, SEVERITIES, type Severity } from "./finding";
import { mendOf } from "./mends";
import type { Subject } from "./subjects";

/** Rules that judge how a program is written, and so say nothing about an estate. All others judge it. */
export const ABOUT_PROGRAMS: readonly string[] = [
  "forbid-two-owners",
  "forbid-unjudged-resources",
  "limit-token-overlap",
  "require-entry-permissions", // In GitLab every entry has some: `limit-entry-permissions` judges them.
  "require-job-token-scope-declared",
  "require-managed-lists",
  "require-nested-entry-order",
  "require-non-empty-allowlist", // In a program an empty list was forgotten; in GitLab it is how every project begins, and lets nobody in.
  "require-path-addresses",
  "require-protected-masked-variable", // An inventory has no variables.
  "require-rotation-margin",
  "require-switch-after-entries",
  "require-uniform-addresses",
];

/** A rule of the pack as it is run here. */
type Rule = Policies[number];
type Level = Finding["level"] | "disabled";

/** The content of a file for `--policy-pack-config`. */
export type PolicyConfig = Readonly<Record<string, unknown>>;

/** Runs each rule that judges an estate, with the configuration and the waivers that a preview has. */
export async function judgedBy(
  rules: readonly Rule[],
  subjects: readonly Subject[],
  config: PolicyConfig,
): Promise<Finding[]> {
  const judging = rules.filter(({ name }) => !ABOUT_PROGRAMS.includes(name));
  const found = await Promise.all(judging.map((rule) => findingsOf(rule, subjects, config)));
  return found.flat();
}

async function findingsOf(rule: Rule, subjects: readonly Subject[], config: PolicyConfig): Promise<Finding[]> {
  const { level, keys } = settingOf(rule, config);
  if (level === "disabled") return [];
  const byUrn = new Map(subjects.map((subject) => [subject.resource.urn, subject]));
  const findings: Finding[] = [];
  await run(rule, { resources: subjects.map(({ resource }) => resource), keys }, (said, urn) => {
    const subject = byUrn.get(urn ?? "");
    // What is about no resource is about the configuration, which `policies check` judges.
    if (subject !== undefined) findings.push(findingOf(rule, { subject, level, said }));
  });
  return findings;
}

/** The level of a rule and its own keys. */
function settingOf({ name, enforcementLevel }: Rule, config: PolicyConfig): { level: Level; keys: object } {
  const { [name]: own, all } = config;
  const { enforcementLevel: ownLevel, ...keys } =
    typeof own === "object" && own !== null ? (own as Record<string, unknown>) : {}; // `check` has seen the file.
  const level = [typeof own === "string" ? own : ownLevel, all, enforcementLevel].find(
    (one) => typeof one === "string",
  );
  if (level === "disabled" || level === "advisory") return { level, keys };
  return { level: "mandatory", keys }; // A rule that would remediate has found something to mend.
}

interface Given {
  readonly resources: PolicyResource[];
  readonly keys: object;
}

type Say = (said: Said, urn: string | undefined) => void;

/** A text at the rule's level, or an advisory line. */
type Said = { readonly text: string; readonly isAdvisory: boolean };

/** Runs a rule as Pulumi does: resource by resource, and then over all of them. */
async function run(rule: Rule, { resources, keys }: Given, say: Say): Promise<void> {
  const common = { stackTags: new Map<string, string>(), getConfig: <T extends object>() => keys as T, notApplicable };
  const report: ReportViolation = (violation: unknown, urn?: string) => say(saidIn(violation), urn ?? urnIn(violation));
  const validations = "validateResource" in rule ? [rule.validateResource ?? []].flat() : [];
  // Pulumi's two types of resources differ in `asType` alone, which no rule calls.
  for (const resource of resources)
    for (const validate of validations) await validate({ ...resource, ...common, asType: () => undefined }, report);
  if ("validateStack" in rule) await rule.validateStack({ ...common, resources }, report);
}

function notApplicable(): never {
  throw new Error("No rule of this pack calls notApplicable.");
}

function saidIn(violation: unknown): Said {
  if (typeof violation === "string") return { text: violation, isAdvisory: false };
  return { text: String((violation as { message: unknown }).message), isAdvisory: true }; // `advisory` in policies/config/judge.ts makes it.
}

function urnIn(violation: unknown): string | undefined {
  return typeof violation === "object" && violation !== null && "urn" in violation ? String(violation.urn) : undefined;
}

function findingOf(
  rule: Policy,
  { subject, level, said }: { subject: Subject; level: Finding["level"]; said: Said },
): Finding {
  const { message, waiver } = violationIn(said.text);
  return {
    rule: rule.name,
    level: said.isAdvisory ? "advisory" : level,
    severity: severityIn(rule.severity),
    about: subject.about,
    what: message,
    why: rule.description,
    mend: mendOf(rule.name, subject) ?? rule.remediationSteps ?? "",
    ...(waiver === undefined ? {} : { waiver }),
  };
}

function severityIn(text: string | undefined): Severity {
  return SEVERITIES.find((severity) => severity === text) ?? "medium";
}
