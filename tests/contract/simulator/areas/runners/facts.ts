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

const fact = factsIn(aProjectRunner);
const noAccess = message("403 Forbidden - No access granted");

export const runnerFacts = [
  fact({
    endpoint: `GET ${one}`,
    when: "a maintainer of its project asks: its token is not in it",
    status: 200,
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
  fact({
    endpoint: `GET ${one}`,
    when: "it is the instance's and anybody asks without its projects: the note is for those who may change it",
    status: 200,
    arrange: async ({ gitlab }) => ({ shared: await newRunner(gitlab, { maintenance_note: "rack 8" }) }),
    call: ({ shared, stranger }) => ({
      path: { id: shared.id },
      as: stranger.token,
      query: { include_projects: false },
    }),
    body: { one: runnerDetailsWithoutProjects, where: { is_shared: true, maintenance_note: null } },
    source: details,
  }),
  fact({
    endpoint: `GET ${one}`,
    when: "the token may only manage runners",
    status: 200,
    arrange: async ({ gitlab, maintainer }) => ({
      token: await newToken(gitlab, maintainer.id, { scopes: ["manage_runner"] }),
    }),
    call: ({ path, token }) => ({ path, as: token.token }),
    body: { one: runnerDetails },
    source: code,
  }),
  ...([`GET ${one}`, `PUT ${one}`, `DELETE ${one}`, "GET /runners/:id/projects"] as const).map((endpoint) =>
    fact({
      endpoint,
      when: "sent without a token",
      status: 401,
      call: ({ path }) => ({ path }),
      body: unauthorized,
      source: code,
    }),
  ),
  ...(["GET", "PUT", "DELETE"] as const).map((method) =>
    fact({
      endpoint: `${method} ${one}`,
      when: "a developer sends it",
      status: 403,
      call: ({ path, developer }) => ({
        path,
        as: developer.token,
        json: method === "PUT" ? { paused: true } : undefined,
      }),
      body: noAccess,
      source: code,
    }),
  ),
  ...(["GET /runners/:id/managers", "GET /runners/:id/projects", reset] as const).map((endpoint) =>
    fact({
      endpoint,
      when: "a developer sends it",
      status: 403,
      call: ({ path, developer }) => ({ path, as: developer.token }),
      body: noAccess,
      source: code,
    }),
  ),
  ...([`GET ${one}`, `DELETE ${one}`, "GET /runners/:id/managers", "GET /runners/:id/projects", reset] as const).map(
    (endpoint) =>
      fact({
        endpoint,
        when: "there is no such runner",
        status: 404,
        call: ({ root }) => ({ path: { id: NO_SUCH_ID }, as: root }),
        body: notFound("Runner"),
        source: code,
      }),
  ),
  fact({
    endpoint: `GET ${one}`,
    when: "the id is no number",
    status: 400,
    call: ({ root }) => ({ path: { id: "docker" }, as: root }),
    body: error("id is invalid"),
    source: code,
  }),
  fact({
    endpoint: "GET /runners/:id/managers",
    when: "a machine has verified the runner's token",
    status: 200,
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
  fact({
    endpoint: "GET /runners/:id/projects",
    when: "it is shared with a project that the caller can't see",
    status: 200,
    arrange: async ({ gitlab, runner }) => {
      const hidden = await newProject(gitlab, "hidden");
      await gitlab.do("POST /projects/:id/runners", { path: { id: hidden.id }, json: { runner_id: runner.id } });
      return {};
    },
    call: ({ path, maintainer }) => ({ path, as: maintainer.token }),
    body: ({ billing }) => ({ list: basicProject, where: [{ id: billing.id }] }),
    source: code,
  }),
  fact({
    endpoint: `PUT ${one}`,
    when: "everything is changed: its projects are not in the answer",
    status: 200,
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
    source: code,
  }),
  fact({
    endpoint: `PUT ${one}`,
    when: "a null is sent: unlike on creation it counts",
    status: 200,
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
    source: code,
  }),
  fact({
    endpoint: `PUT ${one}`,
    when: "nothing is given",
    status: 400,
    call: ({ path, maintainer }) => ({ path, as: maintainer.token, json: {} }),
    body: error(
      "description, active, paused, tag_list, run_untagged, locked, access_level, maximum_timeout, maintenance_note " +
        "are missing, at least one parameter must be provided",
    ),
    source: code,
  }),
  fact({
    endpoint: `PUT ${one}`,
    when: "active and paused are given at once",
    status: 400,
    call: ({ path, maintainer }) => ({ path, as: maintainer.token, json: { active: true, paused: true } }),
    body: error("active, paused are mutually exclusive"),
    source: code,
  }),
  fact({
    endpoint: `PUT ${one}`,
    when: "no job could run on it any more: unlike on creation the message is an object",
    status: 400,
    call: ({ path, maintainer }) => ({ path, as: maintainer.token, json: { run_untagged: false, tag_list: [] } }),
    body: message({ tags_list: ["can not be empty when runner is not allowed to pick untagged jobs"] }),
    source: model,
  }),
  fact({
    endpoint: `PUT ${one}`,
    when: "there is no such runner",
    status: 404,
    call: ({ root }) => ({ path: { id: NO_SUCH_ID }, as: root, json: { paused: true } }),
    body: notFound("Runner"),
    source: code,
  }),
  fact({
    endpoint: reset,
    when: "a maintainer of its project sends it",
    status: 201,
    call: ({ path, maintainer }) => ({ path, as: maintainer.token }),
    body: { one: runnerToken, where: { token: /^glrt-t3_/, token_expires_at: null } },
    source: code,
  }),
];
