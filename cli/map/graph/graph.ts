import { UNUSED_AFTER_DAYS } from "../../inventory/summary";
import { type Edge, edgesOf, type Grant, grantsOf, partsOf } from "./edges";
import type { Estate, EstateProject } from "./estate";
import { type Place, Places } from "./places";

const DAY_MS = 86_400_000;

/** Who may open what in an estate: its places, and an edge from each place to each project that an entry opens to it. */
export class AccessGraph {
  readonly estate: Estate;
  readonly places: Places;
  readonly grants: readonly Grant[];
  /** The edges that begin at each place, by its index. */
  readonly out: readonly (readonly Edge[])[];
  /** The edges that end at each project, by its index. */
  readonly into: readonly (readonly Edge[])[];
  readonly #unusedBefore: string;

  constructor(estate: Estate) {
    this.estate = estate;
    this.#unusedBefore = dayBefore(estate.startedAt, UNUSED_AFTER_DAYS);
    this.places = new Places(estate);
    this.grants = grantsOf(this.places);
    const parts = partsOf(this.places);
    const lists = grouped(this.grants, this.places.projectCount, ({ into }) => into);
    this.into = lists.map((grants) => edgesOf(grants, this.places, parts));
    this.out = grouped(this.into.flat(), this.places.all.length, ({ from }) => from);
  }

  get projects(): readonly Place[] {
    return this.places.all.slice(0, this.places.projectCount);
  }

  /** Projects that every job token of the GitLab may open. */
  get openDoors(): readonly Place[] {
    return this.projects.filter(({ project }) => project !== undefined && isOpen(project));
  }

  /** Has nobody come in by an entry for so long, as far as the log goes? Where the log is not known, nobody can say. */
  isUnused({ entry, into }: Grant): boolean {
    return this.places.at(into).project?.hasLog === true && (entry.lastUsedAt ?? "") < this.#unusedBefore;
  }
}

function dayBefore(instant: string, days: number): string {
  return new Date(Date.parse(instant) - days * DAY_MS).toISOString().slice(0, "YYYY-MM-DD".length);
}

/** Is its allowlist not in force, so that every job token may open it? */
export function isOpen({ isClosed }: Pick<EstateProject, "isClosed">): boolean {
  return isClosed === false;
}

/** The items by an index from 0 to before `size`. */
function grouped<Item>(items: readonly Item[], size: number, indexOf: (item: Item) => number): Item[][] {
  const groups: Item[][] = Array.from({ length: size }, () => []);
  for (const item of items) groups[indexOf(item)]?.push(item);
  return groups;
}
