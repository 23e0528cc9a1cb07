import { z } from "zod";
import { type Address, type AddressKind, canonical } from "../../domain/address";
import { type Permissions, permissionsText, samePermissions } from "../../domain/permissions";
import { address } from "../../engine/address-input";
import { permissions } from "../../engine/permissions-input";

/** One element of a list: an address, or one with permissions of its own. */
export type Element = Address | OwnElement;

type OwnElement = {
  readonly project?: Address | undefined;
  readonly group?: Address | undefined;
  readonly permissions?: Permissions | undefined;
};

/** A project or group that is let in, and its permissions. Undefined permissions are not managed. */
export interface Listing {
  readonly kind: AddressKind;
  readonly address: Address;
  readonly permissions: Permissions | undefined;
}

/** The shape of a list in its normal form: in one fixed order, each element once, so that another order in the program is no change. */
export function elements(kind: AddressKind) {
  const wanted = `must be a list of ${kind}s, each its numeric id, its full path, or { ${kind}, permissions }`;
  return z.array(element(kind), { error: wanted }).transform((list) => inOrder(kind, list));
}

/** Returns an element with its effective permissions: its own, else those of the list. */
export function listingOf(kind: AddressKind, element: Element, preset: Permissions | undefined): Listing {
  if (typeof element !== "object") return { kind, address: element, permissions: preset };
  return { kind, address: element[kind] ?? "", permissions: element.permissions ?? preset };
}

/** Returns the element that a program writes for it, where the list presets permissions. */
export function elementOf({ kind, address, permissions: own }: Listing, preset: Permissions | undefined): Element {
  if (own === undefined || (preset !== undefined && samePermissions(own, preset))) return address;
  return { [kind]: address, permissions: own };
}

export function inOrder(kind: AddressKind, list: readonly Element[]): Element[] {
  const once = new Map(list.map((one) => [textFor(kind, one), one]));
  return [...once].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, one]) => one);
}

/** Returns the comparison of two lists of a kind, both in order. Paths compare without case. */
export function sameList(kind: AddressKind): (before: unknown, wanted: unknown) => boolean {
  const textOfAll = (list: unknown) => (list as readonly Element[]).map((one) => textFor(kind, one)).join("\n"); // Parsed by the schema.
  return (before, wanted) => textOfAll(before) === textOfAll(wanted);
}

/** One text for all ways to write an element: the fields of an object have no order. */
function textFor(kind: AddressKind, element: Element): string {
  const { address: target, permissions: own } = listingOf(kind, element, undefined);
  return `${target} ${own === undefined ? "" : JSON.stringify(own)}`.toLowerCase();
}

/** Returns the addresses that are named twice with different permissions. */
export function contradicting(listings: readonly Listing[]): Address[] {
  const given = new Map<string, (Permissions | undefined)[]>();
  const twice = listings.filter(({ address: one, permissions: gift }) => {
    const path = canonical(one);
    const before = given.get(path) ?? [];
    given.set(path, [...before, gift]);
    return before.some((other) => !isSameGift(gift, other));
  });
  return twice.map((one) => one.address);
}

/** Returns whether two declarations of one target ask for the same. */
export function isSameGift(a: Permissions | undefined, b: Permissions | undefined): boolean {
  return a === undefined || b === undefined ? a === b : samePermissions(a, b);
}

/** The text of an entry for people: `project`, where its permissions are not managed, else `project: read_packages`. */
export function textOf({ kind, permissions: given }: Listing): string {
  return given === undefined ? kind : `${kind}: ${permissionsText(given)}`;
}

/** Parses an object apart from a plain address, because the problems of a union name no field. */
function element(kind: AddressKind) {
  const plain = address(kind);
  const own = z.strictObject({ [kind]: plain, permissions: permissions().optional() });
  const wanted = `must be the ${kind}'s numeric id, its full path, or { ${kind}, permissions }`;
  return z
    .union([z.number(), z.string(), z.record(z.string(), z.unknown())], { error: wanted })
    .transform((given, context): Element => {
      const parsed = typeof given === "object" ? own.safeParse(given, { reportInput: true }) : plain.safeParse(given);
      if (!parsed.success) {
        const hint = kind === "project" && isOneName(given) ? "; a group stands under groups" : "";
        const issues = parsed.error.issues.map((issue) => ({ ...issue, message: `${issue.message}${hint}` }));
        // Zod's two types of an issue differ only in whether the input must be there.
        for (const issue of issues) context.issues.push(issue as z.core.$ZodRawIssue);
        return z.NEVER;
      }
      return isBare(parsed.data) ? (parsed.data[kind] ?? "") : parsed.data;
    });
}

/** Returns whether it may be the path of a top-level group. */
function isOneName(given: unknown): boolean {
  return typeof given === "string" && /^\w[\w.-]*$/.test(given.trim());
}

/** An object without permissions says no more than its address. */
function isBare(element: Element): element is OwnElement {
  return typeof element === "object" && element.permissions === undefined;
}
