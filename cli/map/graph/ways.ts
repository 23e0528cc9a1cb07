import { PUSH, ROUTES, type Role, type Route, rolesFor } from "../../../provider/domain/access/routes";
import { gives, type Permissions } from "../../../provider/domain/permissions";
import type { EstateEntry, EstateProject } from "./estate";

/** What a job of one project may do with another, from the least to the most. */
export const WAYS = ["read", "trigger", "write", "push"] as const;
export type Way = (typeof WAYS)[number];

/** A set of ways, one bit each. */
export type Ways = number;

const BIT: Readonly<Record<Way, Ways>> = { read: 1, trigger: 2, write: 4, push: 8 };

/** An attacker goes on from what was changed or started, not from what was read. */
export const ONWARD: readonly Way[] = ["trigger", "write", "push"];

export const WHAT_A_WAY_IS: Readonly<Record<Way, string>> = {
  read: "clone the code, pull images, and read what the permissions of the entry name",
  trigger: "start a pipeline and give it variables; that GitLab asks the allowlist for this is not confirmed",
  write: "change something by a permission that begins with admin_",
  push: "push to the repository; it takes effect with the project's next pipeline, because such a push starts none",
};

export function waysOf(names: readonly Way[]): Ways {
  return names.reduce((ways, name) => ways | BIT[name], 0);
}

export function namesOf(ways: Ways): Way[] {
  return WAYS.filter((name) => has(ways, name));
}

export function has(ways: Ways, name: Way): boolean {
  return (ways & BIT[name]) !== 0;
}

/** What REST does not show counts as GitLab's default: a map is an upper bound. */
export function effective({ permissions }: Pick<EstateEntry, "permissions">): Permissions {
  return permissions === "unknown" ? "default" : permissions;
}

type Door = Pick<EstateProject, "isArchived" | "isClosed" | "isLeaving" | "takesPushes">;

/**
 * What still changes something in an archived project, with the role that it takes. The two in the middle stop stale environments and publish
 * to the catalog. GitLab's config/authz/permission_groups/internal/project/archived.yml has what it ends.
 */
const OUTLASTING: Readonly<Record<string, Role>> = {
  admin_badges: "maintainer",
  admin_environments: "maintainer",
  admin_releases: "developer",
  admin_secure_files: "maintainer",
  admin_terraform_state: "maintainer",
};

/** What an entry gives. A project that is open to everybody looks at no permissions. */
export function inForce(
  entry: Pick<EstateEntry, "permissions">,
  { isClosed }: Pick<EstateProject, "isClosed">,
): Permissions {
  return isClosed === false ? "default" : effective(entry);
}

/** The ways that an entry opens. A project that is open to everybody lets nobody push. */
export function waysThrough(entry: Pick<EstateEntry, "permissions">, door: Door): Ways {
  const isOpen = door.isClosed === false;
  const permissions = inForce(entry, door);
  if (isReadOnly(door)) return BIT.read | (rolesInArchived(permissions).length > 0 ? BIT.write : 0);
  const pushes = door.takesPushes && !isOpen && gives(permissions, PUSH.needs ?? []);
  return BIT.read | BIT.trigger | (changes(permissions) ? BIT.write : 0) | (pushes ? BIT.push : 0);
}

/** An archived project starts no jobs, and neither does one that is marked for deletion. */
export function isReadOnly({ isArchived, isLeaving }: Pick<EstateProject, "isArchived" | "isLeaving">): boolean {
  return isArchived || isLeaving;
}

/** The roles that changing an archived project takes. */
function rolesInArchived(permissions: Permissions): Role[] {
  const names = permissions === "default" ? Object.keys(OUTLASTING) : permissions;
  return names.flatMap((name) => OUTLASTING[name] ?? []);
}

function changes(permissions: Permissions): boolean {
  return permissions === "default" || permissions.some((name) => name.startsWith("admin_"));
}

/** What an entry gives while its project is as it is. */
export interface Given {
  readonly permissions: Permissions;
  /** The ways from which a job may go on. Where no jobs start: none. */
  readonly onward: Ways;
}

const ROLES: readonly Role[] = ["guest", "planner", "reporter", "developer", "maintainer"];

/** The least role in the opened project that the user who started the job needs for a way. */
export function roleFor(way: Way, { permissions: given, onward }: Given): Role {
  if (way === "write" && onward === 0) return rolesInArchived(given).includes("developer") ? "developer" : "maintainer";
  if (way === "trigger" || way === "push") return "developer";
  const routes = ROUTES.filter((route) => isRouteOf(way, route) && gives(given, route.needs ?? []));
  const ranks = routes.flatMap((route) => rolesFor(route, { publicJobs: true }).map((role) => ROLES.indexOf(role)));
  return ROLES[Math.min(...ranks.filter((rank) => rank >= 0))] ?? "developer";
}

function isRouteOf(way: "read" | "write", route: Route): boolean {
  if (route === PUSH) return false;
  const isChange = (route.needs ?? []).some((name) => name.startsWith("admin_"));
  return way === "write" ? isChange : !isChange;
}
