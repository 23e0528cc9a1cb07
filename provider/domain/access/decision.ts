import { type AddressKind, groupsAbove } from "../address";
import { gives, type Permissions } from "../permissions";
import { type Feature, PULL, PUSH, type Role, type Route, rolesFor } from "./routes";

/** A project whose job token knocks, and the groups above it, the closest first: all as ids, or all as paths in one spelling. */
export interface Origin {
  readonly project: string;
  readonly groups: readonly string[];
}

/** One entry of an allowlist. Permissions that nobody manages are what GitLab gives by default. */
export interface Listed {
  readonly kind: AddressKind;
  readonly name: string;
  readonly permissions: Permissions | undefined;
}

/** The allowlist of a project and the switch that puts it into force. */
export interface Door {
  readonly project: string;
  readonly isClosed: boolean;
  readonly entries: readonly Listed[];
}

/** A project as it stands to job tokens. */
export interface Accessed extends Door {
  readonly visibility: "internal" | "private" | "public";
  readonly features: Readonly<Record<Feature, "disabled" | "enabled" | "private">>;
  /** May those who can see the project see its jobs? GitLab's "Project-based pipeline visibility". */
  readonly publicJobs: boolean;
  /** May job tokens push at all? `ci_push_repository_for_job_token_allowed` */
  readonly pushAllowed: boolean;
  /** May those of other projects? GitLab's GraphQL `crossProjectPushForJobTokenAllowed` */
  readonly crossProjectPushAllowed: boolean;
}

/** A job: its project, and the role in the accessed project of the user who started it, if that user has one. */
export interface Job {
  readonly origin: Origin;
  readonly role: Role | undefined;
}

/** What lets the job tokens of a project in. */
export type Passage =
  | { readonly by: "entry"; readonly entry: Listed; readonly permissions: Permissions }
  | { readonly by: "itself" | "open door" }
  | undefined;

/** May the job do it, and if not, what it lacks. */
export type Decision =
  | { readonly isAllowed: true }
  | { readonly isAllowed: false; readonly lacks: "a feature" | "a listing" | "a permission" | "a role" | "a switch" };

const YES: Decision = { isAllowed: true };

/** A project at a path, with its groups. */
export function originAt(path: string): Origin {
  const project = path.toLowerCase();
  return { project, groups: groupsAbove(project).reverse() };
}

/** Returns the entry that counts: that of the project itself, else that of its closest listed group. It hides the entries above it. */
export function nearestEntry(entries: readonly Listed[], { project, groups }: Origin): Listed | undefined {
  const own = entries.find(({ kind, name }) => kind === "project" && name === project);
  if (own !== undefined) return own;
  const found = groups.map((group) => entries.find(({ kind, name }) => kind === "group" && name === group));
  return found.find((entry) => entry !== undefined);
}

/** Returns what lets the job tokens of a project through a door; undefined where only a part of what is public is left to them. */
export function passageOf({ project, isClosed, entries }: Door, origin: Origin): Passage {
  if (origin.project === project) return { by: "itself" };
  if (!isClosed) return { by: "open door" };
  const entry = nearestEntry(entries, origin);
  return entry && { by: "entry", entry, permissions: entry.permissions ?? "default" };
}

/** Decides what a job of one project may do in another, as GitLab does. https://docs.gitlab.com/ci/jobs/ci_job_token/ */
export function decide({ origin, role }: Job, accessed: Accessed, route: Route): Decision {
  const { features } = accessed;
  if (route.features.some((feature) => features[feature] === "disabled")) return lacks("a feature");
  const isPublic = isPublicIn(accessed, route);
  const passage = passageOf(accessed, origin);
  if (passage === undefined && !(isPublic && route.isForStrangers)) return lacks("a listing");
  // A job pulls images of its own project whoever has started it.
  if (route === PULL && passage?.by === "itself") return YES;
  if (!isPublic && (role === undefined || !rolesFor(route, accessed).includes(role))) return lacks("a role");
  if (route === PUSH) return mayPush(accessed, passage);
  if (isPublic || passage?.by !== "entry" || route.needs === undefined) return YES;
  return allowedBy(passage.permissions, route.needs) ? YES : lacks("a permission");
}

/** Returns whether everybody who can see the project may do it. Jobs are public where the project says so, too. */
function isPublicIn(
  { visibility, features, publicJobs }: Accessed,
  { isPublic, least, features: used }: Route,
): boolean {
  if (!isPublic || visibility === "private" || (least === "jobs" && !publicJobs)) return false;
  return used.every((feature) => features[feature] === "enabled");
}

function mayPush({ pushAllowed, crossProjectPushAllowed }: Accessed, passage: Passage): Decision {
  if (!pushAllowed) return lacks("a switch");
  if (passage?.by === "itself") return YES;
  // A project that is open to everybody's job tokens lets none of them push.
  if (!crossProjectPushAllowed || passage?.by !== "entry") return lacks("a switch");
  return gives(passage.permissions, PUSH.needs ?? []) ? YES : lacks("a permission");
}

/** Fine-grained permissions refuse what no permission is for. */
function allowedBy(permissions: Permissions, needs: readonly string[]): boolean {
  return permissions === "default" || (needs.length > 0 && gives(permissions, needs));
}

function lacks(what: Exclude<Decision, { isAllowed: true }>["lacks"]): Decision {
  return { isAllowed: false, lacks: what };
}
