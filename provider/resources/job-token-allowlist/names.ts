import { type Address, type AddressKind, moveOf } from "../../domain/address";
import { listedName } from "../../domain/identity";
import type { UserError } from "../../domain/user-error";
import { movedAway } from "../../engine/whereabouts";
import type { GitLab } from "../../gitlab/connection";
import { isNotFound } from "../../http/errors";
import { type Failure, known } from "./edit";
import { type Inputs, inOrder, kinds, listOf, managedKinds } from "./inputs";
import { type Entry, keyOf } from "./plan";

/** The ids behind the paths that a program names, per kind. The state keeps them, so that a renamed target is still the same target. */
export type Names = Readonly<Record<string, string>>;

export interface Resolved {
  readonly names: Names;
  readonly wanted: readonly Entry[];
  readonly unfound: readonly Failure[];
  /** Is the project on its own list? */
  readonly namesItself: boolean;
}

/**
 * Finds the ids of the targets: first in the state, then in the lists themselves, and last by a look-up in GitLab. A listed target is
 * therefore recognised even where the credential can't see it.
 */
export async function resolve(
  { directory }: Pick<GitLab, "directory">,
  inputs: Inputs,
  { names, present, projectId }: { names: Names; present: readonly Entry[]; projectId: string },
): Promise<Resolved> {
  const listed = new Map(present.map(({ kind, id, path = "" }) => [listedName(kind, path), id]));
  const paths = new Map(present.map((entry) => [keyOf(entry), entry.path]));
  const targets = targetsOf(inputs);
  const idOf = async ({ kind, address }: (typeof targets)[number]) =>
    names[listedName(kind, address)] ?? listed.get(listedName(kind, address)) ?? directory.idOf(kind, address);
  const outcomes = await Promise.allSettled(targets.map(idOf));
  const isNew = ({ kind, address }: (typeof targets)[number], id: string) => names[listedName(kind, address)] !== id;
  const found: Record<string, string> = {};
  const wanted = new Map<string, Entry>();
  const unfound: Failure[] = [];
  for (const [index, { kind, address }] of targets.entries()) {
    const outcome = outcomes[index];
    if (outcome?.status !== "fulfilled") {
      const error = known(outcome?.reason);
      unfound.push({ entry: unknownEntry(kind, address, error), doing: "find", error });
      continue;
    }
    const id = outcome.value;
    if (typeof address === "string") found[listedName(kind, address)] = id;
    const path = paths.get(keyOf({ kind, id })) ?? directory.pathOf(kind, id);
    if (path !== undefined && isNew({ kind, address }, id) && moveOf(address, path) === "elsewhere") {
      const entry = { kind, id, path, called: String(address) };
      unfound.push({ entry, doing: "find", error: movedAway(entry, path) });
      continue;
    }
    wanted.set(keyOf({ kind, id }), { kind, id, path, called: String(address) });
  }
  const namesItself = wanted.delete(keyOf({ kind: "project", id: projectId }));
  return { names: found, wanted: [...wanted.values()], unfound, namesItself };
}

/** GitLab follows old paths of projects, but not of groups. A target that can't be found is matched by the path that the program gives. */
function unknownEntry(kind: AddressKind, address: Address, error: UserError): Entry {
  const called = String(address);
  if (kind === "group" || isNotFound(error)) return { kind, id: called, called, path: called };
  return { kind, id: called, called, isUnknown: true };
}

/** Returns the inputs that describe what GitLab holds. A target keeps the address that the program gives it, if it gives one. */
export function asFound(inputs: Inputs, names: Names, present: readonly Entry[], projectId: string): Inputs {
  const lists = managedKinds(inputs).map((kind) => {
    const held = present.filter((entry) => entry.kind === kind);
    const idOf = (address: Address) =>
      typeof address === "number" ? String(address) : names[listedName(kind, address)];
    const isItself = (id: string | undefined) => kind === "project" && id === projectId;
    const declared = inputs[listOf[kind]] ?? [];
    const kept = declared.filter((address) => {
      const id = idOf(address);
      return isItself(id) || held.some((entry) => entry.id === id);
    });
    const words = new Set(kept.map(idOf));
    const others = held.filter(({ id }) => !words.has(id)).map(addressOf);
    return [listOf[kind], inOrder([...kept, ...others])] as const;
  });
  return { ...inputs, ...Object.fromEntries(lists) };
}

/** Returns only the names that the inputs use. */
export function namesIn(inputs: Inputs, known: Names, present: readonly Entry[]): Names {
  const listed = present.flatMap(({ kind, id, path }) => (path === undefined ? [] : [[listedName(kind, path), id]]));
  const names: Names = { ...Object.fromEntries(listed), ...known };
  const used = targetsOf(inputs).map(({ kind, address }) => listedName(kind, address));
  return Object.fromEntries(used.flatMap((name) => (names[name] === undefined ? [] : [[name, names[name]]])));
}

/** Returns the address that a program writes for an entry. */
export function addressOf({ id, path }: Entry): Address {
  return path ?? Number(id);
}

function targetsOf(inputs: Inputs): { kind: AddressKind; address: Address }[] {
  return kinds.flatMap((kind) => (inputs[listOf[kind]] ?? []).map((address) => ({ kind, address })));
}
