import { conflict, invalid } from "../../grape/errors";
import type { Instance } from "../../model/instance";
import type { User } from "../../model/users";
import { includesText, sortBy } from "../lists";

interface Filters {
  readonly username?: string | null;
  readonly search?: string | null;
  readonly active: boolean | null;
  readonly blocked: boolean | null;
  readonly humans: boolean | null;
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

export function isFound(user: User, filters: Filters): boolean {
  const { username, search } = filters;
  if (username && user.username.toLowerCase() !== username.toLowerCase()) return false;
  if (search && ![user.username, user.name, user.email].some((field) => includesText(field, search))) return false;
  if (filters.active && (user.state !== "active" || user.kind === "ghost")) return false;
  if (filters.blocked && user.state !== "blocked") return false;
  if (filters.humans && user.kind !== "human") return false;
  if (filters.admins && !user.admin) return false;
  if (filters.exclude_internal && user.kind === "ghost") return false;
  return !(filters.without_project_bots && user.kind === "project_bot");
}

export type Details = Pick<User, "username" | "name" | "email">;

export function requireFree(instance: Instance, { username, email }: Details): void {
  if (instance.users.byEmail(email)) throw conflict("Email has already been taken");
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
