import { forbidden } from "../../grape/errors";
import { pagedByCursor } from "../../grape/keyset";
import { paged, pages } from "../../grape/pagination";
import { boolean, integer, text } from "../../grape/param-types";
import { atLeastOneOf, optional, requires } from "../../grape/params";
import { created, noContent, ok } from "../../grape/reply";
import { openRoute, route } from "../../grape/router";
import { requireAdmin } from "../access";
import { findUser } from "../addresses";
import { presentUserBasic } from "../basic-entities";
import { requireUnmodified } from "../preconditions";
import { filteredUsers, orderedUsers, USER_ORDERS, userFilters } from "./list-filters";
import { blockUser, changeUser, createUser, requireRemovable, unblockUser } from "./operations";
import {
  presentMembership,
  presentUserDetailsForAdmin,
  presentUserForAdmin,
  presentUserProfile,
  presentUserPublic,
} from "./presentation";
import { PROFILE_FIELDS } from "./rules";

const scopes = ["read_user", "ai_workflows"];
const profile = {
  admin: optional(boolean),
  external: optional(boolean),
  can_create_group: optional(boolean),
  projects_limit: optional(integer),
  bio: optional(text),
  note: optional(text),
  ...Object.fromEntries(PROFILE_FIELDS.map((name) => [name, optional(text)])),
};
/** Settings for the looks of web pages: accepted, and shown in no answer. */
const looks = ["theme_id", "color_scheme_id", "view_diffs_file_by_file", "skype"];

export const userRoutes = [
  route("GET /user", { scopes }, ({ user, instance }) => {
    const present = user.admin ? presentUserForAdmin : presentUserPublic;
    return ok(present(instance, user));
  }),

  openRoute(
    "GET /users",
    {
      scopes,
      shaping: ["with_custom_attributes"],
      params: { ...pages, ...userFilters },
    },
    (call) => {
      const { instance, params, user } = call;
      if (user === undefined && !params.username) throw forbidden("Not authorized to access /api/v4/users");
      const present = user?.admin ? presentUserForAdmin : presentUserBasic;
      return pagedByCursor(call, {
        ...orderedUsers(filteredUsers(call, params), params),
        ...{ type: "User", orders: USER_ORDERS, initial: { order_by: "id", sort: "desc" } },
        present: (row) => present(instance, row),
      });
    },
  ),

  openRoute(
    "GET /users/:id",
    { scopes, shaping: ["with_custom_attributes"], params: { id: requires(integer) } },
    (call) => {
      const { instance, user } = call;
      if (user === undefined) throw forbidden("Not authorized!");
      const found = findUser(instance, call.params.id);
      return ok((user.admin ? presentUserDetailsForAdmin : presentUserProfile)(instance, found));
    },
  ),

  route(
    "POST /users",
    {
      scopes,
      shaping: looks,
      params: {
        email: requires(text),
        password: optional(text),
        reset_password: optional(boolean),
        force_random_password: optional(boolean),
        skip_confirmation: optional(boolean),
        ...profile,
        name: requires(text),
        username: requires(text),
      },
      rules: [atLeastOneOf("password", "reset_password", "force_random_password")],
    },
    (call) => {
      const { instance, params } = call;
      requireAdmin(call);
      const names = { username: params.username ?? "", name: params.name ?? "", email: params.email ?? "" };
      const user = createUser(instance, { ...params, ...names });
      return created(presentUserForAdmin(instance, user));
    },
  ),

  route(
    "PUT /users/:id",
    {
      scopes,
      shaping: looks,
      params: {
        ...profile,
        id: requires(integer),
        email: optional(text),
        password: optional(text),
        skip_reconfirmation: optional(boolean),
        name: optional(text),
        username: optional(text),
      },
    },
    (call) => {
      requireAdmin(call);
      const user = findUser(call.instance, call.params.id);
      changeUser(call.instance, user, call.params);
      return ok(presentUserForAdmin(call.instance, user));
    },
  ),

  route("POST /users/:id/block", { scopes, params: { id: requires(integer) } }, (call) => {
    requireAdmin(call);
    return created(blockUser(call, findUser(call.instance, call.params.id)));
  }),

  route("POST /users/:id/unblock", { scopes, params: { id: requires(integer) } }, (call) => {
    requireAdmin(call);
    return created(unblockUser(call.instance, findUser(call.instance, call.params.id)));
  }),

  route(
    "GET /users/:user_id/memberships",
    {
      scopes,
      params: { ...pages, user_id: requires(integer), type: optional(text, { values: ["Project", "Namespace"] }) },
    },
    (call) => {
      requireAdmin(call);
      const { instance, params } = call;
      const all = instance.members.ofUser(findUser(instance, params.user_id).id);
      const wanted = params.type ? (params.type === "Project" ? "project" : "group") : undefined;
      const rows = all.filter(({ source }) => wanted === undefined || source === wanted);
      return paged(call, rows, (row) => presentMembership(instance, row));
    },
  ),

  route("DELETE /users/:id", { scopes, params: { id: requires(integer), hard_delete: optional(boolean) } }, (call) => {
    const { instance, params } = call;
    requireAdmin(call);
    const user = findUser(instance, params.id);
    requireRemovable(instance, user, params.hard_delete === true);
    requireUnmodified(call, user.updatedAt);
    instance.deleteUser(user);
    return noContent();
  }),
];
