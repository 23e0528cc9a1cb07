import type { ReportViolation } from "@pulumi/policy";
import { todayIn } from "../../provider/domain/clock";
import { UserError } from "../../provider/domain/user-error";
import { cannotTell, known } from "../reading/known";
import { type ConfigSource, ConfigurationError, configOf, type ruleConfig } from "./rule-config";
import { waiverFor } from "./waivers";

/** What a rule speaks about. Both a resource policy's arguments and a resource of a stack have it. */
export interface Subject {
  readonly name: string;
  readonly urn: string;
  readonly props: Readonly<Record<string, unknown>>;
}

type RuleConfig = ReturnType<typeof ruleConfig<Record<never, never>>>;

/** One run of one rule: its configuration, and how it says what it found. Waivers are heard here, so that no rule has to. */
export function judge<Config extends RuleConfig>(schema: Config, source: ConfigSource, report: ReportViolation) {
  const config = configOf(schema, source);
  const waived = (subject: Subject) => waiverFor(namesOf(subject), config.except, today());

  return {
    config,

    /** Reports a violation, at the level that the rule is set to. */
    refuse(subject: Subject, message: string): void {
      const { active, ended } = waived(subject);
      if (active !== undefined) {
        const until = active.until === undefined ? "" : ` until ${active.until}`;
        advisory(report, subject, `Waived${until} (${active.reason}): ${message}`);
        return;
      }
      const since = ended === undefined ? "" : ` Its waiver (${ended.reason}) ended on ${ended.until}.`;
      report(message + since, subject.urn);
    },

    /** Says something that never stops anybody, whatever the rule's level. */
    advise(subject: Subject, message: string): void {
      if (waived(subject).active === undefined) advisory(report, subject, message);
    },
  };
}

/** Does a waiver count for it today? For a remediation, which then leaves it as it is. */
export function isWaived<Config extends RuleConfig>(schema: Config, source: ConfigSource, subject: Subject): boolean {
  return waiverFor(namesOf(subject), configOf(schema, source).except, today()).active !== undefined;
}

/** The names a waiver can match: the resource's own, and the address of what it is about. */
function namesOf({ name, props }: Subject): readonly string[] {
  const owners = ["project", "group"].map((key) => known(props, key));
  return [name, ...owners.filter((owner) => owner !== undefined && owner !== null && owner !== cannotTell).map(String)];
}

/**
 * A line at a level of its own. @pulumi/policy takes an object for that (1.19 and later) and will say so in its types one day; a version
 * that does not would print it as a text.
 */
function advisory(report: ReportViolation, { urn }: Subject, message: string): void {
  const line = { message, urn, enforcementLevel: "advisory", toString: () => message };
  (report as (violation: unknown) => void)(line);
}

/** Pulumi shows the stack of an error that a rule throws: a wrong date must name itself there. */
function today(): string {
  try {
    return todayIn(process.env);
  } catch (error) {
    throw error instanceof UserError ? new ConfigurationError(error.message) : error;
  }
}
