import { permissionsText } from "../../provider/domain/permissions";
import type { Grant } from "./graph/edges";
import type { EstateEntry, EstateProject } from "./graph/estate";
import { isOpen } from "./graph/graph";
import type { Place } from "./graph/places";
import { type Given, isReadOnly, namesOf, roleFor, type Way } from "./graph/ways";
import { shown } from "./shown";

export const UPPER_BOUND =
  "This is an upper bound: each hop also needs that the user who started the job has the role in the project that it enters.";

/** What is special about a place, as words for its name's side. */
export type Mark = "archived" | "hidden" | "leaving" | "not readable" | "open" | "outside" | "public" | "takes pushes";

export const WHAT_A_MARK_IS: Readonly<Record<Mark, string>> = {
  open: "Every job token of the GitLab may open it: its allowlist is not in force.",
  public:
    "It is not private: job tokens that are not listed may still do what is public there, clone its code and pull its images.",
  archived: "Jobs can change little in it, such as its Terraform states, and it starts none.",
  leaving: "It is marked for deletion. Jobs can change as little in it as in an archived one, and it starts none.",
  hidden: "GitLab hides it from the token that read the inventory: what opens it is not known.",
  outside: "It is not in the scope of the inventory: what opens it is not known.",
  "not readable": "Its allowlist could not be read: what opens it is not known.",
  "takes pushes": "Job tokens of other projects may push to it, where their entry lets them.",
};

export function nameOf({ kind, path, id }: Pick<Place, "id" | "kind" | "path">): string {
  return path === undefined ? `${kind} ${id}` : shown(path);
}

/** A name with its kind where that is not a project. */
export function titleOf(place: Place): string {
  return place.kind === "group" && place.path !== undefined ? `group ${nameOf(place)}` : nameOf(place);
}

export function marksOf({ project, standing, kind }: Place): Mark[] {
  if (project === undefined)
    return standing === "read" || (kind === "group" && standing === "outside") ? [] : [standing];
  return MARKS.filter((mark) => IS[mark](project));
}

const IS = {
  open: isOpen,
  public: ({ publicFeatures }) => publicFeatures.length > 0,
  "takes pushes": (project) => project.takesPushes && project.isClosed !== false && !isReadOnly(project),
  archived: ({ isArchived }) => isArchived,
  leaving: ({ isLeaving }) => isLeaving,
  "not readable": ({ entries }) => entries === undefined,
} as const satisfies Partial<Record<Mark, (project: EstateProject) => boolean>>;
const MARKS = Object.keys(IS) as (keyof typeof IS)[];

/** The ways of a grant, each with the least role that it needs. */
export function waysInWords(grant: Grant): string {
  return namesOf(grant.ways)
    .map((way) => `${way} (${roleInWords(way, grant)})`)
    .join(", ");
}

export function roleInWords(way: Way, given: Given): string {
  const role = roleFor(way, given);
  return role.charAt(0).toUpperCase() + role.slice(1);
}

/** The entry that proves a hop: who is listed, and with which permissions. */
export function entryInWords(entry: EstateEntry): string {
  const given = entry.permissions === "unknown" ? "permissions not known" : shown(permissionsText(entry.permissions));
  const what = entry.path === undefined ? `${entry.kind} ${entry.id}, hidden` : `${entry.kind} ${shown(entry.path)}`;
  return `entry: ${what}, ${given}`;
}

export function settingsPageOf(gitlab: string, path: string): string | undefined {
  try {
    const address = new URL(gitlab);
    if (address.protocol !== "https:" && address.protocol !== "http:") return undefined;
    const encoded = path.split("/").map(encodeURIComponent).join("/");
    return `${address.origin}${address.pathname.replace(/\/$/, "")}/${encoded}/-/settings/ci_cd#js-token-access`;
  } catch {
    return undefined; // No address: then there is nothing to link to.
  }
}

/** "1 entry", "3 entries", "2 projects". */
export function counted(count: number, noun: string): string {
  if (count === 1) return `1 ${noun}`;
  return `${count} ${noun.endsWith("y") ? `${noun.slice(0, -1)}ies` : `${noun}s`}`;
}
