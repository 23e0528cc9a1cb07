import { boolean, integer, text } from "../../grape/param-types";
import { optional, requires } from "../../grape/params";
import { accepted, created, ok } from "../../grape/reply";
import { openRoute, route, type SignedCall } from "../../grape/router";
import { settable } from "../../grape/settable";
import { GROUP_DEFAULTS, type Group, VISIBILITIES } from "../../model/group";
import { AccessLevel } from "../../model/members";
import { requireLevel, requireOpenGroup } from "../access";
import { findGroup, groupAt } from "../addresses";
import { requireUnmodified } from "../preconditions";
import {
  archiveGroup,
  changeGroup,
  createGroup,
  markGroup,
  removeGroup,
  restoreGroup,
  transferGroup,
  unarchiveGroup,
} from "./group-operations";
import { presentGroupDetail, presentGroupWithProjects } from "./presentation";

const scopes = ["ai_workflows"];
const byAddress = { id: requires(text) };
const removal = { permanently_remove: optional(boolean), full_path: optional(text) };
const shared = {
  ...settable(GROUP_DEFAULTS),
  description: optional(text),
  visibility: optional(text, { values: VISIBILITIES }),
};
const newGroup = { ...shared, name: requires(text), path: requires(text), parent_id: optional(integer) };
const changes = { ...shared, ...byAddress, name: optional(text), path: optional(text) };

export const groupRoutes = [
  route("POST /groups", { scopes, params: newGroup }, (call) => {
    const parent = call.params.parent_id ? findGroup(call, call.params.parent_id) : undefined;
    return created(presentGroupDetail(call, createGroup(call, parent, call.params)));
  }),

  openRoute(
    "GET /groups/:id",
    { scopes, shaping: ["with_custom_attributes"], params: { ...byAddress, with_projects: optional(boolean) } },
    (call) => ok(presentGroupWithProjects(call, groupAt(call), call.params.with_projects ?? true)),
  ),

  route("PUT /groups/:id", { scopes, params: changes }, (call) => {
    const group = ownedGroup(call);
    changeGroup(call, group, call.params);
    return ok(presentGroupWithProjects(call, group, true));
  }),

  route("DELETE /groups/:id", { scopes, params: { ...byAddress, ...removal } }, (call) => {
    const group = ownedGroup(call);
    const precondition = () => requireUnmodified(call, group.updatedAt);
    if (!call.params.permanently_remove) markGroup(call, group, precondition);
    else removeGroup(call, group, { fullPath: call.params.full_path, precondition });
    return accepted();
  }),

  route("POST /groups/:id/restore", { scopes, params: byAddress }, (call) => {
    const group = ownedGroup(call);
    restoreGroup(call, group);
    return created(presentGroupDetail(call, group));
  }),

  route("POST /groups/:id/archive", { scopes, params: byAddress }, (call) => {
    const group = ownedGroup(call);
    archiveGroup(call, group);
    return ok(presentGroupWithProjects(call, group, false));
  }),

  route("POST /groups/:id/unarchive", { scopes, params: byAddress }, (call) => {
    const group = ownedGroup(call);
    unarchiveGroup(call, group);
    return ok(presentGroupWithProjects(call, group, false));
  }),

  route("POST /groups/:id/transfer", { scopes, params: { ...byAddress, group_id: optional(integer) } }, (call) => {
    const group = ownedGroup(call);
    requireOpenGroup(call.instance, group);
    transferGroup(call, group, call.params.group_id ? findGroup(call, call.params.group_id) : undefined);
    return created(presentGroupDetail(call, group));
  }),
];

function ownedGroup(call: SignedCall<{ readonly id: string | null }>): Group {
  const group = groupAt(call);
  requireLevel(call, group, AccessLevel.owner);
  return group;
}
