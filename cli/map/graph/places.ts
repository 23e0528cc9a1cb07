import { groupsAbove } from "../../../provider/domain/address";
import type { Estate, EstateProject } from "./estate";
import { isReadOnly } from "./ways";

/** Where a place stands to the inventory: read, listed from outside its scope, or hidden from its reader. */
export type Standing = "hidden" | "outside" | "read";

/** A project, or a group with all that is below it. */
export interface Place {
  /** The position in `Places.all`. */
  readonly index: number;
  readonly kind: "group" | "project";
  /** Undefined for a group of which only the path is known. */
  readonly id: number | undefined;
  /** Undefined where GitLab hides it. */
  readonly path: string | undefined;
  readonly standing: Standing;
  /** Undefined for a group, and for a project that was not read. */
  readonly project: EstateProject | undefined;
  /** The group that holds it, where a project of the inventory is below that. */
  readonly parent: number | undefined;
  /** The projects of the inventory in it are those from `first` to before `end`. */
  readonly first: number;
  readonly end: number;
}

type Found = Pick<Place, "id" | "kind" | "path" | "project">;

/**
 * All places of an estate. The projects with a known path come first, in the order of their groups, so that each group is one run of them;
 * then the groups, each after those that hold it; then what is listed and holds no known project.
 */
export class Places {
  readonly all: Place[] = [];
  /** How many projects have a known path: those of the inventory, and those that its lists name. */
  readonly projectCount: number;
  readonly #groups = new Map<string, number>();
  readonly #byKey = new Map<string, number>();
  readonly #scope: readonly string[];
  readonly #chains: (readonly number[])[] = [];

  constructor({ projects, targets, scope }: Estate) {
    this.#scope = scope;
    const known = knownProjects(projects);
    this.projectCount = known.length;
    const ids = new Map(targets.flatMap(({ kind, id, path }) => (kind === "group" ? [[path.toLowerCase(), id]] : [])));
    const runs = runsOf(known.map(({ path }) => path));
    for (const path of runs.keys()) this.#groups.set(path.toLowerCase(), known.length + this.#groups.size);
    for (const [index, found] of known.entries()) this.#add(found, [index, index + 1]);
    for (const [path, run] of runs)
      this.#add({ kind: "group", id: ids.get(path.toLowerCase()), path, project: undefined }, run);
    for (const entry of projects.flatMap(({ entries = [] }) => entries))
      if (this.indexOf(entry) < 0) this.#add({ ...entry, project: undefined }, [0, 0]);
  }

  /** Returns the index of what an entry lists; -1 if it is no place. */
  indexOf({ kind, id, path }: Pick<Found, "kind" | "path"> & { readonly id: number }): number {
    return this.#byKey.get(keyOf(kind, id, path)) ?? -1;
  }

  at(index: number): Place {
    const place = this.all[index];
    if (place === undefined) throw new RangeError(`There is no place ${index}.`);
    return place;
  }

  /** The project of a path, else the group of a path, else the project of an id. */
  find(name: string): Place | undefined {
    const wanted = name.toLowerCase();
    const named = this.all.filter(({ path }) => path?.toLowerCase() === wanted);
    return (
      named.find(({ kind }) => kind === "project") ??
      named[0] ??
      this.all.find(({ kind, id }) => kind === "project" && String(id) === wanted)
    );
  }

  /** The place itself and the groups that hold it, the closest first. */
  chainOf(index: number): readonly number[] {
    const chain = this.#chains[index] ?? this.#chainFrom(index);
    this.#chains[index] = chain;
    return chain;
  }

  #chainFrom(index: number): number[] {
    const parent = this.all[index]?.parent;
    return parent === undefined ? [index] : [index, ...this.chainOf(parent)];
  }

  #add({ kind, id, path, project }: Found, [first, end]: readonly [number, number]): void {
    const index = this.all.length;
    const standing = this.#standingOf({ kind, path, project });
    this.all.push({ kind, id, path, project, index, standing, parent: this.#parentOf(path), first, end });
    if (id !== undefined || path !== undefined) this.#byKey.set(keyOf(kind, id, path), index);
  }

  #standingOf({ kind, path, project }: Omit<Found, "id">): Standing {
    if (project !== undefined) return "read";
    if (path === undefined) return "hidden";
    const isInside = this.#scope.some((within) => isBelow(path, within));
    if (!isInside) return "outside";
    return kind === "group" ? "read" : "hidden";
  }

  #parentOf(path: string | undefined): number | undefined {
    return path === undefined ? undefined : this.#groups.get(parentPath(path).toLowerCase());
  }
}

/** No hop goes on from there. */
export function startsNoJobs({ project }: Pick<Place, "project">): boolean {
  return project !== undefined && isReadOnly(project);
}

/** The projects of the inventory, and those that its lists name by a path, in the order of their groups. */
function knownProjects(projects: readonly EstateProject[]): (Found & { readonly path: string })[] {
  const known = new Map<number, Found & { readonly path: string }>();
  for (const project of projects)
    known.set(project.id, { kind: "project", id: project.id, path: project.path, project });
  for (const { kind, id, path } of projects.flatMap(({ entries = [] }) => entries))
    if (kind === "project" && path !== undefined && !known.has(id))
      known.set(id, { kind, id, path, project: undefined });
  return [...known.values()].sort((a, b) => compare(orderOf(a.path), orderOf(b.path)));
}

/** Projects are one by their id. Groups are one by their path, because the inventory's projects say only the paths of theirs. */
function keyOf(kind: Place["kind"], id: number | undefined, path: string | undefined): string {
  return kind === "group" && path !== undefined ? `group ${path.toLowerCase()}` : `${kind} #${id}`;
}

/** The runs of projects below each group, each group after those that hold it. */
function runsOf(paths: readonly string[]): Map<string, [number, number]> {
  const runs = new Map<string, [number, number]>();
  for (const [index, path] of paths.entries())
    for (const group of groupsAbove(path)) {
      const run = runs.get(group);
      if (run === undefined) runs.set(group, [index, index + 1]);
      else run[1] = index + 1;
    }
  return runs;
}

export function parentPath(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf("/")));
}

export function isBelow(path: string, group: string): boolean {
  return path.toLowerCase() === group.toLowerCase() || path.toLowerCase().startsWith(`${group.toLowerCase()}/`);
}

/** What stands below a group has to come in one run: a slash sorts before everything that a name may hold. */
function orderOf(path: string): string {
  return path.toLowerCase().replaceAll("/", "\u0000");
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
