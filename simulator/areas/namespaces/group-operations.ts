import { forbidden, invalid, refuse } from "../../grape/errors";
import { GROUP_DEFAULTS, type Group, VISIBILITIES, type Visibility } from "../../model/group";
import type { Instance } from "../../model/instance";
import { AccessLevel } from "../../model/members";
import type { Project } from "../../model/project";
import { keepSettings } from "../../model/settings";
import { type Act, isArchived, levelOn, requireOpenGroup } from "../access";
import { groupNameErrors, inspected, isEmpty, visibilityErrors } from "./names";

const SHARE_LOCK_KEPT =
  'cannot be disabled when the parent group "Share with group lock" is enabled, except by the owner of the parent group';

interface Wanted {
  readonly name?: string | null;
  readonly path?: string | null;
  readonly description?: string | null;
  readonly visibility?: Visibility | null;
}

export function createGroup(act: Act, parent: Group | undefined, wanted: Wanted): Group {
  const { instance } = act;
  requireMayCreate(act, parent);
  const visibility = wanted.visibility ?? instance.settings.defaultVisibility("group");
  const names = { name: wanted.name ?? "", path: wanted.path ?? "" };
  const errors = { ...groupNameErrors(instance, parent, names), ...opennessErrors(visibility, parent) };
  if (!isEmpty(errors)) throw refuse(400, `Failed to save group ${inspected(errors)}`);
  const group = addGroup(act, parent, { ...names, visibility, description: wanted.description ?? "" });
  keepSettings(group.settings, GROUP_DEFAULTS, { ...wanted });
  return group;
}

function requireMayCreate(act: Act, parent: Group | undefined): void {
  const { user, instance } = act;
  if (parent === undefined) {
    if (!user.admin && !user.canCreateGroup) throw forbidden();
    return;
  }
  const needed =
    parent.settings.get("subgroup_creation_level") === "owner" ? AccessLevel.owner : AccessLevel.maintainer;
  if (levelOn(instance, user, parent) < needed) throw forbidden();
  requireOpenGroup(instance, parent);
}

type Details = Pick<Group, "name" | "path" | "visibility" | "description">;

/** Whoever makes a group owns it. */
function addGroup({ instance, user }: Act, parent: Group | undefined, details: Details): Group {
  const group: Group = {
    ...details,
    id: instance.nextId("namespaces"),
    kind: "group",
    parentId: parent?.id ?? null,
    fullPath: "",
    fullName: "",
    createdAt: instance.clock.now(),
    updatedAt: instance.clock.now(),
    markedForDeletionOn: null,
    archived: false,
    settings: new Map(),
  };
  instance.namespaces.addGroup(group);
  instance.members.addOwner("group", group.id, { userId: user.id, createdById: user.id });
  return group;
}

export function changeGroup({ instance }: Act, group: Group, wanted: Wanted): void {
  const parent = instance.namespaces.parentOf(group);
  const names = { name: wanted.name ?? group.name, path: wanted.path ?? group.path };
  const visibility = wanted.visibility ?? group.visibility;
  requireOpenFor(instance, group, wanted);
  const errors = {
    ...groupNameErrors(instance, parent, names, group),
    ...closednessErrors(instance, group, visibility),
    ...opennessErrors(visibility, parent),
  };
  if (!isEmpty(errors)) throw invalid(errors);
  instance.namespaces.changeGroup(group, (changed) => Object.assign(changed, names, { visibility }));
  if (wanted.description !== undefined) group.description = wanted.description ?? "";
  keepSettings(group.settings, GROUP_DEFAULTS, { ...wanted });
  group.updatedAt = instance.clock.now();
}

/** In an archived group nobody changes the visibility or the lock on sharing. app/services/groups/update_service.rb */
function requireOpenFor(instance: Instance, group: Group, wanted: Wanted & { share_with_group_lock?: unknown }): void {
  if (!isArchived(instance, group)) return;
  const { visibility = group.visibility, share_with_group_lock: lock } = wanted;
  if (visibility !== null && visibility !== group.visibility) {
    throw invalid({ visibility_level: [`${visibility} has been restricted by your GitLab administrator`] });
  }
  const isLocked = group.settings.get("share_with_group_lock") === true;
  if (lock === undefined || lock === null || (lock === true || lock === "true") === isLocked) return;
  throw invalid({ share_with_group_lock: [SHARE_LOCK_KEPT] });
}

function opennessErrors(visibility: Visibility, parent: Group | undefined): Record<string, string[]> {
  return parent === undefined ? {} : visibilityErrors(visibility, parent, "group");
}

/** A group can't become less visible than what is in it. */
function closednessErrors({ namespaces }: Instance, group: Group, visibility: Visibility): Record<string, string[]> {
  const isMoreOpen = (place: Group | Project) =>
    VISIBILITIES.indexOf(place.visibility) > VISIBILITIES.indexOf(visibility);
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

/**
 * Marks a group for deletion. A group below a marked one is deleted with that one anyway. `precondition` throws to
 * refuse; it is asked only where GitLab would have something to do.
 */
export function markGroup({ instance }: Act, group: Group, precondition: () => void): void {
  const parent = instance.namespaces.parentOf(group);
  if ([...instance.namespaces.lineage(parent)].some(isMarked)) return;
  precondition();
  if (isMarked(group)) throw refuse(400, "Group has been already marked for deletion");
  instance.markForDeletion(group);
}

/** How a marked group or project is deleted at once. */
export interface Removal {
  /** The path that it got when it was marked. */
  readonly fullPath: string | null | undefined;
  readonly precondition: () => void;
}

export function removeGroup({ instance }: Act, group: Group, { fullPath, precondition }: Removal): void {
  requireRemovable(group, fullPath);
  precondition();
  instance.deleteGroup(group);
}

/** Only a subgroup that is marked can be removed at once, and only by its full path. */
function requireRemovable(group: Group, fullPath: string | null | undefined): void {
  if (group.parentId === null) throw refuse(400, "`permanently_remove` option is only available for subgroups.");
  if (!isMarked(group)) throw refuse(400, "Group must be marked for deletion first.");
  if (group.fullPath !== fullPath) {
    throw refuse(400, "`full_path` is incorrect. You must enter the complete path for the subgroup.");
  }
}

export function restoreGroup({ instance }: Act, group: Group): void {
  if (!isMarked(group)) throw refuse(400, "Group has not been marked for deletion");
  instance.restore(group);
}

/** Archives a group with everything below it. What is below then has no archived state of its own any more. */
export function archiveGroup({ instance }: Act, group: Group): void {
  if (group.archived) throw refuse(422, "Group is already archived!");
  if (isArchived(instance, group)) {
    throw refuse(422, "Cannot archive group since one of the ancestor groups is already archived!");
  }
  if ([...instance.namespaces.lineage(group)].some(isMarked)) {
    throw refuse(422, "Cannot archive group since it is scheduled for deletion.");
  }
  openAllBelow(instance, group);
  Object.assign(group, { archived: true, updatedAt: instance.clock.now() });
}

export function unarchiveGroup({ instance }: Act, group: Group): void {
  const parent = instance.namespaces.parentOf(group);
  if (parent && isArchived(instance, parent)) {
    throw refuse(422, "Cannot unarchive group since one of the ancestor groups is archived!");
  }
  if (!group.archived) throw refuse(422, "Group is already unarchived!");
  Object.assign(group, { archived: false, updatedAt: instance.clock.now() });
}

function openAllBelow({ namespaces }: Instance, group: Group): void {
  for (const each of namespaces.descendants(group)) each.archived = false;
  for (const each of namespaces.projectsBelow(group)) each.settings.set("archived", false);
}

export function isMarked(place: { readonly markedForDeletionOn: string | null }): boolean {
  return place.markedForDeletionOn !== null;
}

export function transferGroup(act: Act, group: Group, parent: Group | undefined): void {
  const { instance } = act;
  const obstacle = transferObstacle(act, group, parent);
  if (obstacle !== undefined) throw refuse(400, `Transfer failed: ${obstacle}`);
  instance.namespaces.changeGroup(group, (moved) => {
    moved.parentId = parent?.id ?? null;
    moved.updatedAt = instance.clock.now();
  });
  if (parent) instance.closeTo(parent.visibility, group);
}

function transferObstacle(act: Act, group: Group, parent: Group | undefined): string | undefined {
  const { instance, user } = act;
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
