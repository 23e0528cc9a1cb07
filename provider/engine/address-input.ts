import { z } from "zod";
import { type Address, type AddressKind, parseAddress } from "../domain/address";

/** The shape of an input that is an address: an id or a path, in its normal form. */
export function address(kind: AddressKind) {
  return z
    .union([z.number(), z.string()], { error: `must be the ${kind}'s numeric id or its full path` })
    .transform((value, context): Address => {
      const parsed = parseAddress(kind, value);
      if ("address" in parsed) return parsed.address;
      context.addIssue({ code: "custom", message: parsed.problem });
      return z.NEVER;
    });
}

/** The one address of a resource that belongs to a project or a group, as its lifecycle declares it. */
export function onlyAddress(kind: AddressKind) {
  const addresses = { [kind]: { kind, output: `${kind}Id` } };
  // A computed key widens to string: TypeScript can't see that it is the kind's.
  return addresses as Record<AddressKind, { kind: AddressKind; output: string }>;
}
