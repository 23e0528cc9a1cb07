import { z } from "zod";
import { type Address, type AddressKind, sameText } from "../../domain/address";
import { LIST_LIMIT } from "../../domain/list-limit";
import { address } from "../../engine/address-input";
import { coveringGroups } from "./covering-groups";

/** The input that lists each kind. */
export const listOf = { project: "projects", group: "groups" } as const;
export const kinds: readonly AddressKind[] = ["group", "project"];

export const inputs = z
  .strictObject({
    project: address("project"),
    enabled: z.boolean().optional(),
    projects: addresses("project").optional(),
    groups: addresses("group").optional(),
    replaceExisting: z.boolean().default(false),
  })
  .refine(({ projects, groups }) => projects !== undefined || groups !== undefined, {
    message:
      "give projects, groups, or both: what is left out is not managed, and [] means that nobody may come in. For the switch alone there is JobTokenScope",
  })
  // This is a rule for the whole object and not for each list, because a state is only read by the shape of the lists. A full list that also
  // names the project itself has one address more in the state.
  .superRefine((given, context) => {
    for (const key of Object.values(listOf)) {
      const list = given[key] ?? [];
      if (list.length > LIST_LIMIT) context.addIssue({ code: "custom", path: [key], message: tooMany(list) });
    }
  });

export type Inputs = z.output<typeof inputs>;

export function managedKinds(inputs: Pick<Inputs, "groups" | "projects">): AddressKind[] {
  return kinds.filter((kind) => inputs[listOf[kind]] !== undefined);
}

/** Returns the addresses in one fixed order, each once, so that another order in the program is no change. */
export function inOrder(list: readonly Address[]): Address[] {
  const once = new Map(list.map((item) => [String(item).toLowerCase(), item]));
  return [...once].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, item]) => item);
}

/** Returns whether two lists in order hold the same addresses. Paths compare without case. */
export function sameList(before: unknown, wanted: unknown): boolean {
  return JSON.stringify(before).toLowerCase() === JSON.stringify(wanted).toLowerCase();
}

/** Returns who is let in, each with its kind. In a preview a map shows exactly what is added and removed; an array shows shifted lines. */
export function entriesOf({ project, projects = [], groups = [] }: Inputs): Record<string, string> {
  const others = projects.filter((target) => !sameText(target, project));
  const entries = new Map(others.map((target) => [String(target), "project"]));
  for (const target of groups.map(String)) entries.set(target, entries.has(target) ? "project and group" : "group");
  return Object.fromEntries(entries);
}

function addresses(kind: AddressKind) {
  return z
    .array(address(kind), { error: `must be a list of ${kind}s, each its numeric id or its full path` })
    .transform(inOrder);
}

function tooMany(list: readonly Address[]): string {
  const groups = coveringGroups(list.map(String)).map(({ group, count }) => `"${group}" (${count} of them)`);
  const advice =
    groups.length === 0
      ? "Name groups that hold them instead, and mind that a group lets in every project below it, today's and later ones."
      : `Most of them are below ${groups.join(", ")}: groups could stand for them, but a group lets in every project below it, today's and later ones.`;
  return `has ${list.length} entries, and GitLab holds ${LIST_LIMIT} of a kind. ${advice}`;
}
