import type { GitLabApi } from "../../../../support/gitlab/gitlab-api";
import { runner } from "../../facts/entities/runner";
import { error, factsIn, forbidden, message, notFound, unauthorized } from "../../facts/fact";
import { aTeam, NO_SUCH_ID, newProject, newRunner } from "../../facts/world";

const code = "lib/api/ci/runners.rb";
const ofProject = "/projects/:id/runners";

/** One runner of each type; the group's is paused. */
async function threeRunners(gitlab: GitLabApi) {
  const team = await aTeam(gitlab);
  const shared = await newRunner(gitlab);
  const ofGroup = await newRunner(gitlab, { runner_type: "group_type", group_id: team.acme.id, paused: true });
  const own = await newRunner(gitlab, { runner_type: "project_type", project_id: team.billing.id, tag_list: "a,b" });
  const path = { id: team.billing.id };
  return { ...team, shared, ofGroup, own, path, named: { ...path, runner_id: own.id } };
}

/** And a project next to it whose maintainer is the same one. */
async function twoProjects(gitlab: GitLabApi) {
  const team = await threeRunners(gitlab);
  const next = await newProject(gitlab, "next", { namespace_id: team.acme.id });
  const json = { user_id: team.maintainer.id, access_level: 40 };
  await gitlab.do("POST /projects/:id/members", { path: { id: next.id }, json });
  return { ...team, there: { id: next.id } };
}

const fact = factsIn(threeRunners);
const shareFact = factsIn(twoProjects);

export const runnerListFacts = [
  fact({
    endpoint: `GET ${ofProject}`,
    when: "a maintainer asks: runners of groups above and of the instance are listed too",
    status: 200,
    call: ({ path, maintainer }) => ({ path, as: maintainer.token }),
    body: ({ shared, ofGroup, own }) => ({
      list: runner,
      where: [{ id: shared.id, is_shared: true }, { id: ofGroup.id, paused: true }, { id: own.id }],
    }),
    source: code,
  }),
  fact({
    endpoint: `GET ${ofProject}`,
    when: "only the project's own with certain tags are asked for",
    status: 200,
    call: ({ path, maintainer }) => ({
      path,
      as: maintainer.token,
      query: { type: "project_type", tag_list: "b,a", status: "never_contacted", per_page: 5 },
    }),
    headers: { "x-total": "1", "x-per-page": "5" },
    body: ({ own }) => ({ list: runner, where: [{ id: own.id, runner_type: "project_type" }] }),
    source: code,
  }),
  fact({
    endpoint: "GET /groups/:id/runners",
    when: "its owner asks for paused ones",
    status: 200,
    call: ({ acme, owner }) => ({ path: { id: acme.id }, as: owner.token, query: { paused: true } }),
    body: ({ ofGroup }) => ({ list: runner, where: [{ id: ofGroup.id, active: false }] }),
    source: code,
  }),
  fact({
    endpoint: "GET /runners",
    when: "a maintainer of a project asks: only runners of their own places are listed",
    status: 200,
    call: ({ maintainer }) => ({ as: maintainer.token }),
    body: ({ own }) => ({ list: runner, where: [{ id: own.id }] }),
    source: code,
  }),
  fact({
    endpoint: "GET /runners/all",
    when: "an administrator asks for those that are not the instance's",
    status: 200,
    call: ({ root }) => ({ as: root, query: { scope: "specific" } }),
    body: ({ ofGroup, own }) => ({ list: runner, where: [{ id: ofGroup.id }, { id: own.id }] }),
    source: code,
  }),
  fact({
    endpoint: "GET /runners",
    when: "the scope is one for the list of all",
    status: 400,
    call: ({ maintainer }) => ({ as: maintainer.token, query: { scope: "shared" } }),
    body: message("Scope contains invalid value"),
    source: code,
  }),
  ...([`GET ${ofProject}`, "GET /groups/:id/runners"] as const).map((endpoint) =>
    fact({
      endpoint,
      when: "the type is none that there is",
      status: 400,
      call: ({ path, acme, root }) => ({
        path: endpoint.includes("groups") ? { id: acme.id } : path,
        as: root,
        query: { type: "team_type" },
      }),
      body: error("type does not have a valid value"),
      source: code,
    }),
  ),
  ...(["GET /runners", "GET /runners/all"] as const).map((endpoint) =>
    fact({ endpoint, when: "sent without a token", status: 401, call: () => ({}), body: unauthorized, source: code }),
  ),
  fact({
    endpoint: "GET /runners/all",
    when: "no administrator asks",
    status: 403,
    call: ({ owner }) => ({ as: owner.token }),
    body: forbidden,
    source: code,
  }),
  ...([`GET ${ofProject}`, `POST ${ofProject}`, `DELETE ${ofProject}/:runner_id`] as const).map((endpoint) =>
    fact({
      endpoint,
      when: "a developer sends it",
      status: 403,
      call: ({ named, own, developer }) => ({
        path: named,
        as: developer.token,
        json: endpoint.startsWith("POST") ? { runner_id: own.id } : undefined,
      }),
      body: forbidden,
      source: code,
    }),
  ),
  fact({
    endpoint: "GET /groups/:id/runners",
    when: "somebody who is only in a project below asks",
    status: 403,
    call: ({ acme, maintainer }) => ({ path: { id: acme.id }, as: maintainer.token }),
    body: forbidden,
    source: code,
  }),
  fact({
    endpoint: `GET ${ofProject}`,
    when: "there is no such project",
    status: 404,
    call: ({ root }) => ({ path: { id: NO_SUCH_ID }, as: root }),
    body: notFound("Project"),
    source: code,
  }),
  fact({
    endpoint: "GET /groups/:id/runners",
    when: "there is no such group",
    status: 404,
    call: ({ root }) => ({ path: { id: NO_SUCH_ID }, as: root }),
    body: notFound("Group"),
    source: code,
  }),
  shareFact({
    endpoint: `POST ${ofProject}`,
    when: "somebody who maintains both projects shares a runner",
    status: 201,
    call: ({ there, own, maintainer }) => ({ path: there, as: maintainer.token, json: { runner_id: own.id } }),
    body: ({ own }) => ({ one: runner, where: { id: own.id, runner_type: "project_type" } }),
    source: code,
  }),
  shareFact({
    endpoint: `POST ${ofProject}`,
    when: "the project has it already",
    status: 400,
    call: ({ path, own, maintainer }) => ({ path, as: maintainer.token, json: { runner_id: own.id } }),
    body: message(/ - runner_error$/),
    source: "app/services/ci/runners/assign_runner_service.rb",
    note: "The text before the reason is Rails' own, and not known for certain.",
  }),
  shareFact({
    endpoint: `POST ${ofProject}`,
    when: "it is a group's",
    status: 403,
    call: ({ there, ofGroup, root }) => ({ path: there, as: root, json: { runner_id: ofGroup.id } }),
    body: message("403 Forbidden - Runner is a group runner"),
    source: code,
  }),
  shareFact({
    endpoint: `POST ${ofProject}`,
    when: "it is locked and no administrator sends it",
    status: 403,
    arrange: async ({ gitlab, own }) => {
      await gitlab.do("PUT /runners/:id", { path: { id: own.id }, json: { locked: true } });
      return {};
    },
    call: ({ there, own, maintainer }) => ({ path: there, as: maintainer.token, json: { runner_id: own.id } }),
    body: message("403 Forbidden - Runner is locked"),
    source: code,
  }),
  shareFact({
    endpoint: `POST ${ofProject}`,
    when: "there is no such runner",
    status: 404,
    call: ({ there, root }) => ({ path: there, as: root, json: { runner_id: NO_SUCH_ID } }),
    body: notFound("Runner"),
    source: code,
  }),
  shareFact({
    endpoint: `DELETE ${ofProject}/:runner_id`,
    when: "it is shared with the project",
    status: 204,
    arrange: async ({ gitlab, there, own }) => {
      await gitlab.do(`POST ${ofProject}`, { path: there, json: { runner_id: own.id } });
      return {};
    },
    call: ({ there, own, maintainer }) => ({ path: { ...there, runner_id: own.id }, as: maintainer.token }),
    body: "empty",
    source: code,
  }),
  shareFact({
    endpoint: `DELETE ${ofProject}/:runner_id`,
    when: "the project owns it",
    status: 403,
    call: ({ named, root }) => ({ path: named, as: root }),
    body: message("403 Forbidden - You cannot unassign a runner from the owner project. Delete the runner instead"),
    source: "app/services/ci/runners/unassign_runner_service.rb",
  }),
  shareFact({
    endpoint: `DELETE ${ofProject}/:runner_id`,
    when: "the project does not have it",
    status: 404,
    call: ({ there, own, maintainer }) => ({ path: { ...there, runner_id: own.id }, as: maintainer.token }),
    body: notFound("Runner"),
    source: code,
  }),
];
