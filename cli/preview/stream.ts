import { z } from "zod";

/** Stands for every secret value: the stream shows nothing else of it. */
export const SECRET = "[secret]";
/** The key by which the engine marks a secret. */
const SIGNATURE = "4dabf18193072939515e22adb298388d";
/** Deeper values would overflow the stack. No real program nests them so deep. */
const DEEPEST = 100;

const properties = z.record(z.string(), z.unknown()).nullish();
const state = z
  .object({
    id: z.string().optional(),
    inputs: properties,
    outputs: properties,
    provider: z.string().nullish(),
    delete: z.boolean().optional(),
    retainOnDelete: z.boolean().optional(),
  })
  .nullish();
const step = z.object({
  op: z.string(),
  urn: z.string(),
  type: z.string(),
  provider: z.string().nullish(),
  old: state,
  new: state,
});

const event = z.object({
  preludeEvent: z.object({ config: z.record(z.string(), z.string()).nullish() }).optional(),
  resourcePreEvent: z.object({ metadata: step }).optional(),
  resOutputsEvent: z.object({ metadata: step }).optional(),
  policyEvent: z
    .object({
      resourceUrn: z.string().optional(),
      message: z.string(),
      policyName: z.string(),
      enforcementLevel: z.string(),
      severity: z.string().optional(),
    })
    .optional(),
  diagnosticEvent: z
    .object({ message: z.string(), severity: z.string(), ephemeral: z.boolean().optional() })
    .optional(),
  summaryEvent: z.object({ result: z.string().optional() }).optional(),
});

export type Event = z.output<typeof event>;
export type Step = z.output<typeof step>;
export type DiagnosticEvent = NonNullable<Event["diagnosticEvent"]>;
export type PolicyEvent = NonNullable<Event["policyEvent"]>;

/** An event that a report needs and can't read. */
export interface Unreadable {
  /** The URN of its resource if that can be read. */
  readonly about: string;
}

/** The event in one line of the stream, without secrets. Undefined for other lines, such as an update notice. */
export function eventIn(line: string): Event | Unreadable | undefined {
  if (!line.trimStart().startsWith("{")) return undefined;
  const found = jsonIn(line);
  if (found === undefined) return { about: "a line that is not whole" };
  try {
    const parsed = event.safeParse(withoutSecrets(found));
    return parsed.success ? parsed.data : { about: urnIn(found) };
  } catch (error) {
    if (error instanceof TooDeepError) return { about: urnIn(found) };
    throw error;
  }
}

class TooDeepError extends Error {
  override readonly name = "TooDeepError";
}

/** The same value with SECRET in place of each secret. */
export function withoutSecrets(value: unknown, depth = 0): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (depth > DEEPEST) throw new TooDeepError();
  if (Array.isArray(value)) return value.map((item) => withoutSecrets(item, depth + 1));
  if (SIGNATURE in value) return SECRET;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, withoutSecrets(item, depth + 1)]));
}

function jsonIn(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined; // The caller says that the line is not whole.
  }
}

const named = z.object({ metadata: z.object({ urn: z.string() }) });
const about = z.object({ resourcePreEvent: named }).or(z.object({ resOutputsEvent: named }));

function urnIn(found: unknown): string {
  const parsed = about.safeParse(found);
  if (!parsed.success) return "an event of unknown shape";
  const { metadata } = "resourcePreEvent" in parsed.data ? parsed.data.resourcePreEvent : parsed.data.resOutputsEvent;
  return metadata.urn;
}
