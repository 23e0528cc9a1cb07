import { badRequest, error, factsIn, message, notFound, unauthorized } from "../../facts/fact";
import type { Gitlab } from "../../facts/gitlab";
import { aTeam, NO_SUCH_ID, newGroup } from "../../facts/world";

const code = "lib/api/project_job_token_scope.rb";
const endpoint = "DELETE /projects/:id/job_token_scope/groups_allowlist/:target_group_id";
const removing = "app/services/ci/job_token_scope/remove_group_service.rb";

async function aTeamWithAnEntry(gitlab: Gitlab) {
  const team = await aTeam(gitlab);
  const target = await newGroup(gitlab, "deployers", { visibility: "public" });
  await gitlab.do("POST /projects/:id/job_token_scope/groups_allowlist", {
    path: { id: team.billing.id },
    json: { target_group_id: target.id },
  });
  return { ...team, target };
}

const fact = factsIn(aTeamWithAnEntry);

export const groupsAllowlistRemovalFacts = [
  fact({
    endpoint,
    when: "the target is listed",
    status: 204,
    call: ({ billing, target, maintainer }) => ({
      path: { id: billing.id, target_group_id: target.id },
      as: maintainer.token,
    }),
    body: "empty",
    source: code,
  }),
  fact({
    endpoint,
    when: "the target exists but is not listed",
    status: 400,
    call: ({ billing, acme, root }) => ({ path: { id: billing.id, target_group_id: acme.id }, as: root }),
    body: badRequest("Target group is not in the job token scope"),
    source: removing,
  }),
  fact({
    endpoint,
    when: "there is no such target",
    status: 404,
    call: ({ billing, maintainer }) => ({
      path: { id: billing.id, target_group_id: NO_SUCH_ID },
      as: maintainer.token,
    }),
    body: notFound("target_group_id not found"),
    source: code,
  }),
  fact({
    endpoint,
    when: "neither the project nor the target exists: the target is looked up first",
    status: 404,
    call: ({ root }) => ({ path: { id: NO_SUCH_ID, target_group_id: NO_SUCH_ID }, as: root }),
    body: notFound("target_group_id not found"),
    source: code,
  }),
  fact({
    endpoint,
    when: "there is no such project",
    status: 404,
    call: ({ target, root }) => ({ path: { id: NO_SUCH_ID, target_group_id: target.id }, as: root }),
    body: notFound("Project"),
    source: code,
  }),
  fact({
    endpoint,
    when: "a developer sends it: the service says why",
    status: 403,
    call: ({ billing, target, developer }) => ({
      path: { id: billing.id, target_group_id: target.id },
      as: developer.token,
    }),
    body: message("403 Forbidden - Insufficient permissions to modify the job token scope"),
    source: removing,
  }),
  fact({
    endpoint,
    when: "the project is named by its path",
    status: 400,
    call: ({ billing, target, root }) => ({
      path: { id: billing.path_with_namespace, target_group_id: target.id },
      as: root,
    }),
    body: error("id is invalid"),
    source: code,
  }),
  fact({
    endpoint,
    when: "the target is named by its path",
    status: 400,
    call: ({ billing, target, root }) => ({
      path: { id: billing.id, target_group_id: target.full_path },
      as: root,
    }),
    body: error("target_group_id is invalid"),
    source: code,
  }),
  fact({
    endpoint,
    when: "sent without a token",
    status: 401,
    call: ({ billing, target }) => ({ path: { id: billing.id, target_group_id: target.id } }),
    body: unauthorized,
    source: code,
  }),
];
