import { isDeepStrictEqual } from "node:util";
import { notSeenIn } from "../../provider/domain/not-seen";
import { type DiagnosticEvent, eventIn, type PolicyEvent, type Step } from "./stream";

export { SECRET } from "./stream";

/** What Pulumi's stream of events says of one preview. Events that no report uses are dropped as they arrive. */
export interface Preview {
  readonly changes: readonly Change[];
  readonly violations: readonly Violation[];
  readonly errors: readonly string[];
  /** Events that could not be read, by the URNs of their resources. What they change is not known. */
  readonly unreadable: readonly string[];
  /** What a refresh could not see, as the provider says it. */
  readonly notSeen: readonly string[];
  /** The stack's plain configuration. */
  readonly config: Properties;
  /** How the preview ended, as Pulumi says it. Undefined if it did not say. */
  readonly result: string | undefined;
}

type Properties = Readonly<Record<string, unknown>>;

export interface State {
  readonly inputs: Properties;
  readonly outputs: Properties;
  /** GitLab keeps the thing when the resource is deleted. */
  readonly retainOnDelete: boolean;
  /** The URN of the provider that has made this state, where the stream names it. A replacement may come under another one. */
  readonly provider?: string;
}

export type Operation = "create" | "delete" | "replace" | "same" | "update";

/** One resource in this preview: its state, after a refresh if there was one, and what the program declares. */
export interface Change {
  readonly urn: string;
  readonly name: string;
  readonly type: string;
  readonly operation: Operation;
  /** The URN of its provider; empty where the stream names none. */
  readonly provider: string;
  readonly before: State | undefined;
  readonly after: State | undefined;
  /** The state before the refresh, if GitLab had something else. */
  readonly expected: State | undefined;
  /** It is imported or only read: no step writes it, and what it says of GitLab is the program's word. */
  readonly isUnwritten?: boolean;
}

export interface Violation {
  readonly urn: string | undefined;
  readonly message: string;
  readonly rule: string;
  readonly level: string;
  readonly severity: string | undefined;
}

/** The operation of each step of the engine. Steps without one change nothing that a report shows. */
const operations: Readonly<Record<string, Operation | undefined>> = {
  create: "create",
  "create-replacement": "replace",
  delete: "delete",
  "delete-replaced": undefined, // The replacement has a step of its own, and needs this one: `#replaced`.
  discard: undefined,
  "discard-replaced": undefined,
  import: "same", // It is there already, whatever it is.
  "import-replacement": "replace",
  read: "same",
  "read-discard": undefined,
  "read-replacement": "delete", // The old one goes, and what is read in its place is not written.
  refresh: undefined,
  "remove-pending-replace": undefined,
  replace: "replace",
  same: "same",
  update: "update",
};

/** The steps of what the engine brings into the state as it is. */
const UNWRITTEN: ReadonlySet<string> = new Set(["import", "read", "read-replacement"]);

/** Collects the events of one preview. */
export class EventReader {
  readonly #changes = new Map<string, Change>();
  readonly #expected = new Map<string, State>();
  readonly #violations: Violation[] = [];
  readonly #errors: string[] = [];
  readonly #replaced = new Set<string>();
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
      ...(this.#isRegained(change) ? { ...change, operation: "create" as const, before: undefined } : change),
      expected: this.#expected.get(change.urn),
    }));
    // The order of the engine's steps is random, and two reports of one change should be the same text.
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

  /** Keeps errors and our own warnings only: what Pulumi logs for debugging holds secrets in plain text. */
  #hear({ severity, message, ephemeral }: DiagnosticEvent): void {
    if (severity === "error" && !ephemeral) this.#errors.push(message);
    const notSeen = severity === "warning" ? notSeenIn(message) : undefined;
    if (notSeen !== undefined) this.#notSeen.add(notSeen);
  }

  #plan({ op, urn, provider, old, new: wanted }: Step): void {
    if (!Object.hasOwn(operations, op)) this.#unreadable.add(urn);
    if (op === "delete-replaced") this.#replaced.add(urn);
    const operation = operations[op];
    if (operation === undefined || this.#isPassedOver(urn, operation, old)) return;
    const after = operation === "delete" ? undefined : stateOf(wanted);
    const isUnwritten = UNWRITTEN.has(op);
    const isSame = operation === "same" && !isUnwritten;
    const before = operation === "create" ? undefined : (stateOf(old) ?? (isSame ? after : undefined));
    this.#changes.set(urn, changeOf({ urn, operation, provider: providerIn(provider), before, after, isUnwritten }));
  }

  /** Some steps say nothing of what GitLab will hold. */
  #isPassedOver(urn: string, operation: Operation, old: Step["old"]): boolean {
    // An earlier replacement has left it behind; the new one has a step of its own.
    if (operation === "delete") return old?.delete === true;
    // What is read in place of the old one is no replacement of ours.
    if (operation === "replace") return this.#changes.get(urn)?.operation === "delete";
    // `--target` leaves out what would be created.
    return operation === "same" && old?.id === "";
  }

  /** Returns whether nothing is there to be replaced: an interrupted run has deleted it already, or it was only read. */
  #isRegained({ urn, operation }: Change): boolean {
    return operation === "replace" && this.#result === "succeeded" && !this.#replaced.has(urn);
  }

  #refreshed({ urn, old, new: found }: Step): void {
    if (old && !isDeepStrictEqual(old.outputs, found?.outputs)) {
      const before = stateOf(old);
      if (before !== undefined) this.#expected.set(urn, before);
    }
  }
}

/** Returns whether what was there leaves the stack. */
export function isLeaving({ operation }: Change): boolean {
  return operation === "delete" || operation === "replace";
}

/** Returns whether GitLab keeps what leaves the stack: the engine does not call a provider for it. */
export function isReleased(change: Change): boolean {
  return isLeaving(change) && change.before?.retainOnDelete === true;
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
  const { inputs, outputs, provider, retainOnDelete = false } = found;
  const by = provider ? { provider: providerIn(provider) } : {};
  return { inputs: inputs ?? {}, outputs: outputs ?? {}, retainOnDelete, ...by };
}

function violationOf(found: PolicyEvent): Violation {
  const { resourceUrn: urn, message, policyName: rule, enforcementLevel: level, severity } = found;
  return { urn, message, rule, level, severity };
}
