import { isNumericId } from "../../provider/domain/address";
import { hasUnknown } from "../../provider/engine/unknowns";
import { type Change, SECRET, type State } from "../preview/events";

/** A project or a group, however a declaration calls it. */
export interface Place {
  readonly kind: "group" | "project";
  /** The same for every way to write it; undefined as long as nobody knows what it will be. */
  readonly key: string | undefined;
  /** Its path where the stack knows it, else its id. */
  readonly name: string;
}

const pairs = [
  { input: "project", output: "projectId", kind: "project" },
  { input: "group", output: "groupId", kind: "group" },
  { input: "targetProject", output: "targetProjectId", kind: "project" },
  { input: "targetGroup", output: "targetGroupId", kind: "group" },
] as const;

/** Brings ids and paths together, as far as the state knows both, so that a renamed project is one project. */
export class Places {
  readonly #ids = new Map<string, string>();
  readonly #paths = new Map<string, string>();

  constructor(changes: readonly Change[]) {
    for (const change of changes) for (const state of statesOf(change)) this.#learn(state);
  }

  place(kind: Place["kind"], address: unknown): Place {
    if (address === SECRET) return { kind, key: undefined, name: `a ${kind} that the program keeps secret` };
    if (address === undefined || hasUnknown(address)) return { kind, key: undefined, name: `a ${kind} not known yet` };
    const written = String(address).toLowerCase();
    const id = isNumericId(written) ? written : this.#ids.get(`${kind} ${written}`);
    const path = id === undefined ? String(address) : (this.#paths.get(`${kind} ${id}`) ?? String(address));
    return { kind, key: `${kind} ${id ?? written}`, name: path };
  }

  #learn({ inputs, outputs }: State): void {
    for (const { input, output, kind } of pairs) this.#pair(kind, inputs[input], outputs[output]);
    for (const [name, id] of Object.entries(objectIn(outputs.__ids))) {
      const [kind, path] = name.split(" ");
      if (kind === "group" || kind === "project") this.#pair(kind, path, id);
    }
  }

  #pair(kind: Place["kind"], address: unknown, id: unknown): void {
    if (typeof address !== "string" || typeof id !== "string" || isNumericId(address)) return;
    this.#ids.set(`${kind} ${address.toLowerCase()}`, id);
    this.#paths.set(`${kind} ${id}`, address);
  }
}

/** The engine calls it an update, not a replacement, where a new address leads to the same project: the old outputs hold for it. */
function statesOf({ operation, expected, before, after }: Change): State[] {
  const known = [expected, before].filter((state) => state !== undefined);
  const renamed = operation === "update" || operation === "same";
  return before !== undefined && after !== undefined && renamed
    ? [...known, { ...after, outputs: { ...before.outputs, __ids: undefined } }]
    : known;
}

function objectIn(value: unknown): object {
  return typeof value === "object" && value !== null ? value : {};
}
