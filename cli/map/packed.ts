import type { Estate, EstateEntry, EstateProject } from "./graph/estate";

/**
 * An estate as it stands in the page. An entry is a row of numbers and texts, and what many entries have alike stands once, which makes the
 * file a quarter as long.
 */
export interface Packed extends Omit<Estate, "projects"> {
  readonly projects: readonly (Omit<EstateProject, "entries"> & { readonly entries?: readonly Row[] })[];
  readonly permissions: readonly EstateEntry["permissions"][];
  readonly users: readonly string[];
  /** The paths of targets that are not among the projects, by the key of an entry. */
  readonly paths: Readonly<Record<string, string>>;
}

/** Kind (1: a group), id, permissions, who added it, when, and when it was last used: the first ten characters of a time. */
type Row = readonly [number, number, number, number?, string?, string?];

const DAY = "YYYY-MM-DD".length;
const NOBODY = -1;

export function packed(estate: Estate): Packed {
  const { projects, ...rest } = estate;
  const packer = new Packer(estate);
  const short = projects.map(({ entries, ...project }) => ({
    ...project,
    ...(entries && { entries: entries.map((entry) => packer.rowOf(entry)) }),
  }));
  return { ...rest, projects: short, ...packer.tables };
}

class Packer {
  readonly #permissions = new Numbers<EstateEntry["permissions"]>();
  readonly #users = new Numbers<string>();
  readonly #paths = new Map<string, string>();
  readonly #known: ReadonlyMap<number, string>;

  constructor({ projects }: Estate) {
    this.#known = new Map(projects.map(({ id, path }) => [id, path]));
  }

  rowOf({ kind, id, path, permissions, addedBy, createdAt = "", lastUsedAt = "" }: EstateEntry): Row {
    const isKnown = kind === "project" && this.#known.get(id) === path;
    if (path !== undefined && !isKnown) this.#paths.set(`${kind} ${id}`, path);
    const user = addedBy === undefined ? NOBODY : this.#users.of(addedBy);
    const isGroup = kind === "group" ? 1 : 0;
    return [isGroup, id, this.#permissions.of(permissions), user, createdAt.slice(0, DAY), lastUsedAt.slice(0, DAY)];
  }

  get tables(): Pick<Packed, "paths" | "permissions" | "users"> {
    return {
      permissions: this.#permissions.all,
      users: this.#users.all,
      paths: Object.fromEntries(this.#paths),
    };
  }
}

export function unpacked({ projects, permissions, users, paths, ...rest }: Packed): Estate {
  const known = new Map(projects.map(({ id, path }) => [id, path]));
  const texts = new Map(Object.entries(paths));
  const entryOf = ([isGroup, id, permission, user = NOBODY, createdAt = "", lastUsedAt = ""]: Row): EstateEntry => {
    const kind = isGroup === 1 ? "group" : "project";
    return {
      kind,
      id,
      path: texts.get(`${kind} ${id}`) ?? (kind === "project" ? known.get(id) : undefined),
      permissions: permissions[permission] ?? "unknown",
      addedBy: users[user],
      createdAt: createdAt === "" ? undefined : createdAt,
      lastUsedAt: lastUsedAt === "" ? undefined : lastUsedAt,
    };
  };
  return {
    ...rest,
    projects: projects.map(({ entries, ...project }) => ({
      ...project,
      isClosed: project.isClosed,
      entries: entries?.map(entryOf),
    })),
  };
}

/** Values by their numbers. */
class Numbers<Value> {
  readonly all: Value[] = [];
  readonly #numbers = new Map<string, number>();

  of(value: Value): number {
    const key = JSON.stringify(value);
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    this.#numbers.set(key, this.all.length);
    return this.all.push(value) - 1;
  }
}
