import type { GitLabApi } from "../../../../support/gitlab/gitlab-api";
import { mergeRequest } from "../../facts/entities/merge-request";
import { factsIn, message, unauthorized } from "../../facts/fact";
import { addMember, aTeam, NO_SUCH_ID, REPORTER } from "../../facts/world";

const code = "lib/api/merge_requests.rb";
const all = "GET /merge_requests";
const merge = "PUT /projects/:id/merge_requests/:merge_request_iid/merge";
const json = { title: "Let deploy in", source_branch: "let-deploy-in", target_branch: "main" };

async function aTeamWithAMergeRequest(gitlab: GitLabApi) {
  const team = await aTeam(gitlab);
  const path = { id: team.billing.id };
  await gitlab.do("POST /projects/:id/merge_requests", { path, as: team.developer.token, json });
  return { ...team, named: { ...path, merge_request_iid: 1 } };
}
const fact = factsIn(aTeamWithAMergeRequest);

export const mergeFacts = [
  fact({
    endpoint: all,
    when: "somebody asks who has opened one: the list is of their own",
    status: 200,
    call: ({ developer }) => ({ as: developer.token }),
    body: { list: mergeRequest, where: [{ title: json.title }] },
    source: code,
  }),
  fact({
    endpoint: all,
    when: "somebody asks who has opened none",
    status: 200,
    call: ({ maintainer }) => ({ as: maintainer.token }),
    body: { exactly: [] },
    source: code,
  }),
  fact({
    endpoint: all,
    when: "somebody asks for all that they may see",
    status: 200,
    call: ({ maintainer }) => ({ as: maintainer.token, query: { scope: "all" } }),
    body: { list: mergeRequest, where: [{ title: json.title }] },
    source: code,
  }),
  fact({
    endpoint: all,
    when: "asked without a token",
    status: 401,
    call: () => ({}),
    body: unauthorized,
    source: code,
  }),
  fact({
    endpoint: merge,
    when: "somebody sends it who may push",
    status: 200,
    call: ({ named, maintainer }) => ({ path: named, as: maintainer.token }),
    body: { one: mergeRequest, where: { iid: 1, state: "merged" } },
    source: code,
  }),
  fact({
    endpoint: merge,
    when: "a reporter sends it",
    status: 401,
    arrange: ({ gitlab, billing, stranger }) =>
      addMember(gitlab, { in: "projects", id: billing.id, user: stranger, level: REPORTER }),
    call: ({ named, stranger }) => ({ path: named, as: stranger.token }),
    body: unauthorized,
    source: code,
  }),
  fact({
    endpoint: merge,
    when: "the project is archived, to which nobody may push",
    status: 401,
    arrange: ({ gitlab, billing }) => gitlab.do("POST /projects/:id/archive", { path: { id: billing.id } }),
    call: ({ named, root }) => ({ path: named, as: root }),
    body: unauthorized,
    source: "config/authz/permission_groups/internal/project/archived.yml",
  }),
  fact({
    endpoint: merge,
    when: "it is merged already",
    status: 405,
    arrange: ({ gitlab, named }) => gitlab.do(merge, { path: named }),
    call: ({ named, maintainer }) => ({ path: named, as: maintainer.token }),
    body: message("405 Method Not Allowed"),
    source: code,
  }),
  fact({
    endpoint: merge,
    when: "there is none of that number",
    status: 404,
    call: ({ named, root }) => ({ path: { ...named, merge_request_iid: NO_SUCH_ID }, as: root }),
    body: message("404 Not found"),
    source: code,
  }),
];
