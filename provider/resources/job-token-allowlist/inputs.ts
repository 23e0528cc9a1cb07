import { z } from "zod";
import { type AddressKind, sameText } from "../../domain/address";
import { LIST_LIMIT } from "../../domain/list-limit";
import { address } from "../../engine/address-input";
import { permissions } from "../../engine/permissions-input";
import { pushInputs } from "../job-token-scope/push";
import { coveringGroups } from "./covering-groups";
import { contradicting, elements, type Listing, listingOf, textOf } from "./elements";

/** The input that lists each kind. */
export const listOf = { project: "projects", group: "groups" } as const;
export const kinds: readonly AddressKind[] = ["group", "project"];

const shape = z.strictObject({
  project: address("project"),
  enabled: z.boolean().optional(),
  projects: elements("project").optional(),
  groups: elements("group").optional(),
  permissions: permissions().optional(),
  ...pushInputs,
  replaceExisting: z.boolean().default(false),
});

export type Inputs = z.output<typeof shape>;

export const inputs = shape
  .refine(({ projects, groups }) => projects !== undefined || groups !== undefined, {
    message:
      "give projects, groups, or both: what is left out is not managed, and [] means that nobody may come in. For the switch alone there is JobTokenScope",
  })
  // These are rules for the whole object and not for each list, because a state is only read by the shape of the lists. A full list that also
  // names the project itself has one address more in the state.
  .superRefine((given, context) => {
    for (const kind of kinds) {
      const [path, list] = [[listOf[kind]], listingsIn(given, kind)];
      if (list.length > LIST_LIMIT) context.addIssue({ code: "custom", path, message: tooMany(list) });
      const twice = contradicting(list);
      if (twice.length > 0) context.addIssue({ code: "custom", path, message: namedTwice(twice) });
    }
  });

export function managedKinds(inputs: Pick<Inputs, "groups" | "projects">): AddressKind[] {
  return kinds.filter((kind) => inputs[listOf[kind]] !== undefined);
}

/** Returns who is let in, of one kind or of both, and with what. */
export function listingsIn(inputs: Inputs, ...of: readonly AddressKind[]): Listing[] {
  return (of.length === 0 ? kinds : of).flatMap((kind) =>
    (inputs[listOf[kind]] ?? []).map((element) => listingOf(kind, element, inputs.permissions)),
  );
}

/** Returns whether the list says anything of permissions. Only GraphQL shows them. */
export function managesPermissions(inputs: Inputs): boolean {
  return inputs.permissions !== undefined || listingsIn(inputs).some(({ permissions }) => permissions !== undefined);
}

/** Returns who is let in, each with its kind. In a preview a map shows exactly what is added and removed; an array shows shifted lines. */
export function entriesOf(inputs: Inputs): Record<string, string> {
  const entries = new Map<string, string>();
  for (const listing of listingsIn(inputs, "project", "group")) {
    if (listing.kind === "project" && sameText(listing.address, inputs.project)) continue;
    const key = String(listing.address);
    const other = entries.get(key);
    entries.set(key, other === undefined ? textOf(listing) : `${other} and ${textOf(listing)}`);
  }
  return Object.fromEntries(entries);
}

function namedTwice(addresses: Listing["address"][]): string {
  return `names ${addresses.join(", ")} twice with different permissions: keep one of them`;
}

function tooMany(list: readonly Listing[]): string {
  const groups = coveringGroups(list.map(({ address }) => String(address))).map(
    ({ group, count }) => `"${group}" (${count} of them)`,
  );
  const advice =
    groups.length === 0
      ? "Name groups that hold them instead, and mind that a group lets in every project below it, today's and later ones."
      : `Most of them are below ${groups.join(", ")}: groups could stand for them, but a group lets in every project below it, today's and later ones.`;
  return `has ${list.length} entries, and GitLab holds ${LIST_LIMIT} of a kind. ${advice}`;
}
