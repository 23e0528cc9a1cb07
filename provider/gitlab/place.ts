import type { Address, AddressKind } from "../domain/address";

/** A project or a group: where something lives, or what is let in. Their endpoints differ only in names. */
export interface Place {
  readonly kind: AddressKind;
  readonly id: string;
  /** What the program calls it. */
  readonly called?: Address | undefined;
}

/** Returns the name in messages: the address in the program, which people look for, and the id, which GitLab uses. */
export function placeName({ kind, id, called }: Place): string {
  return called === undefined || String(called) === id ? `${kind} ${id}` : `${kind} ${called} (${id})`;
}

/** Returns the address that a program writes for it. */
export function writtenAs({ id, called }: Place): Address {
  return called ?? Number(id);
}

/** Returns the role that is needed to manage secrets. */
export function managerOf(place: Place): string {
  const role = place.kind === "group" ? "the Owner role" : "at least the Maintainer role";
  return `${role} in ${placeName(place)}`;
}
