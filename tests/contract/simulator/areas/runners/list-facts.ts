import type { GitLabApi } from "../../../../support/gitlab/gitlab-api";
import { runner } from "../../facts/entities/runner";
import { error, factsIn, forbidden, message, notFound, unauthorized } from "../../facts/fact";
import { addMember, aTeam, MAINTAINER, NO_SUCH_ID, newProject, newRunner, SECURITY_MANAGER } from "../../facts/world";

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

const fact = factsIn(threeRunners, code);
const shareFact = factsIn(twoProjects, code);

export const runnerListFacts = [
  fact(`GET ${ofProject}`, "200 when a maintainer asks: runners of groups above and of the instance are listed too", {
    call: ({ path, maintainer }) => ({ path, as: maintainer.token }),
    body: ({ shared, ofGroup, own }) => ({
      list: runner,
      where: [{ id: shared.id, is_shared: true }, { id: ofGroup.id, paused: true }, { id: own.id }],
    }),
  }),
  fact(`GET ${ofProject}`, "200 when only the project's own with certain tags are asked for", {
    call: ({ path, maintainer }) => ({
      path,
      as: maintainer.token,
      query: { type: "project_type", tag_list: "b,a", status: "never_contacted", per_page: 5 },
    }),
    headers: { "x-total": "1", "x-per-page": "5" },
    body: ({ own }) => ({ list: runner, where: [{ id: own.id, runner_type: "project_type" }] }),
  }),
  ...([`GET ${ofProject}`, "GET /groups/:id/runners"] as const).map((endpoint) =>
    fact(endpoint, "200 when a security manager asks", {
      source: "config/authz/roles/security_manager.yml",
      arrange: async ({ gitlab, acme, stranger }) =>
        addMember(gitlab, { in: "groups", id: acme.id, user: stranger, level: SECURITY_MANAGER }),
      call: ({ path, acme, stranger }) => ({
        path: endpoint.includes("groups") ? { id: acme.id } : path,
        as: stranger.token,
        query: { type: "group_type" },
      }),
      body: ({ ofGroup }) => ({ list: runner, where: [{ id: ofGroup.id }] }),
    }),
  ),
  fact("GET /groups/:id/runners", "200 when its owner asks for paused ones", {
    call: ({ acme, owner }) => ({ path: { id: acme.id }, as: owner.token, query: { paused: true } }),
    body: ({ ofGroup }) => ({ list: runner, where: [{ id: ofGroup.id, active: false }] }),
  }),
  fact("GET /runners", "200 when a maintainer of a project asks: only runners of their own places are listed", {
    call: ({ maintainer }) => ({ as: maintainer.token }),
    body: ({ own }) => ({ list: runner, where: [{ id: own.id }] }),
  }),
  fact("GET /runners/all", "200 when an administrator asks for those that are not the instance's", {
    call: ({ root }) => ({ as: root, query: { scope: "specific" } }),
    body: ({ ofGroup, own }) => ({ list: runner, where: [{ id: ofGroup.id }, { id: own.id }] }),
  }),
  fact("GET /runners", "400 when the scope is one for the list of all", {
    call: ({ maintainer }) => ({ as: maintainer.token, query: { scope: "shared" } }),
    body: message("Scope contains invalid value"),
  }),
  ...([`GET ${ofProject}`, "GET /groups/:id/runners"] as const).map((endpoint) =>
    fact(endpoint, "400 when the type is none that there is", {
      call: ({ path, acme, root }) => ({
        path: endpoint.includes("groups") ? { id: acme.id } : path,
        as: root,
        query: { type: "team_type" },
      }),
      body: error("type does not have a valid value"),
    }),
  ),
  ...([`GET ${ofProject}`, "GET /groups/:id/runners", "GET /runners", "GET /runners/all"] as const).map((endpoint) =>
    fact(endpoint, "400 when the start of the version is none", {
      call: ({ path, acme, root }) => ({
        path: endpoint.includes("groups") ? { id: acme.id } : path,
        as: root,
        query: { version_prefix: "v18" },
      }),
      body: error("version_prefix is invalid"),
    }),
  ),
  ...(["GET /runners", "GET /runners/all"] as const).map((endpoint) =>
    fact(endpoint, "401 when sent without a token", { call: () => ({}), body: unauthorized }),
  ),
  fact("GET /runners/all", "403 when no administrator asks", {
    call: ({ owner }) => ({ as: owner.token }),
    body: forbidden,
  }),
  ...([`GET ${ofProject}`, `POST ${ofProject}`, `DELETE ${ofProject}/:runner_id`] as const).map((endpoint) =>
    fact(endpoint, "403 when a developer sends it", {
      call: ({ named, own, developer }) => ({
        path: named,
        as: developer.token,
        json: endpoint.startsWith("POST") ? { runner_id: own.id } : undefined,
      }),
      body: forbidden,
    }),
  ),
  fact("GET /runners/:id/jobs", "200 when a maintainer of the runner's group asks", {
    arrange: async ({ gitlab, acme, stranger }) => {
      const json = { user_id: stranger.id, access_level: MAINTAINER };
      await gitlab.do("POST /groups/:id/members", { path: { id: acme.id }, json });
      return {};
    },
    call: ({ ofGroup, stranger }) => ({ path: { id: ofGroup.id }, as: stranger.token }),
    body: { exactly: [] },
    source: "app/policies/ci/runner_policy.rb",
  }),
  fact("GET /groups/:id/runners", "403 when somebody who is only in a project below asks", {
    call: ({ acme, maintainer }) => ({ path: { id: acme.id }, as: maintainer.token }),
    body: forbidden,
  }),
  fact(`GET ${ofProject}`, "404 when there is no such project", {
    call: ({ root }) => ({ path: { id: NO_SUCH_ID }, as: root }),
    body: notFound("Project"),
  }),
  fact("GET /groups/:id/runners", "404 when there is no such group", {
    call: ({ root }) => ({ path: { id: NO_SUCH_ID }, as: root }),
    body: notFound("Group"),
  }),
  shareFact(`POST ${ofProject}`, "201 when somebody who maintains both projects shares a runner", {
    call: ({ there, own, maintainer }) => ({ path: there, as: maintainer.token, json: { runner_id: own.id } }),
    body: ({ own }) => ({ one: runner, where: { id: own.id, runner_type: "project_type" } }),
  }),
  shareFact(`POST ${ofProject}`, "400 when the project has it already", {
    call: ({ path, own, maintainer }) => ({ path, as: maintainer.token, json: { runner_id: own.id } }),
    body: message(/ - runner_error$/),
    source: "app/services/ci/runners/assign_runner_service.rb",
    note: "The text before the reason is Rails' own, and not known for certain.",
  }),
  shareFact(`POST ${ofProject}`, "403 when it is a group's", {
    call: ({ there, ofGroup, root }) => ({ path: there, as: root, json: { runner_id: ofGroup.id } }),
    body: message("403 Forbidden - Runner is a group runner"),
  }),
  shareFact(`POST ${ofProject}`, "403 when it is locked and no administrator sends it", {
    arrange: async ({ gitlab, own }) => {
      await gitlab.do("PUT /runners/:id", { path: { id: own.id }, json: { locked: true } });
      return {};
    },
    call: ({ there, own, maintainer }) => ({ path: there, as: maintainer.token, json: { runner_id: own.id } }),
    body: message("403 Forbidden - Runner is locked"),
  }),
  shareFact(`POST ${ofProject}`, "404 when there is no such runner", {
    call: ({ there, root }) => ({ path: there, as: root, json: { runner_id: NO_SUCH_ID } }),
    body: notFound("Runner"),
  }),
  shareFact(`DELETE ${ofProject}/:runner_id`, "204 when it is shared with the project", {
    arrange: async ({ gitlab, there, own }) => {
      await gitlab.do(`POST ${ofProject}`, { path: there, json: { runner_id: own.id } });
      return {};
    },
    call: ({ there, own, maintainer }) => ({ path: { ...there, runner_id: own.id }, as: maintainer.token }),
    body: "empty",
  }),
  shareFact(`DELETE ${ofProject}/:runner_id`, "403 when the project owns it", {
    call: ({ named, root }) => ({ path: named, as: root }),
    body: message("403 Forbidden - You cannot unassign a runner from the owner project. Delete the runner instead"),
    source: "app/services/ci/runners/unassign_runner_service.rb",
  }),
  shareFact(`DELETE ${ofProject}/:runner_id`, "403 when the project owns it and no administrator sends it", {
    call: ({ named, maintainer }) => ({ path: named, as: maintainer.token }),
    body: message("403 Forbidden - No access granted"),
    source: "app/policies/ci/runner_project_policy.rb",
  }),
  shareFact(`DELETE ${ofProject}/:runner_id`, "403 when it is locked and no administrator sends it", {
    arrange: async ({ gitlab, own }) => {
      await gitlab.do("PUT /runners/:id", { path: { id: own.id }, json: { locked: true } });
      return {};
    },
    call: ({ named, maintainer }) => ({ path: named, as: maintainer.token }),
    body: message("403 Forbidden - Runner is locked"),
  }),
  shareFact(`DELETE ${ofProject}/:runner_id`, "404 when the project does not have it", {
    call: ({ there, own, maintainer }) => ({ path: { ...there, runner_id: own.id }, as: maintainer.token }),
    body: notFound("Runner"),
  }),
];
