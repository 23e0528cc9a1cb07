import { type AccessType, type Declaration, type Declared, isAccessType } from "../../provider/domain/access/declared";
import type { AddressKind } from "../../provider/domain/address";
import { type Environment, filled } from "../../provider/domain/environment";
import {
  type Hidden,
  type Instance,
  instanceAt,
  instanceBehind,
  type Mention,
  SECRET,
  UNKNOWN,
} from "../../provider/domain/identity";
import { typeNameOf } from "../../provider/domain/kinds";
import { GITLAB_COM, SETTING } from "../../provider/domain/settings";
import { isUnknown } from "../../provider/engine/unknowns";
import { type Change, type Preview, SECRET as SECRET_TEXT, type State } from "../preview/events";

/** Which state of a change is meant. */
export type Side = "after" | "before" | "expected";

/** The address that resources without a provider of their own use, in the order in which the provider looks for it. */
export function ambientAddress(env: Environment, { config }: Pick<Preview, "config">): string | undefined {
  const configured = config[SETTING.baseUrl];
  // The provider's default counts only beside a credential: a job without one may lack the address, too.
  const byDefault = filled(env.GITLAB_TOKEN) === undefined ? undefined : GITLAB_COM;
  return (
    filled(env.GITLAB_BASE_URL) ??
    filled(typeof configured === "string" ? configured : undefined) ??
    filled(env.CI_API_V4_URL) ??
    byDefault
  );
}

/** The GitLab that each state of a change is for. Ids of two GitLabs have nothing to do with each other. */
export class Instances {
  readonly #byProvider = new Map<string, Instance>();
  /** The addresses that providers had before this run, where it changes them. */
  readonly #formerly = new Map<string, Instance>();
  readonly #bySiblings = new Map<string, Instance>();
  readonly #ambient: Instance | undefined;

  constructor(changes: readonly Change[], ambient?: string) {
    this.#ambient = ambient === undefined ? undefined : instanceAt(ambient);
    for (const change of changes) {
      const recorded = recordedIn(change.before) ?? recordedIn(change.expected);
      if (recorded !== undefined && !isMoved(change)) this.#bySiblings.set(change.provider, recorded);
      const present = addressIn(change, change.after ?? change.before);
      if (present !== undefined) this.#byProvider.set(change.urn, present);
      const former = addressIn(change, change.before);
      if (former !== undefined) this.#formerly.set(change.urn, former);
    }
  }

  /**
   * The address in the state, else that of its provider, else that of other resources of this provider, else the provider itself. A step
   * that replaces nothing stays in its GitLab, because the provider refuses to apply a state to another one.
   */
  of(change: Change, side: Side): Instance {
    const { operation, provider, before } = change;
    const recorded = side === "after" && operation !== "replace" ? recordedIn(before) : recordedIn(change[side]);
    if (recorded !== undefined) return recorded;
    if (side === "after") return this.#behind(provider);
    const by = change[side]?.provider ?? provider;
    // What no step touches is left in the dark about its provider's new address: it is neither lost here nor gained there.
    return (operation === "same" ? undefined : this.#formerly.get(by)) ?? this.#behind(by);
  }

  #behind(provider: string): Instance {
    const own = this.#byProvider.get(provider);
    if (own !== undefined) return own;
    if (this.#ambient !== undefined && isDefault(provider)) return this.#ambient;
    return this.#bySiblings.get(provider) ?? instanceBehind(provider);
  }
}

/** A replaced resource may have come from another provider. */
function isMoved({ operation }: Change): boolean {
  return operation === "replace";
}

function isProvider({ type }: Change): boolean {
  return type.startsWith("pulumi:providers:");
}

/** The engine calls the providers that it makes itself `default`, or `default_` and a version. */
function isDefault(provider: string): boolean {
  return provider === "" || /::default(?:_[\w.]+)?$/.test(provider);
}

function addressIn(change: Change, state: State | undefined): Instance | undefined {
  const inputs = state?.inputs ?? {};
  const url = plain(inputs[SETTING.baseUrl] ?? (isProvider(change) ? inputs.baseUrl : undefined));
  return typeof url === "string" ? instanceAt(url) : undefined;
}

function recordedIn(state: State | undefined): Instance | undefined {
  const origin = state?.outputs.__origin;
  return typeof origin === "string" ? instanceAt(origin) : undefined;
}

/** What one state of a change says of access. Empty for types that say nothing of access. */
export function declaredIn(change: Change, state: State | undefined, instance: Instance): Declared<Change>[] {
  const type = accessTypeOf(change);
  if (type === undefined || state === undefined) return [];
  return [{ type, inputs: plainInputs(state), outputs: state.outputs, instance, source: change }];
}

export function accessTypeOf({ type }: Pick<Change, "type">): AccessType | undefined {
  const name = typeNameOf(type);
  return name !== undefined && isAccessType(name) ? name : undefined;
}

/** The inputs of a state, with SECRET and UNKNOWN in place of what the stream does not show. */
export function plainInputs({ inputs }: Partial<State> & Pick<State, "inputs">): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(inputs).map(([key, value]) => [key, plain(value)]));
}

function plain(value: unknown): unknown {
  if (value === SECRET_TEXT) return SECRET;
  if (isUnknown(value)) return UNKNOWN;
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, plain(item)]));
}

/** What a change that is not written may be about: its addresses are the program's word, and nobody knows the rest. */
export function perhapsIn(change: Change, instances: Instances): Declared<Change>[] {
  return (["before", "after"] as const).flatMap((side) =>
    declaredIn(change, change[side], instances.of(change, side)).map((one) => ({
      ...one,
      inputs: {
        ...Object.fromEntries(
          Object.entries(one.inputs).map(([name, value]) => [name, ADDRESSES.has(name) ? value : UNKNOWN]),
        ),
        permissions: UNKNOWN,
      },
    })),
  );
}

const ADDRESSES: ReadonlySet<string> = new Set(["project", "targetGroup", "targetProject"]);

/** A hidden list counts as one hidden entry. */
export function unreadOf({
  project,
  kind,
  hidden,
}: Declaration<Change> & { kind: AddressKind; hidden?: Hidden | undefined }): Mention {
  return { ...project, kind, written: hidden ?? SECRET, called: "", id: undefined, realPath: undefined };
}

/** The state after the run with the ids that still hold: the engine updates a resource in place only if its new address has the old id. */
export function afterWithIds({ operation, before, after }: Change): State | undefined {
  if (before === undefined || after === undefined) return after;
  if (operation !== "update" && operation !== "same") return after;
  return { ...after, outputs: before.outputs };
}
