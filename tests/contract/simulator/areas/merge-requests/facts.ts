import type { GitLabApi } from "../../../../support/gitlab/gitlab-api";
import { mergeRequest } from "../../facts/entities/merge-request";
import { factsIn, forbidden, message, missingOrEmpty, notFound, unauthorized } from "../../facts/fact";
import { addMember, aTeam, GUEST, NO_SUCH_ID } from "../../facts/world";

const code = "lib/api/merge_requests.rb";
const all = "/projects/:id/merge_requests";
const one = "/projects/:id/merge_requests/:merge_request_iid";
const json = { title: "Let deploy in", source_branch: "let-deploy-in", target_branch: "main" };

async function aTeamWithAMergeRequest(gitlab: GitLabApi) {
  const team = await aTeam(gitlab);
  const path = { id: team.billing.id };
  await gitlab.do(`POST ${all}`, { path, as: team.developer.token, json });
  return { ...team, path, named: { ...path, merge_request_iid: 1 } };
}

const fact = factsIn(aTeamWithAMergeRequest);

export const mergeRequestFacts = [
  fact({
    endpoint: `GET ${all}`,
    when: "a developer asks",
    status: 200,
    call: ({ path, developer }) => ({ path, as: developer.token }),
    headers: { "x-total": "1" },
    body: { list: mergeRequest, where: [{ iid: 1, title: json.title, state: "opened" }] },
    source: code,
  }),
  fact({
    endpoint: `GET ${all}`,
    when: "a guest of a private project asks",
    status: 403,
    arrange: ({ gitlab, billing, stranger }) =>
      addMember(gitlab, { in: "projects", id: billing.id, user: stranger, level: GUEST }),
    call: ({ path, stranger }) => ({ path, as: stranger.token }),
    body: forbidden,
    source: "doc/user/permissions.md",
  }),
  fact({
    endpoint: `GET ${all}`,
    when: "asked without a token",
    status: 401,
    call: ({ path }) => ({ path }),
    body: unauthorized,
    source: code,
    note: "Of a public project GitLab tells anybody; the simulated one asks for a token.",
  }),
  fact({
    endpoint: `GET ${one}`,
    when: "a developer asks",
    status: 200,
    call: ({ named, developer }) => ({ path: named, as: developer.token }),
    body: {
      one: mergeRequest,
      where: { iid: 1, source_branch: json.source_branch, target_branch: json.target_branch, reference: "!1" },
    },
    source: code,
  }),
  fact({
    endpoint: `GET ${one}`,
    when: "there is none of that number",
    status: 404,
    call: ({ path, developer }) => ({ path: { ...path, merge_request_iid: NO_SUCH_ID }, as: developer.token }),
    body: message("404 Not found"),
    source: "lib/api/helpers.rb",
  }),
  fact({
    endpoint: `POST ${all}`,
    when: "a developer opens one",
    status: 201,
    call: ({ path, developer }) => ({ path, as: developer.token, json: { ...json, source_branch: "another" } }),
    body: { one: mergeRequest, where: { iid: 2, title: json.title, description: null, state: "opened" } },
    source: code,
  }),
  fact({
    endpoint: `POST ${all}`,
    when: "the title is missing",
    status: 400,
    call: ({ path, developer }) => ({ path, as: developer.token, json: { ...json, title: undefined } }),
    body: missingOrEmpty("title"),
    source: code,
  }),
  fact({
    endpoint: `POST ${all}`,
    when: "a stranger opens one in a private project",
    status: 404,
    call: ({ path, stranger }) => ({ path, as: stranger.token, json }),
    body: notFound("Project"),
    source: "lib/api/helpers.rb",
  }),
  fact({
    endpoint: `POST ${all}`,
    when: "a guest opens one",
    status: 403,
    arrange: ({ gitlab, billing, stranger }) =>
      addMember(gitlab, { in: "projects", id: billing.id, user: stranger, level: GUEST }),
    call: ({ path, stranger }) => ({ path, as: stranger.token, json: { ...json, source_branch: "another" } }),
    body: forbidden,
    source: code,
  }),
  fact({
    endpoint: `POST ${all}`,
    when: "the same branches have one that is open",
    status: 409,
    call: ({ path, developer }) => ({ path, as: developer.token, json }),
    body: message(["Another open merge request already exists for this source branch: !1"]),
    source: "app/models/merge_request.rb",
  }),
  fact({
    endpoint: `POST ${all}`,
    when: "source and target are one branch",
    status: 422,
    call: ({ path, developer }) => ({ path, as: developer.token, json: { ...json, source_branch: "main" } }),
    body: message(["You can't use same project/branch for source and target"]),
    source: "app/models/merge_request.rb",
  }),
];
