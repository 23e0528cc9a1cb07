import { type AccessType, type Declared, isAccessType } from "../../provider/domain/access";
import { type Instance, instanceAt, instanceBehind, SECRET, UNKNOWN } from "../../provider/domain/identity";
import { typeNameOf } from "../../provider/domain/kinds";
import { isUnknown } from "../../provider/engine/unknowns";
import { type Change, SECRET as SECRET_TEXT, type State } from "../preview/events";

/** Which GitLab each change is for. Two GitLabs number their projects alike, so nothing is compared across them. */
export class Instances {
  readonly #found = new Map<string, Instance>();

  constructor(changes: readonly Change[]) {
    for (const { provider, before, expected } of changes) {
      const origin = before?.outputs.__origin ?? expected?.outputs.__origin;
      if (typeof origin === "string") this.#found.set(provider, instanceAt(origin));
    }
    for (const { urn, after, before } of changes) {
      const url = plain((after ?? before)?.inputs["gitlab:baseUrl"]);
      if (typeof url === "string") this.#found.set(urn, instanceAt(url));
    }
  }

  /** By the address that the provider or a state of its resources keeps; else by the provider. */
  of({ provider }: Change): Instance {
    return this.#found.get(provider) ?? instanceBehind(provider);
  }
}

/** What one state of a change says of access; nothing where its type says nothing of that. */
export function declaredIn(change: Change, state: State | undefined, instance: Instance): Declared<Change>[] {
  const type = accessTypeOf(change);
  if (type === undefined || state === undefined) return [];
  const inputs = Object.fromEntries(Object.entries(state.inputs).map(([key, value]) => [key, plain(value)]));
  return [{ type, inputs, outputs: state.outputs, instance, source: change }];
}

export function accessTypeOf({ type }: Pick<Change, "type">): AccessType | undefined {
  const name = typeNameOf(type);
  return name !== undefined && isAccessType(name) ? name : undefined;
}

/** A value of the stream, with a marker in the place of what it does not tell. */
function plain(value: unknown): unknown {
  if (value === SECRET_TEXT) return SECRET;
  if (isUnknown(value)) return UNKNOWN;
  return Array.isArray(value) ? value.map(plain) : value;
}
