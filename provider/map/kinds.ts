import { canonical, groupsAbove } from "../domain/address";
import { type Item, isSet, type MapPart, type Where } from "./parts";
import type { Refuse } from "./tree";

/** What the map itself tells of a path: what has projects below it is a group. */
export class Kinds {
  readonly #projects: ReadonlySet<string>;
  /** A project below each group. */
  readonly #groups: ReadonlyMap<string, string>;
  readonly #refuse: Refuse;

  constructor(maps: readonly MapPart[], refuse: Refuse) {
    const projects = maps.flatMap((map) => map.projects.map(({ project }) => project.value));
    this.#projects = new Set(projects.map(canonical));
    this.#groups = new Map(
      projects.flatMap((project) => groupsAbove(canonical(project)).map((group) => [group, project] as const)),
    );
    this.#refuse = refuse;
  }

  /** Refuses a group in the place of a project that the map speaks for. */
  refuseGroup({ project, where }: { readonly project: string; readonly where: Where }): void {
    const below = this.#groups.get(canonical(project));
    if (below !== undefined)
      this.#refuse({ ...where, text: `is a group, because ${below} is below it: a project was expected` });
  }

  /** Refuses items of a list or of a set that are of the other kind. Those of a set are told where the set is. */
  refuseMistaken(projects: readonly Item[] = [], groups: readonly Item[] = []): void {
    for (const { value, where } of projects) {
      if (isSet(value)) continue;
      const inside = this.#groups.get(canonical(value.address));
      if (inside !== undefined)
        this.#refuse({
          ...where,
          text: `"${value.address}" is a group, because ${inside} is below it: list it under groups`,
        });
    }
    for (const { value, where } of groups)
      if (!isSet(value) && this.#projects.has(canonical(value.address)))
        this.#refuse({ ...where, text: `"${value.address}" is a project of this map: list it under projects` });
  }
}
