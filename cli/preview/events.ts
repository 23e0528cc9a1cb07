import { isDeepStrictEqual } from "node:util";
import { z } from "zod";

/** What Pulumi's stream of events says of one preview, as far as a report uses it. Everything else is dropped as it arrives. */
export interface Preview {
  readonly changes: readonly Change[];
  readonly violations: readonly Violation[];
  readonly errors: readonly string[];
  /** Pulumi's own verdict; undefined where it ended without one. */
  readonly result: string | undefined;
}

type Properties = Readonly<Record<string, unknown>>;

export interface State {
  readonly inputs: Properties;
  readonly outputs: Properties;
  /** Its declaration goes, the thing stays. */
  readonly retainOnDelete: boolean;
}

export type Operation = "create" | "delete" | "replace" | "same" | "update";

/** One resource in this preview: what the state holds, after a refresh if one was asked for, and what the program wants. */
export interface Change {
  readonly urn: string;
  readonly name: string;
  readonly type: string;
  readonly operation: Operation;
  /** The URN of its provider; empty where the stream names none. */
  readonly provider: string;
  readonly before: State | undefined;
  readonly after: State | undefined;
  /** What the state held before the refresh, where GitLab turned out to hold something else. */
  readonly expected: State | undefined;
}

export interface Violation {
  readonly urn: string | undefined;
  readonly message: string;
  readonly rule: string;
  readonly level: string;
  readonly severity: string | undefined;
}

/** Stands for every value that the program or the class calls secret: the stream has no more of it than this. */
export const SECRET = "[secret]";
/** The key by which the engine marks a secret. */
const SIGNATURE = "4dabf18193072939515e22adb298388d";

const properties = z.record(z.string(), z.unknown().transform(withoutSecrets)).nullish();
const state = z
  .object({
    inputs: properties,
    outputs: properties,
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

type Step = z.output<typeof step>;

const operations: Readonly<Record<string, Operation>> = {
  create: "create",
  "create-replacement": "replace",
  delete: "delete",
  replace: "replace",
  same: "same",
  update: "update",
};

/** Collects the events of one preview. */
export class EventReader {
  readonly #changes = new Map<string, Change>();
  readonly #expected = new Map<string, State>();
  readonly #violations: Violation[] = [];
  readonly #errors: string[] = [];
  #result: string | undefined;

  /** Takes one line of the stream. What is no event, like an update notice, is passed over. */
  take(line: string): void {
    const parsed = event.safeParse(jsonIn(line));
    if (!parsed.success) return;
    const { resourcePreEvent, resOutputsEvent, policyEvent, diagnosticEvent, summaryEvent } = parsed.data;
    if (resourcePreEvent !== undefined) this.#plan(resourcePreEvent.metadata);
    if (resOutputsEvent?.metadata.op === "refresh") this.#refreshed(resOutputsEvent.metadata);
    if (policyEvent !== undefined) this.#violations.push(violationOf(policyEvent));
    // Errors only: what Pulumi logs for debugging holds secrets in plain text.
    if (diagnosticEvent?.severity === "error" && !diagnosticEvent.ephemeral) this.#errors.push(diagnosticEvent.message);
    if (summaryEvent !== undefined) this.#result = summaryEvent.result;
  }

  get preview(): Preview {
    const gone = [...this.#expected.keys()].filter((urn) => !this.#changes.has(urn));
    const forgotten = gone.map((urn) => changeOf({ urn, operation: "same", expected: this.#expected.get(urn) }));
    const changes = [...this.#changes.values()].map((change) => ({
      ...change,
      expected: this.#expected.get(change.urn),
    }));
    // In one order, however the engine's steps overlap: two reports of one change are the same text.
    return {
      changes: [...changes, ...forgotten].sort((a, b) => inOrder(a.urn, b.urn)),
      violations: this.#violations.toSorted((a, b) => inOrder(`${a.rule} ${a.urn}`, `${b.rule} ${b.urn}`)),
      errors: this.#errors,
      result: this.#result,
    };
  }

  #plan({ op, urn, provider, old, new: wanted }: Step): void {
    const operation = operations[op];
    if (operation === undefined) return;
    if (operation === "delete" && old?.delete) return; // What an earlier replacement has left behind: its twin is listed.
    const before = operation === "create" ? undefined : stateOf(old);
    const after = operation === "delete" ? undefined : stateOf(wanted);
    this.#changes.set(urn, changeOf({ urn, operation, provider: providerIn(provider), before, after }));
  }

  #refreshed({ urn, old, new: found }: Step): void {
    if (old && !isDeepStrictEqual(old.outputs, found?.outputs)) {
      const before = stateOf(old);
      if (before !== undefined) this.#expected.set(urn, before);
    }
  }
}

function inOrder(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** The stream refers to a provider by its URN and its id. */
function providerIn(reference: Step["provider"]): string {
  return (reference ?? "").replace(/::[^:]*$/, "");
}

function changeOf(known: Pick<Change, "operation" | "urn"> & Partial<Change>): Change {
  const [, , types = "", ...names] = known.urn.split("::");
  const name = names.join("::");
  const type = types.slice(types.lastIndexOf("$") + 1);
  return { provider: "", before: undefined, after: undefined, expected: undefined, ...known, type, name };
}

function stateOf(found: Step["old"]): State | undefined {
  if (!found) return undefined;
  const { inputs, outputs, retainOnDelete = false } = found;
  return { inputs: inputs ?? {}, outputs: outputs ?? {}, retainOnDelete };
}

function violationOf(found: NonNullable<z.output<typeof event>["policyEvent"]>): Violation {
  const { resourceUrn: urn, message, policyName: rule, enforcementLevel: level, severity } = found;
  return { urn, message, rule, level, severity };
}

function withoutSecrets(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(withoutSecrets);
  if (SIGNATURE in value) return SECRET;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, withoutSecrets(item)]));
}

function jsonIn(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined; // The CLI prints a few lines of its own between the events.
  }
}
