import type { Address, AddressKind } from "../domain/address";

/** A project or a group: where something lives, or what is let in. Their endpoints differ in names only. */
export interface Place {
  readonly kind: AddressKind;
  readonly id: string;
  /** What the program calls it. */
  readonly called?: Address | undefined;
}

/** In messages: what the program wrote, which people look for, and the id, which GitLab goes by. */
export function nameOf({ kind, id, called }: Place): string {
  return called === undefined || String(called) === id ? `${kind} ${id}` : `${kind} ${called} (${id})`;
}

/** What a program writes for it. */
export function writtenAs({ id, called }: Place): Address {
  return called ?? Number(id);
}

/** The role that managing secrets takes. */
export function managerOf(place: Place): string {
  const role = place.kind === "group" ? "the Owner role" : "at least the Maintainer role";
  return `${role} in ${nameOf(place)}`;
}
