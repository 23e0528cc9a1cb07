import { badRequest, conflict, forbidden, notFound, refuse } from "../../grape/errors";
import { day, integer, text } from "../../grape/param-types";
import { optional, requires } from "../../grape/params";
import { created, noContent } from "../../grape/reply";
import { type Route, route } from "../../grape/router";
import type { Group } from "../../model/group";
import { AccessLevel } from "../../model/members";
import type { Project } from "../../model/project";
import { type Act, canReadGroup, requireLevel } from "../access";
import { groupAt, projectAt } from "../addresses";
import { presentGroupDetail } from "./presentation";

const LEVELS = Object.values(AccessLevel).filter((level) => level > AccessLevel.minimal);
const byAddress = { id: requires(text) };
const invitation = {
  ...byAddress,
  group_id: requires(integer),
  group_access: requires(integer, { values: LEVELS }),
  expires_at: optional(day),
};
const invited = { ...byAddress, group_id: requires(integer) };

/** Groups are invited to groups and projects. */
export const shareRoutes: Route[] = [
  route("POST /projects/:id/share", { params: invitation }, (call) => {
    const { instance, params } = call;
    const project = projectAt(call);
    requireLevel(call, project, AccessLevel.maintainer);
    if (isLocked(call, project)) throw badRequest("The project sharing with group is disabled");
    const group = invitedGroup(call, params.group_id);
    share(call, project, { ...params, group });
    return created({
      id: group.id,
      project_id: project.id,
      group_id: group.id,
      group_access: params.group_access,
      expires_at: instance.members.shares.find(project, group.id)?.expiresAt ?? null,
    });
  }),

  route("DELETE /projects/:id/share/:group_id", { params: invited }, (call) => {
    const project = projectAt(call);
    requireLevel(call, project, AccessLevel.maintainer);
    if (!call.instance.members.shares.find(project, call.params.group_id ?? 0)) throw notFound("Group Link");
    call.instance.members.shares.remove(project, call.params.group_id ?? 0);
    return noContent();
  }),

  route("POST /groups/:id/share", { params: invitation }, (call) => {
    const group = groupAt(call);
    requireLevel(call, group, AccessLevel.owner);
    share(call, group, { ...call.params, group: invitedGroup(call, call.params.group_id) });
    return created(presentGroupDetail(call, group, true));
  }),

  route("DELETE /groups/:id/share/:group_id", { params: invited }, (call) => {
    const group = groupAt(call);
    requireLevel(call, group, AccessLevel.owner);
    if (!call.instance.members.shares.find(group, call.params.group_id ?? 0)) throw notFound();
    call.instance.members.shares.remove(group, call.params.group_id ?? 0);
    return noContent();
  }),
];

function isLocked({ instance }: Act, project: Project): boolean {
  return instance.namespaces.groupOf(project)?.settings.get("share_with_group_lock") === true;
}

function invitedGroup({ instance, user }: Act, id: number | null): Group {
  const group = instance.namespaces.groups.get(id ?? 0);
  if (group === undefined || !canReadGroup(instance, user, group)) throw notFound("Group");
  return group;
}

interface Wanted {
  readonly group: Group;
  readonly group_access: number | null;
  readonly expires_at?: string | null;
}

function share({ instance }: Act, place: Group | Project, wanted: Wanted): void {
  const { shares } = instance.members;
  const { group, group_access: accessLevel, expires_at: expiresAt = null } = wanted;
  if (group === place) throw forbidden();
  if (expiresAt !== null && expiresAt < instance.clock.today()) {
    throw refuse(400, { expires_at: ["cannot be a date in the past"] });
  }
  if (shares.find(place, group.id)) throw conflict(`The ${place.kind} has already been shared with this group`);
  shares.add(place, { groupId: group.id, accessLevel: accessLevel ?? AccessLevel.none, expiresAt });
}
