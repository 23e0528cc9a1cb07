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

const fact = factsIn(aTeamWithAMergeRequest, code);

export const mergeRequestFacts = [
  fact(`GET ${all}`, "200 when a developer asks", {
    call: ({ path, developer }) => ({ path, as: developer.token }),
    headers: { "x-total": "1" },
    body: { list: mergeRequest, where: [{ iid: 1, title: json.title, state: "opened" }] },
  }),
  fact(`GET ${all}`, "403 when a guest of a private project asks", {
    arrange: ({ gitlab, billing, stranger }) =>
      addMember(gitlab, { in: "projects", id: billing.id, user: stranger, level: GUEST }),
    call: ({ path, stranger }) => ({ path, as: stranger.token }),
    body: forbidden,
    source: "doc/user/permissions.md",
  }),
  fact(`GET ${all}`, "401 when asked without a token", {
    call: ({ path }) => ({ path }),
    body: unauthorized,
    note: "Of a public project GitLab tells anybody; the simulated one asks for a token.",
  }),
  fact(`GET ${one}`, "200 when a developer asks", {
    call: ({ named, developer }) => ({ path: named, as: developer.token }),
    body: {
      one: mergeRequest,
      where: { iid: 1, source_branch: json.source_branch, target_branch: json.target_branch, reference: "!1" },
    },
  }),
  fact(`GET ${one}`, "404 when there is none of that number", {
    call: ({ path, developer }) => ({ path: { ...path, merge_request_iid: NO_SUCH_ID }, as: developer.token }),
    body: message("404 Not found"),
    source: "lib/api/helpers.rb",
  }),
  fact(`POST ${all}`, "201 when a developer opens one", {
    call: ({ path, developer }) => ({ path, as: developer.token, json: { ...json, source_branch: "another" } }),
    body: { one: mergeRequest, where: { iid: 2, title: json.title, description: null, state: "opened" } },
  }),
  fact(`POST ${all}`, "400 when the title is missing", {
    call: ({ path, developer }) => ({ path, as: developer.token, json: { ...json, title: undefined } }),
    body: missingOrEmpty("title"),
  }),
  fact(`POST ${all}`, "404 when a stranger opens one in a private project", {
    call: ({ path, stranger }) => ({ path, as: stranger.token, json }),
    body: notFound("Project"),
    source: "lib/api/helpers.rb",
  }),
  fact(`POST ${all}`, "403 when a guest opens one", {
    arrange: ({ gitlab, billing, stranger }) =>
      addMember(gitlab, { in: "projects", id: billing.id, user: stranger, level: GUEST }),
    call: ({ path, stranger }) => ({ path, as: stranger.token, json: { ...json, source_branch: "another" } }),
    body: forbidden,
  }),
  fact(`POST ${all}`, "409 when the same branches have one that is open", {
    call: ({ path, developer }) => ({ path, as: developer.token, json }),
    body: message(["Another open merge request already exists for this source branch: !1"]),
    source: "app/models/merge_request.rb",
  }),
  fact(`POST ${all}`, "422 when source and target are one branch", {
    call: ({ path, developer }) => ({ path, as: developer.token, json: { ...json, source_branch: "main" } }),
    body: message(["You can't use same project/branch for source and target"]),
    source: "app/models/merge_request.rb",
  }),
];
