import type { Policies } from "@pulumi/policy";
import { z } from "zod";
import { nearest } from "../../provider/domain/nearest";
import { type RuleConfig, ruleConfig } from "./rule-config";
import { type Matchable, staleIn } from "./stale";
import type { Waiver } from "./waivers";

/** What is wrong with a file for `--policy-pack-config`. Pulumi itself ignores rules that don't exist. */
export interface Findings {
  /** Must be corrected. */
  readonly problems: readonly string[];
  /** May have been forgotten. */
  readonly notes: readonly string[];
}

const LEVELS = ["advisory", "mandatory", "remediate", "disabled"];
const setting = z.union([z.enum(LEVELS), z.looseObject({ enforcementLevel: z.enum(LEVELS).optional() })]);

/** A rule of the file with a valid configuration. */
interface Configured {
  readonly name: string;
  readonly schema: RuleConfig;
  readonly config: z.output<RuleConfig>;
}

/** Checks a configuration: its rules and keys; with a stack, also whether its waivers and projects match anything. */
export function check(file: unknown, rules: Policies, run: { today: string; stack?: Matchable }): Findings {
  if (!isRecord(file))
    return { problems: ["A configuration is one JSON object, with a key for each rule."], notes: [] };
  const read = Object.entries(file).map(([name, value]) => readRule(name, value, rules));
  const configured = read.filter((one) => typeof one !== "string");
  const { stack } = run;
  return {
    problems: [
      ...read.filter((one): one is string => typeof one === "string" && one !== ""),
      ...(stack === undefined ? [] : configured.flatMap((one) => staleOf(one, stack))),
    ],
    notes: configured.flatMap(({ name, config }) => config.except.flatMap((waiver) => noteOn(name, waiver, run.today))),
  };
}

/** Returns the rule's configuration, or the problem as text. The text is empty for Pulumi's own keys. */
function readRule(name: string, value: unknown, rules: Policies): Configured | string {
  const level = setting.safeParse(value);
  if (name === "environments") return "";
  if (!level.success) return `${name}: write one of ${LEVELS.join(", ")}, or an object of keys.`;
  if (name === "all") return "";
  const rule = rules.find((one) => one.name === name);
  if (rule === undefined) return noRule(name, rules);
  const { enforcementLevel: _, ...keys } = typeof level.data === "string" ? {} : level.data;
  const schema = schemaOf(rule);
  const parsed = schema.safeParse(keys);
  return parsed.success ? { name, schema, config: parsed.data } : `${name}: ${z.prettifyError(parsed.error)}`;
}

function noRule(name: string, rules: Policies): string {
  const meant = nearest(
    name,
    rules.map((rule) => rule.name),
  );
  const way =
    meant === undefined ? `The rules are ${rules.map((rule) => rule.name).join(", ")}.` : `Did you mean ${meant}?`;
  return `${name} is no rule of this pack, and Pulumi passes over it. ${way}`;
}

/** The schema that `resourceRule` or `stackRule` was given. */
function schemaOf(rule: Policies[number]): RuleConfig {
  const isOurs = "config" in rule && rule.config instanceof z.ZodObject;
  return isOurs ? (rule.config as RuleConfig) : ruleConfig({}); // policies/rule.ts puts it there.
}

function staleOf({ name, schema, config }: Configured, stack: Matchable): string[] {
  return staleIn(schema, config, () => stack).map((what) => `${name}: nothing in this stack matches ${what}.`);
}

function noteOn(rule: string, { match, resource, until }: Waiver, today: string): string[] {
  const waiver = `${rule}: the waiver for ${match ?? resource}`;
  if (until === undefined) return [`${waiver} has no end: give it an until.`];
  return until < today
    ? [`${waiver} ended on ${until}: what it excused is refused again. Remove it, or move its end.`]
    : [];
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
