import type { ReportViolation } from "@pulumi/policy";
import type { z } from "zod";
import { clockOf, todayIn } from "../../provider/domain/clock";
import { UserError } from "../../provider/domain/user-error";
import { pageOf, violationText } from "../../provider/domain/violation-text";
import { addressesOf, type Subject } from "../reading/resource";
import { type ConfigSource, ConfigurationError, configOf, type RuleConfig } from "./rule-config";
import { waiverFor } from "./waivers";

/** A rule's name and the schema of its configuration. */
export interface Configured<Config extends RuleConfig> {
  readonly name: string;
  readonly config: Config;
}

interface Clock {
  readonly today: string;
  readonly hold: boolean;
}

/** What a rule gets for one run: its configuration, and two ways to report. */
export interface Verdict<Config extends RuleConfig> {
  readonly config: z.output<Config>;
  /** Reports a violation, at the level that the rule is set to. */
  refuse(subject: Subject, message: string): void;
  /** The day of the run, and whether it leaves rotations that are due to another run. */
  clock(): Clock;
  /** Reports an advisory line, whatever the rule's level. */
  advise(subject: Subject, message: string): void;
}

/** Applies waivers, so that no rule has to. */
export function judge<Config extends RuleConfig>(
  rule: Configured<Config>,
  source: ConfigSource,
  report: ReportViolation,
): Verdict<Config> {
  const config = configOf(rule.config, source);
  const waived = (subject: Subject) => waiverOf(subject, config);
  const page = pageOf(rule.name);
  return {
    config,
    refuse(subject, message) {
      const { active, ended } = waived(subject);
      const since = ended === undefined ? "" : ` Its waiver (${ended.reason}) ended on ${ended.until}.`;
      if (active === undefined)
        return report(violationText({ message: message + since, waiver: undefined, page }), subject.urn);
      const waiver = { reason: active.reason, until: active.until };
      advisory(report, violationText({ message, waiver, page: undefined }), { urn: subject.urn });
    },
    clock,
    advise(subject, message) {
      if (waived(subject).active === undefined) advisory(report, message, { urn: subject.urn });
    },
  };
}

/** Returns whether a waiver counts for the resource today. A remediation then leaves it as it is. */
export function isWaived<Config extends RuleConfig>(schema: Config, source: ConfigSource, subject: Subject): boolean {
  return waiverOf(subject, configOf(schema, source)).active !== undefined;
}

/**
 * Reports a line at the advisory level. @pulumi/policy takes an object for that since 1.19, although its types don't say so. Older versions
 * print the object as a text, hence `toString`.
 */
export function advisory(report: ReportViolation, message: string, about: { urn?: string; severity?: "low" }): void {
  const line = { message, ...about, enforcementLevel: "advisory", toString: () => message };
  (report as (violation: unknown) => void)(line);
}

function waiverOf(subject: Subject, { except }: z.output<RuleConfig>) {
  return waiverFor({ name: subject.name, addresses: addressesOf(subject) }, except, clock().today);
}

/** Pulumi shows the stack of an error that a rule throws, so the message has to be in the stack. */
function clock(): Clock {
  try {
    return { today: todayIn(process.env), hold: clockOf(process.env).hold };
  } catch (error) {
    throw error instanceof UserError ? new ConfigurationError(error.message) : error;
  }
}
