import type { Inventory } from "../../inventory/reading";
import type { AllowlistEntry, ProjectRecord, TargetRecord } from "../../inventory/record";

/** One entry with the project whose list it is on. */
export interface Listed {
  readonly project: ProjectRecord;
  readonly kind: "group" | "project";
  readonly entry: AllowlistEntry;
}

/** What an entry leads to, as far as it was seen. */
export interface Seen {
  readonly path: string;
  readonly archived: boolean;
  readonly markedForDeletionOn: string | null;
}

/** An inventory with what the checks ask it. */
export class Estate {
  readonly entries: readonly Listed[];
  readonly #byId: ReadonlyMap<number, ProjectRecord>;
  readonly #targets: ReadonlyMap<string, TargetRecord>;
  readonly #paths: readonly string[];
  readonly #tops: readonly string[];

  constructor(
    readonly inventory: Inventory,
    readonly now: Date,
  ) {
    const { projects, targets, header } = inventory;
    this.#byId = new Map(projects.map((project) => [project.id, project]));
    this.#targets = new Map(targets.map((target) => [`${target.of} ${target.id}`, target]));
    this.#paths = projects.map(({ path }) => path.toLowerCase());
    this.#tops = header.scope.groups.map((path) => path.toLowerCase());
    this.entries = projects.flatMap((project) => [
      ...(project.projects ?? []).map((entry): Listed => ({ project, kind: "project", entry })),
      ...(project.groups ?? []).map((entry): Listed => ({ project, kind: "group", entry })),
    ]);
  }

  get gitlab(): string {
    return this.inventory.header.gitlab;
  }

  /** Undefined where it is hidden from the token that read the inventory, or gone. */
  target({ kind, entry }: Listed): Seen | undefined {
    const known = kind === "project" ? this.#byId.get(entry.id) : undefined;
    return known ?? this.#targets.get(`${kind} ${entry.id}`);
  }

  /** Returns whether a path is in none of the groups that the inventory is of. An inventory of single projects has no outside. */
  isOutside(path: string): boolean {
    const name = path.toLowerCase();
    return this.#tops.length > 0 && !this.#tops.some((top) => name === top || name.startsWith(`${top}/`));
  }

  /** The number of projects of the inventory below a group. */
  sizeOf(group: string): number {
    const prefix = `${group.toLowerCase()}/`;
    return this.#paths.filter((path) => path.startsWith(prefix)).length;
  }

  /** Days since a time; negative for one that comes. */
  age(time: string): number {
    return (this.now.getTime() - Date.parse(time)) / 86_400_000;
  }
}

/** What an entry is called: by its path, or by its id where GitLab hides the path. */
export function nameOf({ kind, entry }: Listed): string {
  return entry.path ?? `${kind} ${entry.id}`;
}

export function isBelow(path: string, group: string | undefined): boolean {
  return group !== undefined && path.toLowerCase().startsWith(`${group.toLowerCase()}/`);
}
