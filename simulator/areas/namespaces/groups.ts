import { forbidden, invalid, refuse } from "../../grape/errors";
import { boolean, integer, text } from "../../grape/param-types";
import { optional, requires } from "../../grape/params";
import { accepted, created, ok } from "../../grape/reply";
import { openRoute, route, type SignedCall } from "../../grape/router";
import { keep, settable } from "../../grape/settable";
import { type Group, groupDefaults, type Visibility, visibilities } from "../../model/group";
import type { Instance } from "../../model/instance";
import { AccessLevel } from "../../model/member";
import type { Project } from "../../model/project";
import { findGroup, levelOn, ownsGroup } from "../access";
import { groupNameErrors, inspected, isEmpty, visibilityErrors } from "./names";
import { presentGroupDetail } from "./present-group";

const scopes = ["ai_workflows"];
const byAddress = { id: requires(text) };
const shared = {
  ...settable(groupDefaults),
  description: optional(text),
  visibility: optional(text, { values: visibilities }),
};

export const groupRoutes = [
  route(
    "POST /groups",
    { scopes, params: { ...shared, name: requires(text), path: requires(text), parent_id: optional(integer) } },
    (call) => {
      const { instance, params } = call;
      const parent = params.parent_id ? findGroup(call, params.parent_id) : undefined;
      requireMayCreate(call, parent);
      const visibility = params.visibility ?? instance.settings.defaultVisibility("group");
      const names = { name: params.name ?? "", path: params.path ?? "" };
      const errors = { ...groupNameErrors(instance, parent, names), ...opennessErrors(visibility, parent) };
      if (!isEmpty(errors)) throw refuse(400, `Failed to save group ${inspected(errors)}`);
      const group = addGroup(call, parent, { ...names, visibility, description: params.description ?? "" });
      keep(group.settings, groupDefaults, params);
      return created(presentGroupDetail(call, group));
    },
  ),

  openRoute("GET /groups/:id", { scopes, params: { ...byAddress, with_projects: optional(boolean) } }, (call) => {
    const group = findGroup(call, call.params.id);
    return ok(presentGroupDetail(call, group, call.params.with_projects ?? true));
  }),

  route(
    "PUT /groups/:id",
    { scopes, params: { ...shared, ...byAddress, name: optional(text), path: optional(text) } },
    (call) => {
      const { instance, params } = call;
      const group = ownedGroup(call);
      const parent = instance.namespaces.parentOf(group);
      const names = { name: params.name ?? group.name, path: params.path ?? group.path };
      const visibility = params.visibility ?? group.visibility;
      const errors = {
        ...groupNameErrors(instance, parent, names, group),
        ...closednessErrors(instance, group, visibility),
        ...opennessErrors(visibility, parent),
      };
      if (!isEmpty(errors)) throw invalid(errors);
      instance.namespaces.changeGroup(group, (changed) => Object.assign(changed, names, { visibility }));
      if (params.description !== undefined) group.description = params.description ?? "";
      keep(group.settings, groupDefaults, params);
      return ok(presentGroupDetail(call, group, true));
    },
  ),

  route(
    "DELETE /groups/:id",
    { scopes, params: { ...byAddress, permanently_remove: optional(boolean), full_path: optional(text) } },
    (call) => {
      const { instance, params } = call;
      const group = ownedGroup(call);
      if (params.permanently_remove) {
        requireRemovable(group, params.full_path);
        instance.deleteGroup(group);
        return accepted();
      }
      const parent = instance.namespaces.parentOf(group);
      if ([...instance.namespaces.lineage(parent)].some(isMarked)) return accepted();
      if (isMarked(group)) throw refuse(400, "Group has been already marked for deletion");
      instance.markForDeletion(group);
      return accepted();
    },
  ),

  route("POST /groups/:id/restore", { scopes, params: byAddress }, (call) => {
    const group = ownedGroup(call);
    if (!isMarked(group)) throw refuse(400, "Group has not been marked for deletion");
    call.instance.restore(group);
    return created(presentGroupDetail(call, group));
  }),

  route("POST /groups/:id/transfer", { scopes, params: { ...byAddress, group_id: optional(integer) } }, (call) => {
    const { instance, params } = call;
    const group = ownedGroup(call);
    const parent = params.group_id ? findGroup(call, params.group_id) : undefined;
    const obstacle = transferObstacle(call, group, parent);
    if (obstacle !== undefined) throw refuse(400, `Transfer failed: ${obstacle}`);
    instance.namespaces.changeGroup(group, (moved) => {
      moved.parentId = parent?.id ?? null;
    });
    if (parent) instance.closeTo(parent.visibility, group);
    return created(presentGroupDetail(call, group));
  }),
];

function isMarked(place: { readonly markedForDeletionOn: string | null }): boolean {
  return place.markedForDeletionOn !== null;
}

function requireMayCreate(call: SignedCall, parent: Group | undefined): void {
  const { user, instance } = call;
  if (parent === undefined) {
    if (!user.admin && !user.canCreateGroup) throw forbidden();
    return;
  }
  const needed =
    parent.settings.get("subgroup_creation_level") === "owner" ? AccessLevel.owner : AccessLevel.maintainer;
  if (levelOn(instance, user, parent) < needed) throw forbidden();
}

type Details = Pick<Group, "name" | "path" | "visibility" | "description">;

/** Whoever makes a group owns it. */
function addGroup({ instance, user }: SignedCall, parent: Group | undefined, details: Details): Group {
  const group: Group = {
    ...details,
    id: instance.nextId("namespaces"),
    kind: "group",
    parentId: parent?.id ?? null,
    fullPath: "",
    fullName: "",
    createdAt: instance.clock.now(),
    markedForDeletionOn: null,
    settings: new Map(),
  };
  instance.namespaces.addGroup(group);
  instance.members.addOwner("group", group.id, { userId: user.id, createdById: user.id });
  return group;
}

function opennessErrors(visibility: Visibility, parent: Group | undefined): Record<string, string[]> {
  return parent === undefined ? {} : visibilityErrors(visibility, parent, "group");
}

/** A group can't be closed over something that is more open. */
function closednessErrors({ namespaces }: Instance, group: Group, visibility: Visibility): Record<string, string[]> {
  const isMoreOpen = (place: Group | Project) =>
    visibilities.indexOf(place.visibility) > visibilities.indexOf(visibility);
  const reasons = [
    ...([...namespaces.projectsBelow(group)].some(isMoreOpen)
      ? ["this group contains projects with higher visibility"]
      : []),
    ...([...namespaces.descendants(group)].some(isMoreOpen) ? ["there are sub-groups with higher visibility"] : []),
  ];
  return reasons.length === 0
    ? {}
    : { visibility_level: reasons.map((reason) => `${visibility} is not allowed since ${reason}.`) };
}

function ownedGroup(call: SignedCall<{ readonly id: string | null }>): Group {
  const group = findGroup(call, call.params.id);
  if (!ownsGroup(call.instance, call.user, group)) throw forbidden();
  return group;
}

/** Only a subgroup that is marked can be removed at once, and only by its full path. */
function requireRemovable(group: Group, fullPath: string | null | undefined): void {
  if (group.parentId === null) throw refuse(400, "`permanently_remove` option is only available for subgroups.");
  if (!isMarked(group)) throw refuse(400, "Group must be marked for deletion first.");
  if (group.fullPath !== fullPath) {
    throw refuse(400, "`full_path` is incorrect. You must enter the complete path for the subgroup.");
  }
}

function transferObstacle(call: SignedCall, group: Group, parent: Group | undefined): string | undefined {
  const { instance, user } = call;
  const { namespaces } = instance;
  if (parent === undefined && group.parentId === null) return "Group is already a root group.";
  if (parent !== undefined && parent.id === group.parentId) return "Group is already associated to the parent group.";
  const mayMove = parent
    ? levelOn(instance, user, parent) >= AccessLevel.maintainer
    : user.admin || user.canCreateGroup;
  if (!mayMove) return "You don't have enough permissions.";
  if (namespaces.atPath(parent ? `${parent.fullPath}/${group.path}` : group.path)) {
    return "The parent group already has a subgroup or a project with the same path.";
  }
  return [...namespaces.lineage(parent)].includes(group) ? "Cannot transfer group to one of its subgroup." : undefined;
}
