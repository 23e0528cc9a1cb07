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
  const [permissions, users, paths] = [
    new Numbers<EstateEntry["permissions"]>(),
    new Numbers<string>(),
    new Map<string, string>(),
  ];
  const known = new Map(projects.map(({ id, path }) => [id, path]));
  const rowOf = (entry: EstateEntry): Row => {
    const { kind, id, path, addedBy, createdAt, lastUsedAt } = entry;
    if (path !== undefined && (kind === "group" || known.get(id) !== path)) paths.set(`${kind} ${id}`, path);
    const user = addedBy === undefined ? NOBODY : users.of(addedBy);
    return [
      kind === "group" ? 1 : 0,
      id,
      permissions.of(entry.permissions),
      user,
      createdAt?.slice(0, DAY) ?? "",
      lastUsedAt?.slice(0, DAY) ?? "",
    ];
  };
  const shortProjects = projects.map(({ entries, ...project }) => ({
    ...project,
    ...(entries && { entries: entries.map(rowOf) }),
  }));
  return {
    ...rest,
    projects: shortProjects,
    permissions: permissions.all,
    users: users.all,
    paths: Object.fromEntries(paths),
  };
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
