import type { Address } from "../../provider/domain/address";
import type { Inventory } from "../inventory/reading";
import type { AllowlistEntry, ProjectRecord } from "../inventory/record";

/** The list of one project as GitLab holds it, in the words of an access map. */
export interface ImportedList {
  readonly id: number;
  readonly path: string;
  readonly enabled: boolean;
  readonly projects: readonly ImportedEntry[];
  readonly groups: readonly ImportedEntry[];
}

export interface ImportedEntry {
  readonly id: number;
  /** The path, or the id where GitLab hides the target from the credential. */
  readonly address: Address;
}

/** What an import takes over, and what is left for people. */
export interface Estate {
  readonly gitlab: string;
  readonly readAs: string;
  /** In the order of the paths. */
  readonly lists: readonly ImportedList[];
  /** Sentences about what the map does not hold. */
  readonly todo: readonly string[];
}

export function estateIn({ header, projects, runners, tokens }: Inventory): Estate {
  const reasons = new Map(projects.map((project) => [project, whyNot(project)]));
  const kept = projects.filter((project) => reasons.get(project) === undefined);
  const left = [...reasons].flatMap(([{ path }, why]) => (why === undefined ? [] : [`\`${path}\` ${why}`]));
  return {
    gitlab: header.gitlab,
    readAs: header.readAs.username,
    lists: kept.map(listOf).sort((a, b) => (a.path.toLowerCase() < b.path.toLowerCase() ? -1 : 1)),
    todo: [
      ...left.sort(),
      ...kept.flatMap(narrowed),
      ...counted(
        runners.length,
        "runner",
        "has a token that nobody can read: declare a new `UserRunner`, move the machine, delete the old one",
      ),
      ...counted(
        tokens.length,
        "access token",
        "has a value that nobody can read: declare a new `RotatingProjectToken`, move its users, revoke the old one",
      ),
      "Variables: their values are not in an inventory. Declare a `ProjectVariable` where the value comes from.",
    ],
  };
}

/** Why a project stays out of the map; undefined where it goes in. */
function whyNot({ archived, markedForDeletionOn, projects, groups, enabled }: ProjectRecord): string | undefined {
  if (markedForDeletionOn !== null) return "is marked for deletion: it is left out";
  if (archived) return "is archived: it is left out, because GitLab changes no list of it";
  if (projects === null || groups === null || enabled === null)
    return "could not be read whole: it is left out. Give the token's user the Maintainer role there";
  return undefined;
}

function listOf({ id, path, enabled, projects, groups }: ProjectRecord): ImportedList {
  return {
    id,
    path,
    enabled: enabled === true,
    projects: (projects ?? [])
      .filter((entry) => entry.id !== id)
      .map(entryOf)
      .sort(byAddress),
    groups: (groups ?? []).map(entryOf).sort(byAddress),
  };
}

function entryOf({ id, path }: AllowlistEntry): ImportedEntry {
  return { id, address: path ?? id };
}

function byAddress({ address: a }: ImportedEntry, { address: b }: ImportedEntry): number {
  return String(a).toLowerCase() < String(b).toLowerCase() ? -1 : 1;
}

/** What `JobTokenAllowlist` keeps and does not write: the map would not tell a reader of it. */
function narrowed({ path, projects, groups }: ProjectRecord): string[] {
  const entries = [...(projects ?? []), ...(groups ?? [])].filter(({ permissions }) => Array.isArray(permissions));
  return entries.length === 0
    ? []
    : [
        `\`${path}\` has ${entries.length} entries with permissions of their own: they stay as they are, and the map does not show them`,
      ];
}

function counted(count: number, what: string, hint: string): string[] {
  return count === 0 ? [] : [`${count} ${what}${count === 1 ? "" : "s"}: each ${hint}.`];
}
