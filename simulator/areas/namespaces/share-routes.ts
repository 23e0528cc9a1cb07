import { notFound } from "../../grape/errors";
import { day, integer, text } from "../../grape/param-types";
import { optional, requires } from "../../grape/params";
import { created, noContent } from "../../grape/reply";
import { type Route, route, type SignedCall } from "../../grape/router";
import type { Group } from "../../model/group";
import { AccessLevel } from "../../model/members";
import type { Project } from "../../model/project";
import type { Share } from "../../model/shares";
import { requireLevel } from "../access";
import { findGroup, groupAt, projectAt } from "../addresses";
import { requireUnmodified } from "../preconditions";
import { presentGroupDetail } from "./presentation";
import { inviteToGroup, inviteToProject, uninviteFromGroup } from "./share-operations";

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
    const group = instance.namespaces.groups.get(params.group_id ?? 0);
    return created(presentLink(project, inviteToProject(call, project, { group, ...termsIn(call) })));
  }),

  route("DELETE /projects/:id/share/:group_id", { params: invited }, (call) => {
    const project = projectAt(call);
    requireLevel(call, project, AccessLevel.maintainer);
    const link = linkTo(call, project);
    requireUnmodified(call, link.createdAt);
    call.instance.members.shares.remove(project, link.groupId);
    return noContent();
  }),

  route("POST /groups/:id/share", { params: invitation }, (call) => {
    const group = findGroup(call, call.params.group_id);
    const place = groupAt(call);
    inviteToGroup(call, place, { group, ...termsIn(call) });
    return created(presentGroupDetail(call, place));
  }),

  route("DELETE /groups/:id/share/:group_id", { params: invited }, (call) => {
    const place = groupAt(call);
    uninviteFromGroup(call, place, linkTo(call, place));
    return noContent();
  }),
];

type Inviting = SignedCall<{ readonly group_access: number | null; readonly expires_at?: string | null }>;

function termsIn({ params }: Inviting) {
  return { accessLevel: params.group_access ?? AccessLevel.none, expiresAt: params.expires_at ?? null };
}

function linkTo({ instance, params }: SignedCall<{ readonly group_id: number | null }>, place: Group | Project): Share {
  const link = instance.members.shares.find(place, params.group_id ?? 0);
  if (link === undefined) throw notFound("Group Link");
  return link;
}

/** `ProjectGroupLink`; the link's own id is the group's here. */
function presentLink({ id }: Project, { groupId, accessLevel, expiresAt }: Share) {
  return { id: groupId, project_id: id, group_id: groupId, group_access: accessLevel, expires_at: expiresAt };
}
