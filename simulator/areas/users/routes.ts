import { forbidden } from "../../grape/errors";
import { paged, pages } from "../../grape/pagination";
import { boolean, integer, text } from "../../grape/param-types";
import { atLeastOneOf, optional, requires } from "../../grape/params";
import { created, noContent, ok } from "../../grape/reply";
import { openRoute, route } from "../../grape/router";
import { requireAdmin } from "../access";
import { findUser } from "../addresses";
import { presentUserBasic } from "../basic-entities";
import { blockUser, createUser, deleteUser, unblockUser } from "./operations";
import { presentUserDetailsForAdmin, presentUserForAdmin, presentUserProfile, presentUserPublic } from "./presentation";
import { isFound, sortedUsers } from "./rules";

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
      const found = instance.users.all().filter((candidate) => isFound(candidate, params));
      const present = user?.admin ? presentUserForAdmin : presentUserBasic;
      return paged(call, sortedUsers(found, params), (row) => present(row, instance.origin));
    },
  ),

  openRoute("GET /users/:id", { scopes, params: { id: requires(integer) } }, (call) => {
    const { instance, user } = call;
    if (user === undefined) throw forbidden("Not authorized!");
    const found = findUser(instance, call.params.id);
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
      const names = { username: params.username ?? "", name: params.name ?? "", email: params.email ?? "" };
      const user = createUser(instance, { ...params, ...names });
      return created(presentUserForAdmin(user, instance.origin));
    },
  ),

  route("POST /users/:id/block", { scopes, params: { id: requires(integer) } }, (call) => {
    requireAdmin(call);
    blockUser(call, findUser(call.instance, call.params.id));
    return created(true);
  }),

  route("POST /users/:id/unblock", { scopes, params: { id: requires(integer) } }, (call) => {
    requireAdmin(call);
    unblockUser(findUser(call.instance, call.params.id));
    return created(true);
  }),

  route("DELETE /users/:id", { scopes, params: { id: requires(integer), hard_delete: optional(boolean) } }, (call) => {
    const { instance, params } = call;
    requireAdmin(call);
    deleteUser(instance, findUser(instance, params.id), params.hard_delete === true);
    return noContent();
  }),
];
