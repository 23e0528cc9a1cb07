import type { Group } from "./group";
import type { Project } from "./project";

/** A group whose members are let into another group or a project, with no more than that level. */
export interface Share {
  readonly groupId: number;
  readonly accessLevel: number;
  readonly expiresAt: string | null;
  readonly createdAt: Date;
}

type Place = Group | Project;

/** Which groups are invited where. */
export class Shares {
  readonly #byPlace = new Map<Place, Share[]>();

  get isEmpty(): boolean {
    return this.#byPlace.size === 0;
  }

  of(place: Place): readonly Share[] {
    return this.#byPlace.get(place) ?? [];
  }

  find(place: Place, groupId: number): Share | undefined {
    return this.of(place).find((share) => share.groupId === groupId);
  }

  add(place: Place, share: Share): void {
    this.#byPlace.set(place, [...this.of(place), share]);
  }

  remove(place: Place, groupId: number): void {
    this.#byPlace.set(
      place,
      this.of(place).filter((share) => share.groupId !== groupId),
    );
  }

  /** Forgets a place that is deleted, as what is shared and as who was invited. */
  forget(gone: Place): void {
    this.#byPlace.delete(gone);
    if (gone.kind === "project") return;
    for (const place of this.#byPlace.keys()) this.remove(place, gone.id);
  }
}
