import { forbidden } from "../../grape/errors";
import { paged, pages } from "../../grape/pagination";
import { boolean, integer, moment, text } from "../../grape/param-types";
import { atLeastOneOf, optional, requires } from "../../grape/params";
import { created, noContent, ok } from "../../grape/reply";
import { openRoute, route } from "../../grape/router";
import { requireAdmin } from "../access";
import { findUser } from "../addresses";
import { presentUserBasic } from "../basic-entities";
import { blockUser, changeUser, createUser, deleteUser, unblockUser } from "./operations";
import {
  presentMembership,
  presentUserDetailsForAdmin,
  presentUserForAdmin,
  presentUserProfile,
  presentUserPublic,
} from "./presentation";
import { isFound, PROFILE_FIELDS, sortedUsers } from "./rules";

const scopes = ["read_user", "ai_workflows"];
const ADMINISTRATORS_ONLY = {
  ...{ created_after: null, created_before: null, without_projects: false },
  ...{ order_by: null, sort: null },
};
const flag = optional(boolean, { initial: false });

const profile = {
  admin: optional(boolean),
  external: optional(boolean),
  can_create_group: optional(boolean),
  projects_limit: optional(integer),
  bio: optional(text),
  note: optional(text),
  ...Object.fromEntries(PROFILE_FIELDS.map((name) => [name, optional(text)])),
};
/** What is accepted and shown nowhere here: looks of the web pages. */
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
      params: {
        ...pages,
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
        order_by: optional(text, { values: ["id", "name", "username", "created_at", "updated_at"] }),
        sort: optional(text, { values: ["asc", "desc"] }),
      },
    },
    (call) => {
      const { instance, params, user } = call;
      if (user === undefined && !params.username) throw forbidden("Not authorized to access /api/v4/users");
      // Only administrators get what these ask for; of others GitLab ignores them.
      const asked = user?.admin ? params : { ...params, ...ADMINISTRATORS_ONLY };
      const found = instance.users.all().filter((candidate) => isFound(instance, candidate, asked));
      const present = user?.admin ? presentUserForAdmin : presentUserBasic;
      return paged(call, sortedUsers(found, asked), (row) => present(instance, row));
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
    return created(unblockUser(findUser(call.instance, call.params.id)));
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
    deleteUser(instance, findUser(instance, params.id), params.hard_delete === true);
    return noContent();
  }),
];
