import type { AddressKind } from "./address";

/** The project or group that something belongs to: their endpoints differ in names only. */
export interface Place {
  readonly kind: AddressKind;
  readonly id: string;
}

export function nameOf({ kind, id }: Place): string {
  return `${kind} ${id}`;
}

/** The role that managing secrets takes. */
export function managerOf(place: Place): string {
  const role = place.kind === "group" ? "the Owner role" : "at least the Maintainer role";
  return `${role} in ${nameOf(place)}`;
}
