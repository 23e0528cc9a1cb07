import { groupDetailWithoutProjects } from "../../facts/entities/group";
import { type Endpoint, factsIn, forbidden, message, notFound } from "../../facts/fact";
import { addMember, aTeam, DEVELOPER, MAINTAINER, NO_SUCH_ID, newGroup } from "../../facts/world";

const code = "lib/api/groups.rb";
const fact = factsIn(aTeam, code);
const service = "app/services/groups/transfer_service.rb";
const transfer = "POST /groups/:id/transfer";
const restore = "POST /groups/:id/restore";
const share = "POST /groups/:id/share";

type Team = Awaited<ReturnType<typeof aTeam>>;
const aTarget = async ({ gitlab, acme, owner }: Team) => {
  const target = await newGroup(gitlab, "target");
  const below = await newGroup(gitlab, "below", { parent_id: acme.id });
  await addMember(gitlab, { in: "groups", id: target.id, user: owner, level: DEVELOPER });
  return { target, below };
};

const refusals = (endpoint: Endpoint) => [
  fact(endpoint, "403 when somebody sends it who is no owner", {
    arrange: ({ gitlab, acme, stranger }) =>
      addMember(gitlab, { in: "groups", id: acme.id, user: stranger, level: MAINTAINER }),
    call: ({ acme, stranger }) => ({ path: { id: acme.id }, as: stranger.token }),
    body: forbidden,
  }),
  fact(endpoint, "404 when there is no such group", {
    call: ({ root }) => ({ path: { id: NO_SUCH_ID }, as: root }),
    body: notFound("Group"),
  }),
];

/** What a move fails for. */
const failing = (
  when: string,
  error: string,
  call: (given: Team & Awaited<ReturnType<typeof aTarget>>) => { path: { id: number }; as: string; json: object },
) =>
  fact(transfer, `400 when ${when}`, {
    arrange: aTarget,
    call,
    body: message(`Transfer failed: ${error}`),
    source: service,
  });

const invitation = { group_access: DEVELOPER };

export const moveFacts = [
  ...refusals(transfer),
  ...refusals(restore),
  fact(transfer, "201 when another group is to hold it", {
    arrange: aTarget,
    call: ({ acme, target, root }) => ({ path: { id: acme.id }, as: root, json: { group_id: target.id } }),
    body: ({ acme, target }) => ({
      one: groupDetailWithoutProjects,
      where: { id: acme.id, parent_id: target.id, full_path: `${target.full_path}/${acme.path}` },
    }),
  }),
  failing("it is at the top already", "Group is already a root group.", ({ acme, root }) => ({
    ...{ path: { id: acme.id }, as: root, json: {} },
  })),
  failing("it is in that group already", "Group is already associated to the parent group.", (given) => ({
    ...{ path: { id: given.below.id }, as: given.root, json: { group_id: given.acme.id } },
  })),
  failing("the caller may make no groups there", "You don't have enough permissions.", (given) => ({
    ...{ path: { id: given.acme.id }, as: given.owner.token, json: { group_id: given.target.id } },
  })),
  failing("it would be in itself", "Cannot transfer group to one of its subgroup.", (given) => ({
    ...{ path: { id: given.acme.id }, as: given.root, json: { group_id: given.below.id } },
  })),
  fact(restore, "201 when it is marked for deletion", {
    arrange: ({ gitlab, acme }) => gitlab.do("DELETE /groups/:id", { path: { id: acme.id } }),
    call: ({ acme, owner }) => ({ path: { id: acme.id }, as: owner.token }),
    body: ({ acme }) => ({
      one: groupDetailWithoutProjects,
      where: { full_path: acme.full_path, marked_for_deletion_on: null },
    }),
  }),
  fact(restore, "400 when it is not marked for deletion", {
    call: ({ acme, owner }) => ({ path: { id: acme.id }, as: owner.token }),
    body: message("Group has not been marked for deletion"),
    source: "app/services/groups/restore_service.rb",
  }),
  fact("POST /groups/:id/projects/:project_id", "201 when an administrator moves a project into the group", {
    arrange: aTarget,
    call: ({ billing, target, root }) => ({ path: { id: target.id, project_id: billing.id }, as: root }),
    body: ({ target }) => ({ one: groupDetailWithoutProjects, where: { id: target.id } }),
  }),
  fact("POST /groups/:id/projects/:project_id", "403 when somebody sends it who is no administrator", {
    call: ({ acme, billing, owner }) => ({ path: { id: acme.id, project_id: billing.id }, as: owner.token }),
    body: forbidden,
  }),
  fact("POST /groups/:id/projects/:project_id", "404 when there is no such project", {
    call: ({ acme, root }) => ({ path: { id: acme.id, project_id: NO_SUCH_ID }, as: root }),
    body: notFound("Project"),
  }),
  fact(share, "201 when an owner invites a group that they see", {
    arrange: aTarget,
    call: ({ acme, owner, target }) => ({
      path: { id: acme.id },
      as: owner.token,
      json: { ...invitation, group_id: target.id },
    }),
    body: ({ acme }) => ({ one: groupDetailWithoutProjects, where: { id: acme.id } }),
  }),
  fact(share, "409 when the group is invited already", {
    arrange: async (team) => {
      const { target } = await aTarget(team);
      await team.gitlab.do(share, { path: { id: team.acme.id }, json: { ...invitation, group_id: target.id } });
      return { target };
    },
    call: ({ acme, root, target }) => ({
      ...{ path: { id: acme.id }, as: root, json: { ...invitation, group_id: target.id } },
    }),
    body: message("Shared group The group has already been shared with this group"),
    source: "app/models/group_group_link.rb",
  }),
  fact(share, "404 when somebody sends it who is no owner: it is as if there were no such group", {
    arrange: aTarget,
    call: ({ acme, target, developer }) => ({
      ...{ path: { id: acme.id }, as: developer.token, json: { ...invitation, group_id: target.id } },
    }),
    body: notFound("Group"),
  }),
  fact(share, "404 when a maintainer sends it, who sees both groups", {
    arrange: async (team) => {
      const { target } = await aTarget(team);
      for (const { id } of [team.acme, target]) {
        await addMember(team.gitlab, { in: "groups", id, user: team.stranger, level: MAINTAINER });
      }
      return { target };
    },
    call: ({ acme, target, stranger }) => ({
      ...{ path: { id: acme.id }, as: stranger.token, json: { ...invitation, group_id: target.id } },
    }),
    body: message("Not Found"),
    source: "app/services/concerns/group_linkable.rb",
  }),
  fact("DELETE /groups/:id/share/:group_id", "204 when the group is invited", {
    arrange: async (team) => {
      const { target } = await aTarget(team);
      await team.gitlab.do(share, { path: { id: team.acme.id }, json: { ...invitation, group_id: target.id } });
      return { target };
    },
    call: ({ acme, root, target }) => ({ path: { id: acme.id, group_id: target.id }, as: root }),
    body: "empty",
  }),
];
