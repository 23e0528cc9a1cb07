import { conflict, refuse } from "../../grape/errors";
import type { Group } from "../../model/group";
import type { Instance } from "../../model/instance";
import { AccessLevel } from "../../model/members";
import type { Project } from "../../model/project";
import type { Share } from "../../model/shares";
import { type Act, canReadGroup, levelOn } from "../access";

/** An invitation as it was asked for. */
export interface Invitation {
  readonly group: Group | undefined;
  readonly accessLevel: number;
  readonly expiresAt: string | null;
}

/** GitLab's services give no other reason when they refuse. */
const unseen = () => refuse(404, "Not Found");

/** Invites a group to a project: only one that the caller is in, and as owners only where the caller is one. */
export function inviteToProject(act: Act, project: Project, invitation: Invitation): Share {
  const { instance, user } = act;
  const { group, accessLevel } = invitation;
  if (isLocked(instance, project)) throw refuse(400, "The project sharing with group is disabled");
  if (accessLevel === AccessLevel.owner && levelOn(instance, user, project) < AccessLevel.owner) {
    throw refuse(403, "403 Forbidden");
  }
  if (group === undefined || levelOn(instance, user, group) === AccessLevel.none) throw unseen();
  const lineage = [...instance.namespaces.lineage(instance.namespaces.groupOf(project))];
  const own = lineage.includes(group)
    ? ["Project cannot be shared with the group it is in or one of its ancestors."]
    : [];
  return add(instance, project, { ...invitation, group }, own);
}

function isLocked({ namespaces }: Instance, project: Project): boolean {
  return namespaces.groupOf(project)?.settings.get("share_with_group_lock") === true;
}

/** Invites a group to a group. */
export function inviteToGroup(act: Act, place: Group, invitation: Invitation & { readonly group: Group }): Share {
  const { instance, user } = act;
  const may = levelOn(instance, user, place) >= AccessLevel.owner && canReadGroup(instance, user, invitation.group);
  if (!may) throw unseen();
  return add(instance, place, invitation, []);
}

/** The errors of a model about an invitation become one sentence and a conflict. */
function add(
  { clock, members }: Instance,
  place: Group | Project,
  { group, accessLevel, expiresAt }: Invitation & { readonly group: Group },
  others: readonly string[],
): Share {
  const twice = place.kind === "project" ? "Project already" : "Shared group The group has already been";
  const problems = [
    ...(members.shares.find(place, group.id) ? [`${twice} shared with this group`] : []),
    ...others,
    ...(expiresAt !== null && expiresAt < clock.today() ? ["Expires at cannot be a date in the past"] : []),
  ];
  if (problems.length > 0) throw conflict(problems.join(" and "));
  const share: Share = { groupId: group.id, accessLevel, expiresAt, createdAt: clock.now() };
  members.shares.add(place, share);
  return share;
}

/** Ends an invitation to a group. A caller who may not do that gets the same answer, but nothing changes. */
export function uninviteFromGroup({ instance, user }: Act, place: Group, { groupId }: Share): void {
  if (levelOn(instance, user, place) >= AccessLevel.owner) instance.members.shares.remove(place, groupId);
}
