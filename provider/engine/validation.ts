import { z } from "zod";
import { redact } from "../domain/redact";
import { meantInstead } from "../domain/unknown-names";
import { type Properties, propertiesOf } from "./properties";
import { hasUnknown, unknownPaths } from "./unknowns";

/** Pulumi prints the value of a failed `property`, even a secret one. So `property` stays empty, and the reason names the field. */
export interface CheckFailure {
  readonly property: "";
  readonly reason: string;
}

interface Validated<Inputs> {
  readonly inputs: Properties;
  readonly failures: readonly CheckFailure[];
  /** The inputs in their own type, where every value is known and right. */
  readonly parsed?: Inputs;
}

/** Parses what is known, fills defaults, and reports every problem that no unknown value can be blamed for. */
export function validate<Inputs extends object>(
  schema: z.ZodObject & z.ZodType<Inputs>,
  program: Readonly<Record<string, unknown>>,
): Validated<Inputs> {
  const given = withoutNulls(program);
  const parsed = z.safeParse<z.ZodType<Inputs>>(schema, given, { reportInput: true });
  if (parsed.success && hasUnknown(parsed.data)) return { inputs: defined(parsed.data), failures: [] };
  if (parsed.success) return { inputs: defined(parsed.data), failures: [], parsed: parsed.data };
  const unknown = unknownPaths(given);
  const isKnownWrong = ({ code, path }: z.core.$ZodIssue) =>
    code === "unrecognized_keys" || !unknown.some((unknownPath) => onOneLine(unknownPath, path));
  const issues = parsed.error.issues.filter(isKnownWrong);
  if (issues.length > 0) return { inputs: given, failures: issues.map((issue) => failure(issue, schema)) };
  return { inputs: parseKnown(schema, given), failures: [] };
}

/** Drops properties that are undefined: a normal form may be `undefined`, and the SDK fails on such a property. */
function defined(inputs: object): Properties {
  return Object.fromEntries(Object.entries(propertiesOf(inputs)).filter(([, value]) => value !== undefined));
}

/** Drops properties that are null. A missing value is often null in JavaScript programs, and no input gives null a meaning. Array items stay. */
function withoutNulls(value: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const entries = Object.entries(value).filter(([, item]) => item !== null && item !== undefined);
  return Object.fromEntries(entries.map(([key, item]) => [key, isRecord(item) ? withoutNulls(item) : item]));
}

/** Parses each input on its own, so that each gets its normal form or default even where another one is unknown. */
function parseKnown(schema: z.ZodObject, given: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const parsed = Object.entries(schema.shape).map(([key, field]) => [key, parseIfKnown(field, given[key])]);
  return Object.fromEntries(parsed.filter(([, value]) => value !== undefined));
}

function parseIfKnown(field: z.core.$ZodType, value: unknown): unknown {
  const parsed = z.safeParse(field, value);
  return parsed.success && !hasUnknown(value) ? parsed.data : value;
}

/** Returns whether one path is the beginning of the other. The unknown value then decides whether there is an issue. */
function onOneLine(a: readonly PropertyKey[], b: readonly PropertyKey[]): boolean {
  return a.slice(0, b.length).every((step, index) => step === b[index]);
}

function failure(issue: z.core.$ZodIssue, schema: z.ZodObject): CheckFailure {
  return { property: "", reason: redact(reasonOf(issue, schema)) };
}

function reasonOf(issue: z.core.$ZodIssue, schema: z.ZodObject): string {
  if (issue.code === "unrecognized_keys") {
    const names = issue.keys.map((key) => `"${[...issue.path, key].join(".")}"`);
    return `there is no input ${names.join(", ")}: ${meantInstead(issue.keys, namesAt(schema, issue.path))}`;
  }
  const field = issue.path.map(String).join(".");
  if (field === "") return issue.message;
  if (issue.input === undefined && issue.code !== "custom") return `${field} is required`;
  if (issue.code === "invalid_type") return `${field} must be ${article(issue.expected)}`;
  return `${field}${isZodsOwn(issue.message) ? ":" : ""} ${issue.message}`;
}

/** The names that an object inside the inputs may have. */
function namesAt(schema: z.core.$ZodType, [first, ...rest]: readonly PropertyKey[]): string[] {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodDefault)
    return namesAt(schema.unwrap(), first === undefined ? [] : [first, ...rest]);
  if (!(schema instanceof z.ZodObject)) return [];
  const shape: Readonly<Record<PropertyKey, z.core.$ZodType>> = schema.shape;
  const inner = first === undefined ? undefined : shape[first];
  if (first === undefined) return Object.keys(shape);
  return inner === undefined ? [] : namesAt(inner, rest);
}

function article(type: string): string {
  if (type === "int") return "a whole number";
  return `${/^[aeio]/.test(type) ? "an" : "a"} ${type}`;
}

/** Our messages continue the sentence after the field's name; Zod's messages are whole sentences. */
function isZodsOwn(message: string): boolean {
  return /^[A-Z]/.test(message);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
