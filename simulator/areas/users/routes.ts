import { conflict, forbidden, invalid, notFound } from "../../grape/errors";
import { paged, pages } from "../../grape/pagination";
import { boolean, integer, text } from "../../grape/param-types";
import { atLeastOneOf, optional, requires } from "../../grape/params";
import { created, noContent, ok } from "../../grape/reply";
import { openRoute, route } from "../../grape/router";
import { includesText } from "../../grape/text-search";
import type { Instance } from "../../model/instance";
import {
  presentUserBasic,
  presentUserDetailsForAdmin,
  presentUserForAdmin,
  presentUserProfile,
  presentUserPublic,
  type User,
} from "../../model/user";
import { requireAdmin } from "../access";

const scopes = ["read_user", "ai_workflows"];
const flag = optional(boolean, { initial: false });

export const userRoutes = [
  route("GET /user", { scopes }, ({ user, instance }) => {
    const present = user.admin ? presentUserForAdmin : presentUserPublic;
    return ok(present(user, instance.origin));
  }),

  openRoute(
    "GET /users",
    {
      scopes,
      params: {
        ...pages,
        username: optional(text),
        search: optional(text),
        active: flag,
        blocked: flag,
        humans: flag,
        admins: flag,
        exclude_internal: flag,
        without_project_bots: flag,
        order_by: optional(text, { values: ["id", "name", "username", "created_at", "updated_at"] }),
        sort: optional(text, { values: ["asc", "desc"] }),
      },
    },
    (call) => {
      const { instance, params, user } = call;
      if (user === undefined && !params.username) throw forbidden("Not authorized to access /api/v4/users");
      const found = instance.users.all().filter((candidate) => matches(candidate, params));
      const present = user?.admin ? presentUserForAdmin : presentUserBasic;
      return paged(call, sorted(found, params), (row) => present(row, instance.origin));
    },
  ),

  openRoute("GET /users/:id", { scopes, params: { id: requires(integer) } }, (call) => {
    const { instance, user } = call;
    if (user === undefined) throw forbidden("Not authorized!");
    const found = userById(instance, call.params.id);
    return ok((user.admin ? presentUserDetailsForAdmin : presentUserProfile)(found, instance.origin));
  }),

  route(
    "POST /users",
    {
      scopes,
      params: {
        email: requires(text),
        password: optional(text),
        reset_password: optional(boolean),
        force_random_password: optional(boolean),
        skip_confirmation: optional(boolean),
        name: requires(text),
        username: requires(text),
        admin: optional(boolean),
        external: optional(boolean),
        can_create_group: optional(boolean),
        projects_limit: optional(integer),
        bio: optional(text),
        note: optional(text),
      },
      rules: [atLeastOneOf("password", "reset_password", "force_random_password")],
    },
    (call) => {
      const { instance, params } = call;
      requireAdmin(call);
      const details = { username: params.username ?? "", name: params.name ?? "", email: params.email ?? "" };
      requireFree(instance, details);
      requireValid(details, params.password);
      const user = instance.addUser({
        ...details,
        admin: params.admin ?? false,
        external: params.external ?? false,
        canCreateGroup: params.can_create_group ?? true,
        projectsLimit: params.projects_limit ?? 100_000,
        bio: params.bio ?? "",
        note: params.note ?? null,
      });
      return created(presentUserForAdmin(user, instance.origin));
    },
  ),

  route("POST /users/:id/block", { scopes, params: { id: requires(integer) } }, (call) => {
    requireAdmin(call);
    const user = userById(call.instance, call.params.id);
    if (user === call.user) throw forbidden("The API initiating user cannot be blocked by the API");
    user.state = "blocked";
    return created(true);
  }),

  route("POST /users/:id/unblock", { scopes, params: { id: requires(integer) } }, (call) => {
    requireAdmin(call);
    userById(call.instance, call.params.id).state = "active";
    return created(true);
  }),

  route("DELETE /users/:id", { scopes, params: { id: requires(integer), hard_delete: optional(boolean) } }, (call) => {
    const { instance, params } = call;
    requireAdmin(call);
    const user = userById(instance, params.id);
    if (!params.hard_delete && instance.groupsOwnedAlone(user).length > 0) {
      throw conflict("User cannot be removed while is the sole-owner of a group");
    }
    instance.deleteUser(user);
    return noContent();
  }),
];

export function userById(instance: Instance, id: number | null): User {
  const user = id === null ? undefined : instance.users.byId(id);
  if (user === undefined) throw notFound("User");
  return user;
}

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
function sorted(users: User[], { order_by, sort }: { order_by?: string | null; sort?: string | null }): User[] {
  const key = order_by === "name" || order_by === "username" ? order_by : "id";
  const direction = sort === "asc" ? 1 : -1;
  return users.sort((a, b) => direction * (a[key] < b[key] ? -1 : Number(a[key] > b[key])) || b.id - a.id);
}

function matches(user: User, filters: Filters): boolean {
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

type Details = Pick<User, "username" | "name" | "email">;

function requireFree(instance: Instance, { username, email }: Details): void {
  if (instance.users.byEmail(email)) throw conflict("Email has already been taken");
  const taken = instance.users.byUsername(username) ?? instance.namespaces.atPath(username);
  if (taken) throw conflict("Username has already been taken");
}

function requireValid({ username, name, email }: Details, password: string | null | undefined): void {
  const errors: Record<string, string[]> = {};
  if (!/^[^@\s]+@[^@\s]+$/.test(email)) errors.email = ["is invalid"];
  if (name.trim() === "") errors.name = ["can't be blank"];
  if (!/^[A-Za-z0-9_.][A-Za-z0-9_.-]*$/.test(username)) errors.username = [usernameRule];
  if (password !== undefined && password !== null && password.length < 8) {
    errors.password = ["is too short (minimum is 8 characters)"];
  }
  if (Object.keys(errors).length > 0) throw invalid(errors);
}

const usernameRule =
  "can contain only letters, digits, '_', '-' and '.'. Cannot start with '-', end in '.git' or end in '.atom'.";
