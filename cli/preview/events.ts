import { isDeepStrictEqual } from "node:util";
import { notSeenIn } from "../../provider/domain/not-seen";
import { type DiagnosticEvent, eventIn, type PolicyEvent, type Step } from "./stream";

export { SECRET } from "./stream";

/** What Pulumi's stream of events says of one preview, as far as a report uses it. Everything else is dropped as it arrives. */
export interface Preview {
  readonly changes: readonly Change[];
  readonly violations: readonly Violation[];
  readonly errors: readonly string[];
  /** Events that could not be read, by what they are about: nobody can say what they change. */
  readonly unreadable: readonly string[];
  /** What a refresh could not see, in the provider's words. */
  readonly notSeen: readonly string[];
  /** The stack's plain configuration. */
  readonly config: Properties;
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

/** How a report calls the steps of an engine. A step without an operation changes nothing that a report speaks of. */
const operations: Readonly<Record<string, Operation | undefined>> = {
  create: "create",
  "create-replacement": "replace",
  delete: "delete",
  "delete-replaced": undefined, // Its other half, the replacement, is listed.
  discard: undefined,
  "discard-replaced": undefined,
  import: "same", // Of what is there already.
  "import-replacement": "replace",
  read: "same",
  "read-discard": undefined,
  "read-replacement": "same",
  refresh: undefined,
  "remove-pending-replace": undefined,
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
  readonly #unreadable = new Set<string>();
  readonly #notSeen = new Set<string>();
  #config: Properties = {};
  #result: string | undefined;

  /** Takes one line of the stream. */
  take(line: string): void {
    const event = eventIn(line);
    if (event === undefined) return;
    if ("about" in event) {
      this.#unreadable.add(event.about);
      return;
    }
    const { preludeEvent, resourcePreEvent, resOutputsEvent, policyEvent, diagnosticEvent, summaryEvent } = event;
    if (preludeEvent?.config) this.#config = preludeEvent.config;
    if (resourcePreEvent !== undefined) this.#plan(resourcePreEvent.metadata);
    if (resOutputsEvent?.metadata.op === "refresh") this.#refreshed(resOutputsEvent.metadata);
    if (policyEvent !== undefined) this.#violations.push(violationOf(policyEvent));
    if (diagnosticEvent !== undefined) this.#hear(diagnosticEvent);
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
      unreadable: [...this.#unreadable].sort(),
      notSeen: [...this.#notSeen].sort(),
      config: this.#config,
      result: this.#result,
    };
  }

  /** Errors, and warnings of ours: what Pulumi logs for debugging holds secrets in plain text. */
  #hear({ severity, message, ephemeral }: DiagnosticEvent): void {
    if (severity === "error" && !ephemeral) this.#errors.push(message);
    const notSeen = severity === "warning" ? notSeenIn(message) : undefined;
    if (notSeen !== undefined) this.#notSeen.add(notSeen);
  }

  #plan({ op, urn, provider, old, new: wanted }: Step): void {
    if (!Object.hasOwn(operations, op)) this.#unreadable.add(urn);
    const operation = operations[op];
    if (operation === undefined) return;
    if (operation === "delete" && old?.delete) return; // What an earlier replacement has left behind: its twin is listed.
    const after = operation === "delete" ? undefined : stateOf(wanted);
    const before = operation === "create" ? undefined : (stateOf(old) ?? (operation === "same" ? after : undefined));
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

function violationOf(found: PolicyEvent): Violation {
  const { resourceUrn: urn, message, policyName: rule, enforcementLevel: level, severity } = found;
  return { urn, message, rule, level, severity };
}
