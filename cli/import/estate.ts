import type { Address } from "../../provider/domain/address";
import { normalNames } from "../../provider/domain/permissions";
import type { Inventory } from "../inventory/reading";
import type { AllowlistEntry, ProjectRecord } from "../inventory/record";

/** The list of one project as GitLab holds it, in the words of an access map. */
export interface ImportedList {
  readonly id: number;
  readonly path: string;
  readonly enabled: boolean;
  readonly projects: readonly ImportedEntry[];
  readonly groups: readonly ImportedEntry[];
  /** The settings that let job tokens push and are on. Those that are off are not managed. */
  readonly pushes: readonly PushSetting[];
}

const PUSH_SETTINGS = ["pushRepositoryForJobTokenAllowed", "crossProjectPushForJobTokenAllowed"] as const;
type PushSetting = (typeof PUSH_SETTINGS)[number];

export interface ImportedEntry {
  readonly id: number;
  /** The path, or the id where GitLab hides the target from the credential. */
  readonly address: Address;
  /** GitLab's names; undefined for default permissions, which the map does not manage. */
  readonly permissions: readonly string[] | undefined;
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

function listOf(record: ProjectRecord): ImportedList {
  const { id, path, enabled, projects, groups } = record;
  return {
    id,
    path,
    enabled: enabled === true,
    projects: (projects ?? [])
      .filter((entry) => entry.id !== id)
      .map(entryOf)
      .sort(byAddress),
    groups: (groups ?? []).map(entryOf).sort(byAddress),
    pushes: PUSH_SETTINGS.filter((setting) => record[setting] === true),
  };
}

/** An entry in the words of an access map. Default permissions are left unmanaged. */
export function entryOf({
  id,
  path,
  permissions,
}: { readonly path?: string | undefined } & Pick<AllowlistEntry, "id" | "permissions">): ImportedEntry {
  return {
    id,
    address: path ?? id,
    permissions: typeof permissions === "string" ? undefined : normalNames(permissions),
  };
}

/** The order of addresses in a state and in a map. */
export function byAddress({ address: a }: ImportedEntry, { address: b }: ImportedEntry): number {
  return String(a).toLowerCase() < String(b).toLowerCase() ? -1 : 1;
}

function counted(count: number, what: string, hint: string): string[] {
  return count === 0 ? [] : [`${count} ${what}${count === 1 ? "" : "s"}: each ${hint}.`];
}
