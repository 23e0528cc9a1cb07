import { type Address, type AddressKind, canonical } from "../domain/address";
import { LIST_LIMIT } from "../domain/list-limit";
import { type Permissions, samePermissions } from "../domain/permissions";
import { likelyMeant } from "../domain/unknown-names";
import type { ListName } from "./keys";
import { Kinds } from "./kinds";
import { Owners } from "./owners";
import {
  FLAGS,
  type Flag,
  type Found,
  type Item,
  isSet,
  type MapPart,
  type Member,
  type ProjectPart,
  type SetPart,
  type Settings,
  type Where,
} from "./parts";
import type { Refuse } from "./tree";

/** An element of a list as the resource takes it. */
type ListElement<Kind extends AddressKind> =
  | Address
  | ({ readonly [Target in Kind]: Address } & { readonly permissions: Permissions });

/** What a map says of the access to one project: the arguments of its `JobTokenAllowlist`, and where it says so. */
export interface AccessList extends Partial<Record<Flag, boolean>> {
  /** The full path, as the map writes it. */
  readonly project: string;
  readonly projects?: readonly ListElement<"project">[];
  readonly groups?: readonly ListElement<"group">[];
  readonly permissions?: Permissions;
  /** Former names of the resource. */
  readonly was: readonly string[];
  readonly reason?: string;
  readonly where: Where;
}

interface Parts {
  readonly maps: readonly MapPart[];
  readonly sets: readonly SetPart[];
}

/** Puts the files of a map together: who speaks for which project, what the sets hold, and what `defaults` leave to say. */
export function listsIn({ maps, sets }: Parts, refuse: Refuse): AccessList[] {
  const owners = new Owners(maps, refuse);
  const members = new Sets(sets, refuse);
  const kinds = new Kinds(maps, refuse);
  const lists = maps.flatMap((map) =>
    map.projects.filter((part) => owners.owns(map, part)).map((part) => listOf(part, map.defaults, members)),
  );
  for (const { lists: of } of sets) kinds.refuseMistaken(of.projects, of.groups);
  for (const { list, settings } of lists) {
    kinds.refuseGroup(list);
    kinds.refuseMistaken(settings.projects?.value, settings.groups?.value);
    refuseUnmanaged(list, refuse);
  }
  const all = lists.map(({ list }) => list);
  refuseTwice(all, refuse);
  return all.sort((a, b) => (canonical(a.project) < canonical(b.project) ? -1 : 1));
}

function listOf({ project, settings: own, was, reason }: ProjectPart, defaults: Settings, sets: Sets) {
  const settings: Settings = { ...defaults, ...own };
  const { projects, groups, permissions } = settings;
  const flags = FLAGS.flatMap((flag) => (settings[flag] === undefined ? [] : [[flag, settings[flag].value]]));
  const list: AccessList = {
    project: project.value,
    ...Object.fromEntries(flags),
    ...(projects === undefined
      ? {}
      : { projects: sets.members(projects, "projects").map((one) => elementOf("project", one)) }),
    ...(groups === undefined ? {} : { groups: sets.members(groups, "groups").map((one) => elementOf("group", one)) }),
    ...(permissions === undefined ? {} : { permissions: permissions.value }),
    ...(reason === undefined ? {} : { reason }),
    was,
    where: project.where,
  };
  return { list, settings };
}

function elementOf<Kind extends AddressKind>(kind: Kind, { address, permissions }: Member): ListElement<Kind> {
  if (permissions === undefined) return address;
  // A computed key loses its name.
  return { [kind]: address, permissions } as ListElement<Kind>;
}

function refuseUnmanaged({ projects, groups, where }: AccessList, refuse: Refuse): void {
  if (projects !== undefined || groups !== undefined) return;
  const text = "has neither projects nor groups, also not by defaults: write [] where nobody may come in";
  refuse({ ...where, text });
}

/** Spellings of one path are one project, and a former name is one resource's. */
function refuseTwice(lists: readonly AccessList[], refuse: Refuse): void {
  const named = new Map<string, AccessList>();
  for (const list of lists) {
    const first = named.get(canonical(list.project));
    if (first !== undefined) refuse({ ...list.where, text: `is the project that stands ${placeOf(first)} already` });
    named.set(canonical(list.project), first ?? list);
  }
  const former = new Map<string, AccessList>();
  for (const list of lists)
    for (const name of new Set(list.was)) {
      const other = former.get(name) ?? named.get(name);
      former.set(name, list);
      if (other !== undefined && other !== list)
        refuse({
          ...list.where,
          text: `has the former name "${name}", which is ${other.project}'s: one resource can't become two`,
        });
    }
}

function placeOf({ where: { spot, path } }: AccessList): string {
  return spot.line === undefined ? `as "${path.at(-1)}"` : `in line ${spot.line}`;
}

/** The members of sets. */
class Sets {
  readonly #sets: ReadonlyMap<string, SetPart>;
  readonly #refuse: Refuse;

  constructor(sets: readonly SetPart[], refuse: Refuse) {
    this.#sets = new Map(sets.map((set) => [set.name.value, set]));
    this.#refuse = refuse;
    for (const set of sets) {
      for (const { value, where } of [...(set.lists.projects ?? []), ...(set.lists.groups ?? [])])
        if (isSet(value))
          refuse({ ...where, text: `is a set in the set "${set.name.value}": a set holds addresses only` });
    }
  }

  /** The members of a list, each once, with those of its sets. */
  members({ value: items, where }: Found<readonly Item[]>, name: ListName): Member[] {
    const once = new Map<string, Member>();
    for (const member of items.flatMap((item) => this.#of(item, name))) {
      const key = canonical(member.address);
      const other = once.get(key);
      once.set(key, other ?? member);
      if (other !== undefined && !isSameGift(other.permissions, member.permissions))
        this.#refuse({ ...where, text: `has ${member.address} twice with different permissions: keep one of them` });
    }
    if (once.size > LIST_LIMIT)
      this.#refuse({
        ...where,
        text: `has ${once.size} entries with those of its sets, and GitLab holds ${LIST_LIMIT} of a kind`,
      });
    return [...once.values()];
  }

  #of({ value, where }: Item, name: ListName): Member[] {
    if (!isSet(value)) return [value];
    const set = this.#sets.get(value.set);
    const items = set?.lists[name];
    if (items === undefined) this.#refuse({ ...where, text: this.#missing(value.set, name) });
    return (items ?? []).flatMap((item) => (isSet(item.value) ? [] : [item.value]));
  }

  #missing(name: string, list: ListName): string {
    if (this.#sets.has(name)) return `is the set "${name}", which has no ${list}`;
    const known = this.#sets.size === 0 ? "there are no sets" : `the sets are ${[...this.#sets.keys()].join(", ")}`;
    return `is the set "${name}", which there is not${likelyMeant(name, this.#sets.keys())}: ${known}`;
  }
}

function isSameGift(a: Permissions | undefined, b: Permissions | undefined): boolean {
  return a === undefined || b === undefined ? a === b : samePermissions(a, b);
}
