import { groupDetailWithoutProjects } from "../../facts/entities/group";
import { type Endpoint, factsIn, forbidden, message, notFound } from "../../facts/fact";
import { addMember, aTeam, DEVELOPER, MAINTAINER, NO_SUCH_ID, newGroup } from "../../facts/world";

const fact = factsIn(aTeam);
const code = "lib/api/groups.rb";
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
  fact({
    endpoint,
    when: "somebody sends it who is no owner",
    status: 403,
    arrange: ({ gitlab, acme, stranger }) =>
      addMember(gitlab, { in: "groups", id: acme.id, user: stranger, level: MAINTAINER }),
    call: ({ acme, stranger }) => ({ path: { id: acme.id }, as: stranger.token }),
    body: forbidden,
    source: code,
  }),
  fact({
    endpoint,
    when: "there is no such group",
    status: 404,
    call: ({ root }) => ({ path: { id: NO_SUCH_ID }, as: root }),
    body: notFound("Group"),
    source: code,
  }),
];

/** What a move fails for. */
const failing = (
  when: string,
  error: string,
  call: (given: Team & Awaited<ReturnType<typeof aTarget>>) => { path: { id: number }; as: string; json: object },
) =>
  fact({
    endpoint: transfer,
    when,
    status: 400,
    arrange: aTarget,
    call,
    body: message(`Transfer failed: ${error}`),
    source: service,
  });

const invitation = { group_access: DEVELOPER };

export const moveFacts = [
  ...refusals(transfer),
  ...refusals(restore),
  fact({
    endpoint: transfer,
    when: "another group is to hold it",
    status: 201,
    arrange: aTarget,
    call: ({ acme, target, root }) => ({ path: { id: acme.id }, as: root, json: { group_id: target.id } }),
    body: ({ acme, target }) => ({
      one: groupDetailWithoutProjects,
      where: { id: acme.id, parent_id: target.id, full_path: `${target.full_path}/${acme.path}` },
    }),
    source: code,
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
  fact({
    endpoint: restore,
    when: "it is marked for deletion",
    status: 201,
    arrange: ({ gitlab, acme }) => gitlab.do("DELETE /groups/:id", { path: { id: acme.id } }),
    call: ({ acme, owner }) => ({ path: { id: acme.id }, as: owner.token }),
    body: ({ acme }) => ({
      one: groupDetailWithoutProjects,
      where: { full_path: acme.full_path, marked_for_deletion_on: null },
    }),
    source: code,
  }),
  fact({
    endpoint: restore,
    when: "it is not marked for deletion",
    status: 400,
    call: ({ acme, owner }) => ({ path: { id: acme.id }, as: owner.token }),
    body: message("Group has not been marked for deletion"),
    source: "app/services/groups/restore_service.rb",
  }),
  fact({
    endpoint: "POST /groups/:id/projects/:project_id",
    when: "an administrator moves a project into the group",
    status: 201,
    arrange: aTarget,
    call: ({ billing, target, root }) => ({ path: { id: target.id, project_id: billing.id }, as: root }),
    body: ({ target }) => ({ one: groupDetailWithoutProjects, where: { id: target.id } }),
    source: code,
  }),
  fact({
    endpoint: "POST /groups/:id/projects/:project_id",
    when: "somebody sends it who is no administrator",
    status: 403,
    call: ({ acme, billing, owner }) => ({ path: { id: acme.id, project_id: billing.id }, as: owner.token }),
    body: forbidden,
    source: code,
  }),
  fact({
    endpoint: "POST /groups/:id/projects/:project_id",
    when: "there is no such project",
    status: 404,
    call: ({ acme, root }) => ({ path: { id: acme.id, project_id: NO_SUCH_ID }, as: root }),
    body: notFound("Project"),
    source: code,
  }),
  fact({
    endpoint: share,
    when: "an owner invites a group that they see",
    status: 201,
    arrange: aTarget,
    call: ({ acme, owner, target }) => ({
      path: { id: acme.id },
      as: owner.token,
      json: { ...invitation, group_id: target.id },
    }),
    body: ({ acme }) => ({ one: groupDetailWithoutProjects, where: { id: acme.id } }),
    source: code,
  }),
  fact({
    endpoint: share,
    when: "the group is invited already",
    status: 409,
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
  fact({
    endpoint: share,
    when: "somebody sends it who is no owner: it is as if there were no such group",
    status: 404,
    arrange: aTarget,
    call: ({ acme, target, developer }) => ({
      ...{ path: { id: acme.id }, as: developer.token, json: { ...invitation, group_id: target.id } },
    }),
    body: notFound("Group"),
    source: code,
  }),
  fact({
    endpoint: share,
    when: "a maintainer sends it, who sees both groups",
    status: 404,
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
  fact({
    endpoint: "DELETE /groups/:id/share/:group_id",
    when: "the group is invited",
    status: 204,
    arrange: async (team) => {
      const { target } = await aTarget(team);
      await team.gitlab.do(share, { path: { id: team.acme.id }, json: { ...invitation, group_id: target.id } });
      return { target };
    },
    call: ({ acme, root, target }) => ({ path: { id: acme.id, group_id: target.id }, as: root }),
    body: "empty",
    source: code,
  }),
];
