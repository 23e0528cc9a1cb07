import type { Inventory } from "../inventory/reading";

/** What a job was refused because its entry's permissions don't reach so far. */
export interface Refusal {
  /** The project, by path where the inventory has it. */
  readonly target: string;
  /** What has to be added; empty where the project is not on the list at all, or no permission opens the endpoint. */
  readonly permissions: readonly string[];
  readonly kind: "no permission opens it" | "not listed" | "permission missing";
}

/** GitLab 18.3 and later names the target by its id, older ones by the last part of its path. */
const MISSING =
  /Insufficient permissions to access this resource in project (?<target>#?[\w.-]+?)\. The following token permissions? (?:is|are) required: (?<names>[a-z_, ]+?)\./g;
const NOT_LISTED =
  /Authentication by CI\/CD job token not allowed from \S+ to (?:project )?(?<target>#?[\w.-]+?)\.(?:\s|$)/g;
const NONE_OPENS = /This action is unauthorized for CI\/CD job tokens\./g;

/** What the log of a failed job says, each refusal once. */
export function refusalsIn(log: string, { projects }: Pick<Inventory, "projects">): Refusal[] {
  const named = (target = "") => {
    const found = projects.find(({ id, path }) => target === `#${id}` || path.split("/").at(-1) === target);
    return found?.path ?? target;
  };
  const all: Refusal[] = [
    ...[...log.matchAll(MISSING)].map(({ groups }) => ({
      target: named(groups?.target),
      permissions: (groups?.names ?? "").split(/,\s*(?:and )?| and /).map((name) => name.trim()),
      kind: "permission missing" as const,
    })),
    ...[...log.matchAll(NOT_LISTED)].map(({ groups }) => ({
      target: named(groups?.target),
      permissions: [],
      kind: "not listed" as const,
    })),
    ...[...log.matchAll(NONE_OPENS)].map(() => ({
      target: "",
      permissions: [],
      kind: "no permission opens it" as const,
    })),
  ];
  return [...new Map(all.map((refusal) => [JSON.stringify(refusal), refusal])).values()];
}
