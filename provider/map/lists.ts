import { type Address, type AddressKind, canonical, sameText } from "../domain/address";
import { LIST_LIMIT } from "../domain/list-limit";
import { nearest } from "../domain/nearest";
import { type Permissions, samePermissions } from "../domain/permissions";
import type { ListName } from "./keys";
import {
  FLAGS,
  type Flag,
  type Found,
  type Item,
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
  const kinds = new Kinds(maps);
  const lists = maps.flatMap((map) =>
    map.projects.filter((part) => owners.owns(map, part)).map((part) => listOf(part, map.defaults, members)),
  );
  for (const { list, settings } of lists) {
    kinds.refuseMistaken(settings, list, refuse);
    refuseUnmanaged(list, refuse);
  }
  return lists.map(({ list }) => list).sort((a, b) => (canonical(a.project) < canonical(b.project) ? -1 : 1));
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

/** A file's place says what it speaks for. Of several files that could speak for a project, the deepest one does. */
class Owners {
  readonly #maps: readonly MapPart[];
  readonly #refuse: Refuse;

  constructor(maps: readonly MapPart[], refuse: Refuse) {
    this.#maps = maps;
    this.#refuse = refuse;
    for (const [index, map] of maps.entries()) {
      const twin = maps.slice(0, index).find(({ place }) => isSame(place, map.place));
      if (twin !== undefined)
        refuse({
          spot: { file: map.file },
          path: [],
          text: `speaks for the same as ${twin.file}: paths have no case in GitLab`,
        });
    }
  }

  /** Returns whether this file may speak for the project, and says why not. */
  owns(map: MapPart, { project: { value, where } }: ProjectPart): boolean {
    const owner = this.#deepest(value);
    if (owner === map || isSame(owner?.place, map.place)) return true;
    const here = `this file speaks for ${map.place} and what is below it`;
    const text = covers(map.place, value)
      ? `belongs into ${owner?.file}, the deepest file that speaks for it`
      : `stands in the wrong file: ${here}. It belongs into ${owner?.file ?? `a file for ${groupOf(value)}`}`;
    this.#refuse({ ...where, text });
    return false;
  }

  #deepest(project: string): MapPart | undefined {
    const covering = this.#maps.filter(({ place }) => covers(place, project));
    const depth = ({ place = "" }: MapPart) => place.length;
    return covering.sort((a, b) => depth(b) - depth(a))[0];
  }
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
    const likely = nearest(name, this.#sets.keys());
    const known = this.#sets.size === 0 ? "there are no sets" : `the sets are ${[...this.#sets.keys()].join(", ")}`;
    return `is the set "${name}", which there is not${likely === undefined ? "" : `; "${likely}" was likely meant`}: ${known}`;
  }
}

/** What the map itself tells of a path: what has projects below it is a group. */
class Kinds {
  readonly #projects: ReadonlySet<string>;
  /** A project below each group. */
  readonly #groups: ReadonlyMap<string, string>;

  constructor(maps: readonly MapPart[]) {
    const projects = maps.flatMap((map) => map.projects.map(({ project }) => project.value));
    this.#projects = new Set(projects.map(canonical));
    this.#groups = new Map(
      projects.flatMap((project) => groupsAbove(project).map((group) => [group, project] as const)),
    );
  }

  refuseMistaken({ projects, groups }: Settings, { project, where }: AccessList, refuse: Refuse): void {
    const below = this.#groups.get(canonical(project));
    if (below !== undefined)
      refuse({ ...where, text: `is a group, because ${below} is below it: a project was expected` });
    for (const { value, where } of projects?.value ?? []) {
      const inside = isSet(value) ? undefined : this.#groups.get(canonical(value.address));
      if (inside !== undefined)
        refuse({
          ...where,
          text: `"${isSet(value) ? value.set : value.address}" is a group, because ${inside} is below it: list it under groups`,
        });
    }
    for (const { value, where } of groups?.value ?? [])
      if (!isSet(value) && this.#projects.has(canonical(value.address)))
        refuse({ ...where, text: `"${value.address}" is a project of this map: list it under projects` });
  }
}

function isSet(value: Item["value"]): value is { readonly set: string } {
  return "set" in value;
}

function isSameGift(a: Permissions | undefined, b: Permissions | undefined): boolean {
  return a === undefined || b === undefined ? a === b : samePermissions(a, b);
}

function isSame(a: string | undefined, b: string | undefined): boolean {
  return a !== undefined && b !== undefined && sameText(a, b);
}

/** An object of a program has no place and speaks for every project. */
function covers(place: string | undefined, project: string): boolean {
  return place === undefined || `${canonical(project)}/`.startsWith(`${canonical(place)}/`);
}

function groupOf(project: string): string {
  return project.split("/").slice(0, -1).join("/");
}

function groupsAbove(project: string): string[] {
  const segments = canonical(project).split("/");
  return segments.slice(1).map((_, index) => segments.slice(0, index + 1).join("/"));
}
