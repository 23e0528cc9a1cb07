import { badRequest, error, factsIn, message, notFound, unauthorized } from "../../facts/fact";
import type { Gitlab } from "../../facts/gitlab";
import { aTeam, NO_SUCH_ID, newProject } from "../../facts/world";

const code = "lib/api/project_job_token_scope.rb";
const endpoint = "DELETE /projects/:id/job_token_scope/allowlist/:target_project_id";
const removing = "app/services/ci/job_token_scope/remove_project_service.rb";

/** A team whose project lets in one that its maintainer cannot read. */
async function aTeamWithAnEntry(gitlab: Gitlab) {
  const team = await aTeam(gitlab);
  const hidden = await newProject(gitlab, "hidden");
  await gitlab.do("POST /projects/:id/job_token_scope/allowlist", {
    path: { id: team.billing.id },
    json: { target_project_id: hidden.id },
  });
  return { ...team, hidden };
}

const fact = factsIn(aTeamWithAnEntry);

export const allowlistRemovalFacts = [
  fact({
    endpoint,
    when: "the target is listed, be it one that the caller cannot read",
    status: 204,
    call: ({ billing, hidden, maintainer }) => ({
      path: { id: billing.id, target_project_id: hidden.id },
      as: maintainer.token,
    }),
    body: "empty",
    source: code,
    note: "17.x looked the target up with permission and answered 404; the newer file counts.",
  }),
  fact({
    endpoint,
    when: "the target exists but is not listed",
    status: 400,
    arrange: async ({ gitlab, acme }) => ({ other: await newProject(gitlab, "other", { namespace_id: acme.id }) }),
    call: ({ billing, other, root }) => ({ path: { id: billing.id, target_project_id: other.id }, as: root }),
    body: badRequest("Target project is not in the job token scope"),
    source: removing,
  }),
  fact({
    endpoint,
    when: "the target was removed before",
    status: 400,
    arrange: ({ gitlab, billing, hidden }) =>
      gitlab.do(endpoint, { path: { id: billing.id, target_project_id: hidden.id } }),
    call: ({ billing, hidden, root }) => ({ path: { id: billing.id, target_project_id: hidden.id }, as: root }),
    body: badRequest("Target project is not in the job token scope"),
    source: removing,
  }),
  fact({
    endpoint,
    when: "the target is the project itself",
    status: 400,
    call: ({ billing, maintainer }) => ({
      path: { id: billing.id, target_project_id: billing.id },
      as: maintainer.token,
    }),
    body: badRequest("Source project cannot be removed from the job token scope"),
    source: removing,
  }),
  fact({
    endpoint,
    when: "there is no such target",
    status: 404,
    call: ({ billing, maintainer }) => ({
      path: { id: billing.id, target_project_id: NO_SUCH_ID },
      as: maintainer.token,
    }),
    body: notFound("Project"),
    source: code,
  }),
  fact({
    endpoint,
    when: "a developer names a target that does not exist: here the target is looked up before the role",
    status: 404,
    call: ({ billing, developer }) => ({
      path: { id: billing.id, target_project_id: NO_SUCH_ID },
      as: developer.token,
    }),
    body: notFound("Project"),
    source: code,
  }),
  fact({
    endpoint,
    when: "there is no such project",
    status: 404,
    call: ({ hidden, root }) => ({ path: { id: NO_SUCH_ID, target_project_id: hidden.id }, as: root }),
    body: notFound("Project"),
    source: code,
  }),
  fact({
    endpoint,
    when: "the project is private and a stranger sends it",
    status: 404,
    call: ({ billing, hidden, stranger }) => ({
      path: { id: billing.id, target_project_id: hidden.id },
      as: stranger.token,
    }),
    body: notFound("Project"),
    source: "lib/api/helpers.rb",
  }),
  fact({
    endpoint,
    when: "a developer sends it: the service says why",
    status: 403,
    call: ({ billing, hidden, developer }) => ({
      path: { id: billing.id, target_project_id: hidden.id },
      as: developer.token,
    }),
    body: message("403 Forbidden - Insufficient permissions to modify the job token scope"),
    source: removing,
  }),
  fact({
    endpoint,
    when: "the project is named by its path",
    status: 400,
    call: ({ billing, hidden, root }) => ({
      path: { id: billing.path_with_namespace, target_project_id: hidden.id },
      as: root,
    }),
    body: error("id is invalid"),
    source: code,
    note: "The documentation says integer or string; the code and OpenAPI 19.5 say integer and count.",
  }),
  fact({
    endpoint,
    when: "the target is named by its path",
    status: 400,
    call: ({ billing, hidden, root }) => ({
      path: { id: billing.id, target_project_id: hidden.path_with_namespace },
      as: root,
    }),
    body: error("target_project_id is invalid"),
    source: code,
  }),
  fact({
    endpoint,
    when: "sent without a token",
    status: 401,
    call: ({ billing, hidden }) => ({ path: { id: billing.id, target_project_id: hidden.id } }),
    body: unauthorized,
    source: code,
  }),
];
