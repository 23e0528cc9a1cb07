import { z } from "zod";
import type { GitLabApi } from "../../../../support/gitlab/gitlab-api";
import { mergeRequest } from "../../facts/entities/merge-request";
import { factsIn, insufficientScope, message, unauthorized } from "../../facts/fact";
import { addMember, aTeam, NO_SUCH_ID, newToken, REPORTER } from "../../facts/world";

const code = "lib/api/merge_requests.rb";
const all = "GET /merge_requests";
const opening = "POST /projects/:id/merge_requests";
const merge = "PUT /projects/:id/merge_requests/:merge_request_iid/merge";
const json = { title: "Let deploy in", source_branch: "let-deploy-in", target_branch: "main" };

async function aTeamWithAMergeRequest(gitlab: GitLabApi) {
  const team = await aTeam(gitlab);
  const path = { id: team.billing.id };
  await gitlab.do("POST /projects/:id/merge_requests", { path, as: team.developer.token, json });
  return { ...team, gitlab, path, named: { ...path, merge_request_iid: 1 } };
}

/** Pushes to the branch of the merge request, and says which commit is then its last. */
async function withACommit({ gitlab, path, named }: Awaited<ReturnType<typeof aTeamWithAMergeRequest>>, file = "a.md") {
  const commit = { branch: json.source_branch, content: "x", commit_message: "y" };
  await gitlab.do("POST /projects/:id/repository/files/:file_path", {
    path: { ...path, file_path: file },
    json: commit,
  });
  const { sha } = mergeRequestWithSha.parse(
    await gitlab.do(`GET /projects/:id/merge_requests/:merge_request_iid`, { path: named }),
  );
  return { sha };
}

const mergeRequestWithSha = z.object({ sha: z.string() });

/** And a token that GitLab's own agents would have. */
async function aTeamWithAnAgent(gitlab: GitLabApi) {
  const team = await aTeamWithAMergeRequest(gitlab);
  return { ...team, agent: await newToken(gitlab, team.developer.id, { scopes: ["ai_workflows"] }) };
}
const fact = factsIn(aTeamWithAMergeRequest, code);
const agentFact = factsIn(aTeamWithAnAgent, code);

export const mergeFacts = [
  fact(all, "200 when somebody asks who has opened one: the list is of their own", {
    call: ({ developer }) => ({ as: developer.token }),
    body: { list: mergeRequest, where: [{ title: json.title }] },
  }),
  fact(all, "200 when somebody asks who has opened none", {
    call: ({ maintainer }) => ({ as: maintainer.token }),
    body: { exactly: [] },
  }),
  fact(all, "200 when somebody asks for all that they may see", {
    call: ({ maintainer }) => ({ as: maintainer.token, query: { scope: "all" } }),
    body: { list: mergeRequest, where: [{ title: json.title }] },
  }),
  fact(all, "401 when asked without a token", { call: () => ({}), body: unauthorized }),
  fact(merge, "200 when somebody sends it who may push", {
    call: ({ named, maintainer }) => ({ path: named, as: maintainer.token }),
    body: { one: mergeRequest, where: { iid: 1, state: "merged" } },
  }),
  ...(
    [
      ["nothing is said of that", {}, []],
      ["those of archived ones are asked for, too", { non_archived: false }, [{ title: json.title }]],
    ] as const
  ).map(([when, query, where]) =>
    fact("GET /groups/:id/merge_requests", `200 when the project is archived and ${when}`, {
      arrange: ({ gitlab, billing }) => gitlab.do("POST /projects/:id/archive", { path: { id: billing.id } }),
      call: ({ acme, maintainer }) => ({ path: { id: acme.id }, as: maintainer.token, query }),
      body: { list: mergeRequest, where },
    }),
  ),
  agentFact(opening, "201 when the token is of GitLab's own agents", {
    call: ({ path, agent }) => ({ path, as: agent.token, json: { ...json, source_branch: "another" } }),
    body: { one: mergeRequest, where: { iid: 2, title: json.title } },
  }),
  agentFact(merge, "403 when the token is of GitLab's own agents", {
    call: ({ named, agent }) => ({ path: named, as: agent.token }),
    body: insufficientScope("ai_workflows api read_api"),
  }),
  fact(merge, "401 when a reporter sends it", {
    arrange: ({ gitlab, billing, stranger }) =>
      addMember(gitlab, { in: "projects", id: billing.id, user: stranger, level: REPORTER }),
    call: ({ named, stranger }) => ({ path: named, as: stranger.token }),
    body: unauthorized,
  }),
  fact(merge, "401 when the project is archived, to which nobody may push", {
    arrange: ({ gitlab, billing }) => gitlab.do("POST /projects/:id/archive", { path: { id: billing.id } }),
    call: ({ named, root }) => ({ path: named, as: root }),
    body: unauthorized,
    source: "config/authz/permission_groups/internal/project/archived.yml",
  }),
  fact(merge, "200 when the last commit of its branch is the one that was meant", {
    arrange: withACommit,
    call: ({ named, maintainer, sha }) => ({ path: named, as: maintainer.token, json: { sha } }),
    body: ({ sha }) => ({ one: mergeRequest, where: { state: "merged", sha } }),
  }),
  fact(merge, "409 when its branch has another commit by now", {
    arrange: async (team) => {
      const { sha } = await withACommit(team);
      return { sha, next: await withACommit(team, "b.md") };
    },
    call: ({ named, maintainer, sha }) => ({ path: named, as: maintainer.token, json: { sha } }),
    body: ({ next }) => message(`SHA does not match HEAD of source branch: ${next.sha}`),
    source: "lib/api/helpers.rb",
  }),
  fact(merge, "405 when it is merged already", {
    arrange: ({ gitlab, named }) => gitlab.do(merge, { path: named }),
    call: ({ named, maintainer }) => ({ path: named, as: maintainer.token }),
    body: message("405 Method Not Allowed"),
  }),
  fact(merge, "404 when there is none of that number", {
    call: ({ named, root }) => ({ path: { ...named, merge_request_iid: NO_SUCH_ID }, as: root }),
    body: message("404 Not found"),
  }),
];
