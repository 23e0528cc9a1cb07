import type { Group } from "./group";
import type { Project } from "./project";
import type { User } from "./users";

/** A user's own namespace: personal projects live in it. */
export interface UserNamespace {
  readonly kind: "user";
  readonly id: number;
  readonly user: User;
  readonly name: string;
  readonly fullPath: string;
  readonly fullName: string;
}

/** What can hold projects. */
export type Namespace = Group | UserNamespace;
type Place = Namespace | Project;

/** A project found under an address, and whether that address is one it has left behind. */
export interface ProjectAtPath {
  readonly project: Project;
  readonly moved: boolean;
}

/** The tree of groups, users' namespaces and projects, found by id and by path; GitLab compares paths without case. */
export class Namespaces {
  readonly groups = new Map<number, Group>();
  readonly projects = new Map<number, Project>();
  readonly #users = new Map<number, UserNamespace>();
  readonly #byPath = new Map<string, Place>();
  /** Paths that projects have left, until somebody else takes them. */
  readonly #left = new Map<string, Project>();
  readonly #subgroups = new Map<number | null, Set<Group>>();
  readonly #projectsIn = new Map<number, Set<Project>>();

  addUser(user: User): void {
    const { namespaceId: id, username, name } = user;
    const namespace = { kind: "user", id, user, name, fullPath: username, fullName: name } as const;
    this.#users.set(id, namespace);
    this.#byPath.set(username.toLowerCase(), namespace);
  }

  /** Gives a user's namespace, with all that is in it, the user's new name. */
  renameUser(user: User, former: string): void {
    this.#byPath.delete(former.toLowerCase());
    this.addUser(user);
    for (const project of this.projectsIn(user.namespaceId)) this.#settle(project);
  }

  removeUser(user: User): void {
    this.#users.delete(user.namespaceId);
    this.#byPath.delete(user.username.toLowerCase());
  }

  addGroup(group: Group): void {
    this.groups.set(group.id, group);
    inSet(this.#subgroups, group.parentId).add(group);
    this.#settle(group);
  }

  addProject(project: Project): void {
    this.projects.set(project.id, project);
    inSet(this.#projectsIn, project.namespaceId).add(project);
    this.#settle(project);
  }

  /** Everything below must be gone already. */
  removeGroup(group: Group): void {
    this.groups.delete(group.id);
    inSet(this.#subgroups, group.parentId).delete(group);
    this.#byPath.delete(group.fullPath.toLowerCase());
  }

  removeProject(project: Project): void {
    this.projects.delete(project.id);
    inSet(this.#projectsIn, project.namespaceId).delete(project);
    this.#byPath.delete(project.fullPath.toLowerCase());
    for (const [path, former] of this.#left) if (former === project) this.#left.delete(path);
  }

  /** Renames or moves a group with all that is below it; `change` writes the new name, path or parent. */
  changeGroup(group: Group, change: (group: Group) => void): void {
    inSet(this.#subgroups, group.parentId).delete(group);
    change(group);
    inSet(this.#subgroups, group.parentId).add(group);
    this.#settle(group);
  }

  changeProject(project: Project, change: (project: Project) => void): void {
    inSet(this.#projectsIn, project.namespaceId).delete(project);
    change(project);
    inSet(this.#projectsIn, project.namespaceId).add(project);
    this.#settle(project);
  }

  /** Works out paths and names anew, from here downwards. */
  #settle(place: Group | Project): void {
    const holder = place.kind === "group" ? this.parentOf(place) : this.namespace(place.namespaceId);
    const fullPath = holder ? `${holder.fullPath}/${place.path}` : place.path;
    const fullName = holder ? `${holder.fullName} / ${place.name}` : place.name;
    if (place.fullPath.toLowerCase() !== fullPath.toLowerCase()) this.#leave(place);
    place.fullPath = fullPath;
    place.fullName = fullName;
    this.#byPath.set(fullPath.toLowerCase(), place);
    this.#left.delete(fullPath.toLowerCase());
    if (place.kind === "project") return;
    for (const child of [...this.subgroups(place.id), ...this.projectsIn(place.id)]) this.#settle(child);
  }

  #leave(place: Group | Project): void {
    const former = place.fullPath.toLowerCase();
    if (this.#byPath.get(former) !== place) return;
    this.#byPath.delete(former);
    if (place.kind === "project") this.#left.set(former, place);
  }

  namespace(id: number): Namespace | undefined {
    return this.groups.get(id) ?? this.#users.get(id);
  }

  users(): Iterable<UserNamespace> {
    return this.#users.values();
  }

  atPath(path: string): Place | undefined {
    return this.#byPath.get(path.toLowerCase());
  }

  /** Paths that a project has left still lead to it; those of groups don't. */
  projectAtPath(path: string): ProjectAtPath | undefined {
    const place = this.atPath(path);
    if (place?.kind === "project") return { project: place, moved: false };
    const project = this.#left.get(path.toLowerCase());
    return project && { project, moved: true };
  }

  parentOf(group: Group): Group | undefined {
    return group.parentId === null ? undefined : this.groups.get(group.parentId);
  }

  groupOf(project: Project): Group | undefined {
    return this.groups.get(project.namespaceId);
  }

  /** The group itself, then its parent, up to the top. */
  *lineage(group: Group | undefined): Generator<Group> {
    for (let current = group; current !== undefined; current = this.parentOf(current)) yield current;
  }

  /** The top-level group of a group or project; a personal project has none. */
  topOf(place: Group | Project): Group | undefined {
    return [...this.lineage(place.kind === "group" ? place : this.groupOf(place))].at(-1);
  }

  subgroups(parentId: number | null): ReadonlySet<Group> {
    return inSet(this.#subgroups, parentId);
  }

  projectsIn(namespaceId: number): ReadonlySet<Project> {
    return inSet(this.#projectsIn, namespaceId);
  }

  /** Groups below, without the group itself. */
  *descendants(group: Group): Generator<Group> {
    for (const child of this.subgroups(group.id)) {
      yield child;
      yield* this.descendants(child);
    }
  }

  /** Projects in the group and everywhere below it. */
  *projectsBelow(group: Group): Generator<Project> {
    yield* this.projectsIn(group.id);
    for (const child of this.descendants(group)) yield* this.projectsIn(child.id);
  }
}

function inSet<K, T>(sets: Map<K, Set<T>>, key: K): Set<T> {
  const existing = sets.get(key);
  if (existing) return existing;
  const fresh = new Set<T>();
  sets.set(key, fresh);
  return fresh;
}
