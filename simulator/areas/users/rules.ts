import { conflict, invalid } from "../../grape/errors";
import type { Instance } from "../../model/instance";
import type { User } from "../../model/users";
import { includesText, sortBy } from "../lists";

/** What a user says of themselves, and GitLab only shows. */
export const PROFILE_FIELDS = [
  ...["location", "linkedin", "twitter", "discord", "website_url", "github", "job_title", "pronouns", "organization"],
];

interface Filters {
  readonly username?: string | null;
  readonly search?: string | null;
  readonly active: boolean | null;
  readonly blocked: boolean | null;
  readonly humans: boolean | null;
  readonly exclude_active: boolean | null;
  readonly exclude_humans: boolean | null;
  readonly external: boolean | null;
  readonly exclude_external: boolean | null;
  readonly created_after?: Date | null;
  readonly created_before?: Date | null;
  readonly without_projects: boolean | null;
  readonly admins: boolean | null;
  readonly exclude_internal: boolean | null;
  readonly without_project_bots: boolean | null;
}

/** Dates of creation are in the order of ids. */
export function sortedUsers(
  users: User[],
  { order_by, sort }: { order_by?: string | null; sort?: string | null },
): User[] {
  const key = order_by === "name" || order_by === "username" ? order_by : "id";
  const newestFirst = sortBy(users, -1, ({ id }) => id);
  return sortBy(newestFirst, sort === "asc" ? 1 : -1, (user) => user[key]);
}

export function isFound(instance: Instance, user: User, filters: Filters): boolean {
  if (filters.created_after && user.createdAt < filters.created_after) return false;
  if (filters.created_before && user.createdAt > filters.created_before) return false;
  if (filters.without_projects && hasProjects(instance, user)) return false;
  return isAsSaid(user, filters);
}

/** `without_projects` asks for users who are members of no project; owners of personal projects are. */
function hasProjects({ members, namespaces }: Instance, user: User): boolean {
  return (
    members.ofUser(user.id).some(({ source }) => source === "project") ||
    namespaces.projectsIn(user.namespaceId).size > 0
  );
}

function isAsSaid(user: User, filters: Filters): boolean {
  const { username, search } = filters;
  if (username && user.username.toLowerCase() !== username.toLowerCase()) return false;
  if (search && ![user.username, user.name, user.email].some((field) => includesText(field, search))) return false;
  if (filters.active && (user.state !== "active" || user.kind === "ghost")) return false;
  if (filters.blocked && user.state !== "blocked") return false;
  if (filters.exclude_active && user.state === "active") return false;
  if (filters.external && !user.external) return false;
  if (filters.exclude_external && user.external) return false;
  if (filters.exclude_humans && user.kind === "human") return false;
  if (filters.humans && user.kind !== "human") return false;
  if (filters.admins && !user.admin) return false;
  if (filters.exclude_internal && user.kind === "ghost") return false;
  return !(filters.without_project_bots && user.kind === "project_bot");
}

export type Details = Pick<User, "username" | "name" | "email">;

export function requireFree(instance: Instance, { username, email }: Details, self?: User): void {
  const other = instance.users.byEmail(email);
  if (other && other !== self) throw conflict("Email has already been taken");
  if (self?.username.toLowerCase() === username.toLowerCase()) return;
  const taken = instance.users.byUsername(username) ?? instance.namespaces.atPath(username);
  if (taken) throw conflict("Username has already been taken");
}

export function requireValid({ username, name, email }: Details, password: string | null | undefined): void {
  const errors: Record<string, string[]> = {};
  if (!/^[^@\s]+@[^@\s]+$/.test(email)) errors.email = ["is invalid"];
  if (name.trim() === "") errors.name = ["can't be blank"];
  if (!/^[A-Za-z0-9_.][A-Za-z0-9_.-]*$/.test(username)) errors.username = [USERNAME_RULE];
  if (password !== undefined && password !== null && password.length < 8) {
    errors.password = ["is too short (minimum is 8 characters)"];
  }
  if (Object.keys(errors).length > 0) throw invalid(errors);
}

const USERNAME_RULE =
  "can contain only letters, digits, '_', '-' and '.'. Cannot start with '-', end in '.git' or end in '.atom'.";
