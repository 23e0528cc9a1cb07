import { Access } from "../../provider/domain/access/access";
import { type Address, type AddressKind, canonical } from "../../provider/domain/address";
import { kindOf } from "../../provider/domain/kinds";
import type { Change, Preview } from "../preview/events";
import { declaredIn, type Instances, plainInputs } from "../report/declared";

/** A project or a group, as a program writes it. */
export interface Addressed {
  readonly kind: AddressKind;
  readonly address: Address;
}

/** What a program asks of one GitLab. */
export interface Asked {
  /** Where something is made or changed: the role there decides. */
  readonly places: readonly Addressed[];
  /** Who is let in: sight is enough. */
  readonly targets: readonly Addressed[];
  readonly makesTokens: boolean;
  readonly runnersOnly: boolean;
  /** It says what an entry may be used for. */
  readonly setsPermissions: boolean;
}

/** The changes of a preview by the provider that carries them out. */
export function byProvider({ changes }: Preview): ReadonlyMap<string, readonly Change[]> {
  const found = new Map<string, Change[]>();
  for (const change of changes.filter(({ type }) => kindOf(type) !== undefined))
    found.set(change.provider, [...(found.get(change.provider) ?? []), change]);
  return found;
}

export function askedBy(changes: readonly Change[], instances: Instances): Asked {
  const kept = changes.filter(({ after }) => after !== undefined);
  const kinds = new Set(kept.map(({ type }) => kindOf(type)));
  // What is let in already needs no sight: a list that stays as it is asks for none.
  const moving = kept.filter(({ operation }) => operation !== "same");
  const declared = moving.flatMap((change) => declaredIn(change, change.after, instances.of(change, "after")));
  const targets = new Access(declared).entries.flatMap(({ target: { kind, written } }) => addressed(kind, written));
  return {
    places: once(kept.flatMap(placesOf)),
    targets: once(targets),
    makesTokens: kinds.has("token"),
    runnersOnly: kinds.size === 1 && kinds.has("runner"),
    setsPermissions: kept.some(hasPermissions),
  };
}

/** Of a list or an entry, for itself or for one of its elements. */
function hasPermissions({ after }: Change): boolean {
  const { permissions, projects, groups } = after === undefined ? {} : plainInputs(after);
  const elements = [projects, groups].flatMap((list) => (Array.isArray(list) ? list : []));
  return permissions !== undefined || elements.some((one) => typeof one === "object" && "permissions" in one);
}

function placesOf({ after }: Change): Addressed[] {
  const { project, group } = after === undefined ? {} : plainInputs(after);
  return [...addressed("project", project), ...addressed("group", group)];
}

function addressed(kind: AddressKind, written: unknown): Addressed[] {
  return typeof written === "string" || typeof written === "number" ? [{ kind, address: written }] : [];
}

function once(all: readonly Addressed[]): Addressed[] {
  const found = new Map(all.map((one) => [`${one.kind} ${canonical(one.address)}`, one]));
  return [...found].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, one]) => one);
}
