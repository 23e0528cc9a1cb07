import { type Address, type AddressKind, moveOf } from "../../domain/address";
import { listedName } from "../../domain/identity";
import type { Permissions } from "../../domain/permissions";
import { refusal, type UserError } from "../../domain/user-error";
import { movedAway } from "../../engine/whereabouts";
import type { GitLab } from "../../gitlab/connection";
import { WrongKindError } from "../../gitlab/directory";
import { isNotFound } from "../../http/errors";
import { known as asUserError, type Failure } from "./edit";
import { elementOf, inOrder, isSameGift, type Listing, listingOf } from "./elements";
import { type Inputs, listingsIn, listOf, managedKinds, managesPermissions } from "./inputs";
import { type Entry, isOther, keyOf } from "./plan";

/** The ids behind the paths that a program names, per kind. The state keeps them, so that a renamed target is still the same target. */
export type Names = Readonly<Record<string, string>>;

export interface Resolved {
  readonly names: Names;
  readonly wanted: readonly Entry[];
  readonly unfound: readonly Failure[];
  /** Is the project on its own list? */
  readonly namesItself: boolean;
}

/** What is known before the targets are looked up. */
interface Before {
  /** The ids that the state has. */
  readonly names: Names;
  readonly present: readonly Entry[];
  readonly projectId: string;
}

/** A target as far as it was found. */
interface Sought {
  readonly listing: Listing;
  readonly id?: string;
  readonly path?: string | undefined;
  readonly error?: UserError;
}

/**
 * Finds the ids of the targets: first in the state, then in the lists themselves, and last by a look-up in GitLab. A listed target is
 * therefore recognised even where the credential can't see it.
 */
export async function resolve(
  gitlab: Pick<GitLab, "directory" | "paths">,
  inputs: Inputs,
  before: Before,
): Promise<Resolved> {
  const seek = seeker(gitlab, inputs, before);
  const found: Record<string, string> = {};
  const wanted = new Map<string, Entry>();
  const unfound: Failure[] = [];
  for (const sought of await Promise.all(listingsIn(inputs).map(seek))) {
    const { listing, id } = sought;
    if (id !== undefined && typeof listing.address === "string") found[listedName(listing.kind, listing.address)] = id;
    const entry = entryFor(sought);
    const error = sought.error ?? movedError(sought, before.names);
    const other = wanted.get(keyOf(entry));
    if (other !== undefined && !isSameGift(other.permissions, entry.permissions)) throw contradiction(entry, other);
    if (error === undefined) wanted.set(keyOf(entry), entry);
    else unfound.push({ entry, doing: "find", error });
  }
  // Another address of the program says that the target is meant, so that this one needs no answer.
  const lost = unfound.filter(({ entry }) => !wanted.has(keyOf(entry)));
  const namesItself = wanted.delete(keyOf({ kind: "project", id: before.projectId }));
  return { names: found, wanted: [...wanted.values()], unfound: lost, namesItself };
}

function seeker(
  { directory, paths: lookups }: Pick<GitLab, "directory" | "paths">,
  inputs: Inputs,
  { names, present, projectId }: Before,
): (listing: Listing) => Promise<Sought> {
  const listed = new Map(present.map(({ kind, id, path = "" }) => [listedName(kind, path), id]));
  const paths = new Map(present.map((entry) => [keyOf(entry), entry.path]));
  const needsPaths = managesPermissions(inputs);
  return async (listing) => {
    const { kind, address } = listing;
    const name = listedName(kind, address);
    const known: { id?: string } = {};
    try {
      const id = names[name] ?? listed.get(name) ?? (await directory.idOf(kind, address));
      known.id = id;
      const path = paths.get(keyOf({ kind, id })) ?? directory.pathOf(kind, id);
      if (path !== undefined || !needsPaths || (kind === "project" && id === projectId)) return { listing, id, path };
      // GraphQL adds by path alone, and only paths say which entries are above which.
      return { listing, id, path: await lookups.of(kind, id) };
    } catch (error) {
      return { listing, ...known, error: asUserError(error) };
    }
  };
}

/** A path in a program that leads to another namespace for the first time leads nobody knows where. */
function movedError({ listing, id, path }: Sought, names: Names): UserError | undefined {
  const { kind, address } = listing;
  const isNew = names[listedName(kind, address)] !== id;
  if (id === undefined || path === undefined || !isNew || moveOf(address, path) !== "elsewhere") return undefined;
  return movedAway({ kind, id, called: String(address) }, path);
}

function entryFor({ listing, id, path, error }: Sought): Entry {
  const { kind, address, permissions } = listing;
  const called = String(address);
  if (id !== undefined) return { kind, id, path, called, permissions };
  return { ...unknownEntry(kind, address, error), permissions };
}

/** GitLab follows old paths of projects, but not of groups. A target that can't be found is matched by the path that the program gives. */
function unknownEntry(kind: AddressKind, address: Address, error: UserError | undefined): Entry {
  const called = String(address);
  const isFindable = !(error instanceof WrongKindError); // It is there, and meant: nothing that may stand for it goes.
  if (isFindable && (kind === "group" || isNotFound(error))) return { kind, id: called, called, path: called };
  return { kind, id: called, called, isUnknown: true };
}

function contradiction({ called: address }: Entry, { called, kind }: Entry): UserError {
  return refusal(
    "one target with different permissions",
    `${address} and ${called} are one ${kind}, and the list gives it different permissions. Nothing was touched: keep one of them.`,
  );
}

/** Returns the inputs that describe what GitLab holds. A target keeps the address that the program gives it, if it gives one. */
export function asFound(inputs: Inputs, names: Names, present: readonly Entry[], projectId: string): Inputs {
  const { permissions: preset } = inputs;
  const lists = managedKinds(inputs).map((kind) => {
    const held = new Map(present.filter((entry) => entry.kind === kind).map((entry) => [entry.id, entry]));
    const idOf = ({ address }: Listing) =>
      typeof address === "number" ? String(address) : (names[listedName(kind, address)] ?? "");
    const declared = (inputs[listOf[kind]] ?? []).map((element) => ({
      element,
      listing: listingOf(kind, element, preset),
    }));
    const kept = declared.flatMap(({ element, listing }) => {
      const entry = held.get(idOf(listing));
      if (entry === undefined) return kind === "project" && idOf(listing) === projectId ? [element] : [];
      const isSame = !isOther(entry, { ...entry, permissions: listing.permissions });
      return [isSame ? element : elementOf({ ...listing, permissions: entry.permissions }, preset)];
    });
    const words = new Set(declared.map(({ listing }) => idOf(listing)));
    const others = [...held.values()].filter(({ id }) => !words.has(id)).map((entry) => elementFor(entry, preset));
    return [listOf[kind], inOrder(kind, [...kept, ...others])] as const;
  });
  return { ...inputs, ...Object.fromEntries(lists) };
}

/** Returns only the names that the inputs use. */
export function namesIn(inputs: Inputs, known: Names, present: readonly Entry[]): Names {
  const listed = present.flatMap(({ kind, id, path }) => (path === undefined ? [] : [[listedName(kind, path), id]]));
  const names: Names = { ...Object.fromEntries(listed), ...known };
  const used = listingsIn(inputs).map(({ kind, address }) => listedName(kind, address));
  return Object.fromEntries(used.flatMap((name) => (names[name] === undefined ? [] : [[name, names[name]]])));
}

/** Returns the address that a program writes for an entry. */
export function addressOf({ id, path }: Pick<Entry, "id" | "path">): Address {
  return path ?? Number(id);
}

/** Returns the element that a program writes for an entry: with its permissions where the list presets others. */
export function elementFor(entry: Entry, preset: Permissions | undefined) {
  const permissions = preset === undefined ? undefined : entry.permissions;
  return elementOf({ kind: entry.kind, address: addressOf(entry), permissions }, preset);
}
