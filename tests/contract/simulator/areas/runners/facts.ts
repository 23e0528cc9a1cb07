import type { GitLabApi } from "../../../../support/gitlab/gitlab-api";
import { basicProject } from "../../facts/entities/project";
import { runnerDetails, runnerDetailsWithoutProjects, runnerManager, runnerToken } from "../../facts/entities/runner";
import { error, factsIn, message, notFound, unauthorized } from "../../facts/fact";
import { aTeam, NO_SUCH_ID, newProject, newRunner, newToken } from "../../facts/world";

const code = "lib/api/ci/runners.rb";
const details = "lib/api/entities/ci/runner_details.rb";
const model = "app/models/ci/runner.rb";
const one = "/runners/:id";
const reset = "POST /runners/:id/reset_authentication_token";

export async function aProjectRunner(gitlab: GitLabApi) {
  const team = await aTeam(gitlab);
  const made = { description: "docker", tag_list: ["linux", "docker"], maintenance_note: "rack 7" };
  const runner = await newRunner(gitlab, { runner_type: "project_type", project_id: team.billing.id, ...made });
  return { ...team, runner, path: { id: runner.id } };
}

const fact = factsIn(aProjectRunner, code);
const noAccess = message("403 Forbidden - No access granted");

export const runnerFacts = [
  fact(`GET ${one}`, "200 when a maintainer of its project asks: its token is not in it", {
    call: ({ path, maintainer }) => ({ path, as: maintainer.token }),
    body: ({ runner }) => ({
      one: runnerDetails,
      where: {
        ...{ id: runner.id, runner_type: "project_type", description: "docker", maintenance_note: "rack 7" },
        ...{ active: true, paused: false, is_shared: false, status: "never_contacted", contacted_at: null },
        ...{ tag_list: ["linux", "docker"], run_untagged: true, locked: false },
        ...{ access_level: "not_protected", maximum_timeout: null, groups: [] },
      },
    }),
    source: details,
  }),
  fact(
    `GET ${one}`,
    "200 when it is the instance's and anybody asks without its projects: the note is for those who may change it",
    {
      arrange: async ({ gitlab }) => ({ shared: await newRunner(gitlab, { maintenance_note: "rack 8" }) }),
      call: ({ shared, stranger }) => ({
        path: { id: shared.id },
        as: stranger.token,
        query: { include_projects: false },
      }),
      body: { one: runnerDetailsWithoutProjects, where: { is_shared: true, maintenance_note: null } },
      source: details,
    },
  ),
  fact(`GET ${one}`, "200 when the token may only manage runners", {
    arrange: async ({ gitlab, maintainer }) => ({
      token: await newToken(gitlab, maintainer.id, { scopes: ["manage_runner"] }),
    }),
    call: ({ path, token }) => ({ path, as: token.token }),
    body: { one: runnerDetails },
  }),
  ...([`GET ${one}`, `PUT ${one}`, `DELETE ${one}`, "GET /runners/:id/projects"] as const).map((endpoint) =>
    fact(endpoint, "401 when sent without a token", { call: ({ path }) => ({ path }), body: unauthorized }),
  ),
  ...(["GET", "PUT", "DELETE"] as const).map((method) =>
    fact(`${method} ${one}`, "403 when a developer sends it", {
      call: ({ path, developer }) => ({
        path,
        as: developer.token,
        json: method === "PUT" ? { paused: true } : undefined,
      }),
      body: noAccess,
    }),
  ),
  ...(["GET /runners/:id/managers", "GET /runners/:id/projects", reset] as const).map((endpoint) =>
    fact(endpoint, "403 when a developer sends it", {
      call: ({ path, developer }) => ({ path, as: developer.token }),
      body: noAccess,
    }),
  ),
  ...([`GET ${one}`, `DELETE ${one}`, "GET /runners/:id/managers", "GET /runners/:id/projects", reset] as const).map(
    (endpoint) =>
      fact(endpoint, "404 when there is no such runner", {
        call: ({ root }) => ({ path: { id: NO_SUCH_ID }, as: root }),
        body: notFound("Runner"),
      }),
  ),
  fact(`GET ${one}`, "400 when the id is no number", {
    call: ({ root }) => ({ path: { id: "docker" }, as: root }),
    body: error("id is invalid"),
  }),
  fact("GET /runners/:id/managers", "200 when a machine has verified the runner's token", {
    arrange: async ({ gitlab, runner }) => {
      const json = { token: runner.token, system_id: "s_1", info: { version: "18.5.0", platform: "linux" } };
      await gitlab.send("POST /runners/verify", { json });
      return {};
    },
    call: ({ path, maintainer }) => ({ path, as: maintainer.token }),
    body: {
      list: runnerManager,
      where: [{ system_id: "s_1", version: "18.5.0", platform: "linux", revision: null, status: "online" }],
    },
    source: "lib/api/entities/ci/runner_manager.rb",
  }),
  fact("GET /runners/:id/projects", "200 when it is shared with a project that the caller can't see", {
    arrange: async ({ gitlab, runner }) => {
      const hidden = await newProject(gitlab, "hidden");
      await gitlab.do("POST /projects/:id/runners", { path: { id: hidden.id }, json: { runner_id: runner.id } });
      return {};
    },
    call: ({ path, maintainer }) => ({ path, as: maintainer.token }),
    body: ({ billing }) => ({ list: basicProject, where: [{ id: billing.id }] }),
  }),
  fact(`PUT ${one}`, "200 when everything is changed: its projects are not in the answer", {
    call: ({ path, maintainer }) => ({
      path,
      as: maintainer.token,
      json: {
        ...{ description: "new", paused: true, tag_list: "a, b,a", run_untagged: false, locked: true },
        ...{ access_level: "ref_protected", maximum_timeout: 3600, maintenance_note: "rack 9" },
      },
    }),
    body: {
      one: runnerDetailsWithoutProjects,
      where: {
        ...{ description: "new", paused: true, active: false, tag_list: ["a", "b"], run_untagged: false, locked: true },
        ...{ access_level: "ref_protected", maximum_timeout: 3600, maintenance_note: "rack 9" },
        status: "never_contacted",
      },
    },
  }),
  fact(`PUT ${one}`, "200 when a null is sent: unlike on creation it counts", {
    arrange: async ({ gitlab, path }) => {
      await gitlab.do(`PUT ${one}`, { path, json: { maximum_timeout: 900 } });
      return {};
    },
    call: ({ path, maintainer }) => ({
      path,
      as: maintainer.token,
      json: { maximum_timeout: null, description: null, tag_list: null },
    }),
    body: { one: runnerDetailsWithoutProjects, where: { maximum_timeout: null, description: null, tag_list: [] } },
  }),
  fact(`PUT ${one}`, "400 when nothing is given", {
    call: ({ path, maintainer }) => ({ path, as: maintainer.token, json: {} }),
    body: error(
      "description, active, paused, tag_list, run_untagged, locked, access_level, maximum_timeout, maintenance_note " +
        "are missing, at least one parameter must be provided",
    ),
  }),
  fact(`PUT ${one}`, "400 when active and paused are given at once", {
    call: ({ path, maintainer }) => ({ path, as: maintainer.token, json: { active: true, paused: true } }),
    body: error("active, paused are mutually exclusive"),
  }),
  fact(`PUT ${one}`, "400 when no job could run on it any more: unlike on creation the message is an object", {
    call: ({ path, maintainer }) => ({ path, as: maintainer.token, json: { run_untagged: false, tag_list: [] } }),
    body: message({ tags_list: ["can not be empty when runner is not allowed to pick untagged jobs"] }),
    source: model,
  }),
  fact(`PUT ${one}`, "404 when there is no such runner", {
    call: ({ root }) => ({ path: { id: NO_SUCH_ID }, as: root, json: { paused: true } }),
    body: notFound("Runner"),
  }),
  fact(reset, "201 when a maintainer of its project sends it", {
    call: ({ path, maintainer }) => ({ path, as: maintainer.token }),
    body: { one: runnerToken, where: { token: /^glrt-t3_/, token_expires_at: null } },
  }),
];
