import { stripVTControlCharacters } from "node:util";
import type { Inventory } from "../inventory/reading";

/** Why a job was refused. */
type RefusalKind =
  | "another project's registry"
  | "no permission opens it"
  | "not listed"
  | "permission missing"
  | "user has no access";

/** What a job was refused. */
export interface Refusal {
  /** The project, by path where the inventory has it; several where GitLab's text fits several; "" where it names none. */
  readonly target: string;
  /** What has to be added; empty where no permission helps. */
  readonly permissions: readonly string[];
  readonly kind: RefusalKind;
}

/** GitLab's sentences. 18.3 and later name the target by its id, older ones by the last part of its path. */
const SENTENCES: readonly (readonly [RefusalKind, RegExp])[] = [
  [
    "permission missing",
    /Insufficient permissions to access this resource in project (?<target>#?[\w.-]+?)\. The following token permissions? (?:is|are) required: (?<names>[a-z_, ]+?)\./g,
  ],
  [
    "not listed",
    /Authentication by CI\/CD job token not allowed from \S+ to (?:project )?(?<target>#?[\w.-]+?)\.(?![\w-])/g,
  ],
  [
    "user has no access",
    /Insufficient permissions to pull from the repository of project (?<target>#?[\w.-]+?)\.(?![\w-])/g,
  ],
  ["no permission opens it", /This action is unauthorized for CI\/CD job tokens\./g],
  [
    "another project's registry",
    /CI\/CD job token cannot be used to authenticate with the container registry of a different project\./g,
  ],
];

/** What the log of a failed job says, each refusal once. Runners colour their lines. */
export function refusalsIn(log: string, inventory: Pick<Inventory, "projects">): Refusal[] {
  const text = stripVTControlCharacters(log);
  const all = SENTENCES.flatMap(([kind, sentence]) =>
    [...text.matchAll(sentence)].map(({ groups }) => ({
      target: targetOf(groups?.target ?? "", inventory),
      permissions: groups?.names?.split(/,\s*(?:and )?| and /).map((name) => name.trim()) ?? [],
      kind,
    })),
  );
  return [...new Map(all.map((refusal) => [JSON.stringify(refusal), refusal])).values()];
}

function targetOf(said: string, { projects }: Pick<Inventory, "projects">): string {
  const isMeant = ({ id, path }: { readonly id: number; readonly path: string }) =>
    said.startsWith("#") ? said === `#${id}` : path.split("/").at(-1)?.toLowerCase() === said.toLowerCase();
  const found = projects.filter(isMeant).map(({ path }) => path);
  return found.length === 0 ? said : found.join(" or ");
}
