import { canonical } from "../domain/address";
import type { MapPart, ProjectPart } from "./parts";
import type { Refuse } from "./tree";

/** A file's place says what it speaks for. Of several files that could speak for a project, the deepest one does. */
export class Owners {
  /** By the place, in the form that all spellings share. An object of a program has none and speaks for every project. */
  readonly #maps = new Map<string | undefined, MapPart>();
  readonly #refuse: Refuse;

  constructor(maps: readonly MapPart[], refuse: Refuse) {
    this.#refuse = refuse;
    for (const map of maps) {
      const twin = this.#maps.get(keyOf(map));
      if (twin === undefined) this.#maps.set(keyOf(map), map);
      else
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
    if (owner === this.#maps.get(keyOf(map))) return true;
    const here = `this file speaks for ${map.place} and what is below it`;
    const text = isAt(value, map.place)
      ? `belongs into ${owner?.file}, the deepest file that speaks for it`
      : `stands in the wrong file: ${here}. It belongs into ${owner?.file ?? `a file for ${groupOf(value)}`}`;
    this.#refuse({ ...where, text });
    return false;
  }

  #deepest(project: string): MapPart | undefined {
    for (let place = canonical(project); place !== ""; place = groupOf(place)) {
      const map = this.#maps.get(place);
      if (map !== undefined) return map;
    }
    return this.#maps.get(undefined);
  }
}

function keyOf({ place }: MapPart): string | undefined {
  return place === undefined ? undefined : canonical(place);
}

/** Is the project the one that the place names, or below it? */
function isAt(project: string, place = ""): boolean {
  return `${canonical(project)}/`.startsWith(`${canonical(place)}/`);
}

function groupOf(project: string): string {
  return project.split("/").slice(0, -1).join("/");
}
