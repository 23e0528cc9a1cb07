import type { GitLabApi } from "../../../../support/gitlab/gitlab-api";
import { resourceAccessToken } from "../../facts/entities/access";
import { error, factsIn, forbidden, message, notFound, unauthorized } from "../../facts/fact";
import { addMember, aTeam, DEVELOPER, MAINTAINER, NO_SUCH_ID, newBot, newGroup, newProject } from "../../facts/world";

const list = "GET /groups/:id/manage/resource_access_tokens";
const spec = "ee/spec/requests/api/manage/groups_spec.rb";

/** Tokens of a group, of a project two groups below, of a project, and of a project elsewhere; the last is revoked. */
async function aCompany(gitlab: GitLabApi) {
  const team = await aTeam(gitlab);
  const sub = await newGroup(gitlab, "sub", { parent_id: team.acme.id });
  const deep = await newProject(gitlab, "deep", { namespace_id: sub.id });
  const bot = (kind: "groups" | "projects", id: number, name: string) =>
    newBot(gitlab, { in: kind, id }, { name, access_level: DEVELOPER });
  const group = await bot("groups", team.acme.id, "of the group");
  const below = await bot("projects", deep.id, "from below");
  const project = await bot("projects", team.billing.id, "of the project");
  await bot("projects", (await newProject(gitlab, "elsewhere")).id, "of others");
  await gitlab.do("DELETE /projects/:id/access_tokens/:token_id", {
    path: { id: team.billing.id, token_id: project.id },
  });
  return { ...team, sub, deep, group, below, project, path: { id: team.acme.id } };
}

const elsewhere = factsIn(aCompany, "ee/lib/api/manage/groups.rb");
const fact = factsIn(aCompany, "ee/lib/api/manage/groups.rb", { offering: "gitlab.com" });

export const tokenInventoryFacts = [
  fact(list, "200 when the owner of a top-level group asks: the oldest comes first, of whatever is below", {
    call: ({ path, owner }) => ({ path, as: owner.token }),
    headers: { "x-total": "3" },
    body: ({ acme, billing, deep, group, below, project }) => ({
      list: resourceAccessToken,
      where: [
        { id: group.id, resource_type: "group", resource_id: acme.id, access_level: DEVELOPER, revoked: false },
        { id: below.id, resource_type: "project", resource_id: deep.id },
        { id: project.id, resource_type: "project", resource_id: billing.id, revoked: true },
      ],
    }),
    source: spec,
  }),
  fact(list, "200 when only those that are active are asked for, the newest first, and one a page", {
    call: ({ path, owner }) => ({
      path,
      as: owner.token,
      query: { state: "active", sort: "created_at_desc", per_page: 1 },
    }),
    headers: { "x-total": "2", "x-next-page": "2" },
    body: ({ below }) => ({ list: resourceAccessToken, where: [{ id: below.id }] }),
    source: spec,
  }),
  fact(list, "200 when they are searched by name", {
    call: ({ path, owner }) => ({ path, as: owner.token, query: { search: "below" } }),
    body: ({ below }) => ({ list: resourceAccessToken, where: [{ id: below.id }] }),
    source: "lib/api/helpers/personal_access_tokens_helpers.rb",
  }),
  fact(list, "400 when the state is none", {
    call: ({ path, owner }) => ({ path, as: owner.token, query: { state: "tired" } }),
    body: error("state does not have a valid value"),
  }),
  fact(list, "401 when nobody signs in", { call: ({ path }) => ({ path }), body: unauthorized }),
  fact(list, "403 when a maintainer of the group asks", {
    arrange: ({ gitlab, acme, stranger }) =>
      addMember(gitlab, { in: "groups", id: acme.id, user: stranger, level: MAINTAINER }),
    call: ({ path, stranger }) => ({ path, as: stranger.token }),
    body: forbidden,
    source: spec,
  }),
  fact(list, "404 when there is no such group", {
    call: ({ owner }) => ({ path: { id: NO_SUCH_ID }, as: owner.token }),
    body: notFound("Group"),
    source: spec,
  }),
  elsewhere(list, "404 when it is not GitLab.com, whoever asks", {
    call: ({ path }) => ({ path }),
    body: message("404 Not Found"),
  }),
];
