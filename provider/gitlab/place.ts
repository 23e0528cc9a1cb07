import type { AddressKind } from "../domain/address";

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

/** The one address of a resource whose place is of this kind, as its lifecycle declares it. */
export function addressOfPlace(kind: AddressKind) {
  const addresses = { [kind]: { kind, output: `${kind}Id` } };
  // A computed key widens to string: TypeScript can't see that it is the kind's.
  return addresses as Record<AddressKind, { kind: AddressKind; output: string }>;
}
