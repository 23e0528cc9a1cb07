import { byCursor, type CursorList } from "../../grape/keyset";
import { boolean, moment, text } from "../../grape/param-types";
import { optional, type Values } from "../../grape/params";
import type { Instance } from "../../model/instance";
import type { User } from "../../model/users";
import type { Visit } from "../access";
import { includesText } from "../lists";

const flag = optional(boolean, { initial: false });
const FIELDS = ["id", "name", "username", "created_at", "updated_at"] as const;

/** What a list of users can be asked for. */
export const userFilters = {
  ...byCursor,
  username: optional(text),
  search: optional(text),
  active: flag,
  exclude_active: flag,
  blocked: flag,
  external: flag,
  exclude_external: flag,
  humans: flag,
  exclude_humans: flag,
  created_after: optional(moment),
  created_before: optional(moment),
  without_projects: flag,
  admins: flag,
  exclude_internal: flag,
  without_project_bots: flag,
  order_by: optional(text, { values: FIELDS }),
  sort: optional(text, { values: ["asc", "desc"] }),
};
type Filters = Values<typeof userFilters>;

/** What GitLab ignores unless an administrator asks. */
const ADMINISTRATORS_ONLY = { created_after: null, created_before: null, without_projects: false };

export function filteredUsers({ instance, user }: Visit, given: Filters): User[] {
  const filters = user?.admin ? given : { ...given, ...ADMINISTRATORS_ONLY };
  return instance.users
    .all()
    .filter(
      (each) => isInTime(each, filters) && isNamed(each, filters, user?.admin === true) && isAsSaid(each, filters),
    )
    .filter((each) => !filters.without_projects || !hasProjects(instance, each));
}

function isInTime({ createdAt }: User, { created_after: after, created_before: before }: Filters): boolean {
  return !(after && createdAt < after) && !(before && createdAt > before);
}

/** `without_projects` asks for users who are members of no project; owners of personal projects are. */
function hasProjects({ members, namespaces }: Instance, user: User): boolean {
  return (
    members.ofUser(user.id).some(({ source }) => source === "project") ||
    namespaces.projectsIn(user.namespaceId).size > 0
  );
}

/** Only administrators find somebody by an email that is not public, and they need all of it. */
function isNamed({ username, name, email }: User, filters: Filters, byEmail: boolean): boolean {
  if (filters.username && username.toLowerCase() !== filters.username.toLowerCase()) return false;
  const { search } = filters;
  if (!search) return true;
  if (byEmail && email.toLowerCase() === search.toLowerCase()) return true;
  return includesText(username, search) || includesText(name, search);
}

function isAsSaid(user: User, filters: Filters): boolean {
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

type Columns = ReturnType<CursorList<User>["columns"]>;
type Ordered = Pick<CursorList<User>, "rows" | "columns" | "descending">;

/** Without an order, a user whose whole name was searched for comes first. */
export function orderedUsers(users: readonly User[], { search, order_by, sort }: Filters): Ordered {
  const isSearch = search && !order_by && !sort;
  const columns = isSearch ? matchColumns(search) : columnsOf(order_by ?? "id");
  const descending = !isSearch && sort !== "asc";
  const rows = users.toSorted((a, b) => (descending ? -1 : 1) * compareColumns(columns(a), columns(b)));
  return { rows, columns, descending };
}

function matchColumns(search: string): CursorList<User>["columns"] {
  const wanted = search.toLowerCase();
  const priority = ({ username, name }: User) => {
    if (username.toLowerCase() === wanted) return 1;
    return name.toLowerCase() === wanted ? 2 : 3;
  };
  return (user) => ({ users_match_priority: priority(user), users_name: user.name, users_id: user.id, id: user.id });
}

/** Dates of creation are in the order of ids, by which GitLab sorts instead. */
function columnsOf(field: string): CursorList<User>["columns"] {
  if (field === "updated_at") return ({ updatedAt, id }) => ({ updated_at: updatedAt.toISOString(), id });
  if (field === "name" || field === "username") return (user) => ({ [field]: user[field], id: user.id });
  return ({ id }) => ({ id });
}

function compareColumns(a: Columns, b: Columns): number {
  for (const [name, value] of Object.entries(a)) {
    const other = b[name] ?? "";
    if (value !== other) return value < other ? -1 : 1;
  }
  return 0;
}

/** The orders in which GitLab pages users by a cursor. */
export const USER_ORDERS = FIELDS.flatMap((field) => [`${field} asc`, `${field} desc`]);
