import type { GitLabApi } from "../../../../support/gitlab/gitlab-api";
import { error, factsIn, forbidden, message, notFound } from "../../facts/fact";
import { NO_SUCH_ID, newRunner, newUser } from "../../facts/world";

const code = "lib/api/ci/runner.rb";
const poll = "POST /jobs/request";
const removal = "DELETE /runners/managers";
const discovery = "GET /runners/router/discovery";
const jobs = "GET /runners/:id/jobs";

async function aRunner(gitlab: GitLabApi) {
  return { gitlab, root: gitlab.token, runner: await newRunner(gitlab), somebody: await newUser(gitlab, "somebody") };
}
const fact = factsIn(aRunner);

export const machineFacts = [
  fact({
    endpoint: poll,
    when: "there is no job: it says what to send next time",
    status: 204,
    call: ({ runner }) => ({ json: { token: runner.token, system_id: "s_1", info: { version: "18.5.0" } } }),
    headers: { "x-gitlab-last-update": /^[0-9a-f]{32}$/ },
    body: "empty",
    source: code,
  }),
  fact({
    endpoint: poll,
    when: "the runner is paused",
    status: 204,
    arrange: ({ gitlab, runner }) => gitlab.do("PUT /runners/:id", { path: { id: runner.id }, json: { paused: true } }),
    call: ({ runner }) => ({ json: { token: runner.token } }),
    headers: { "x-gitlab-last-update": /^[0-9a-f]{32}$/ },
    body: "empty",
    source: code,
  }),
  fact({
    endpoint: poll,
    when: "the token is none",
    status: 403,
    call: () => ({ json: { token: "nothing" } }),
    body: forbidden,
    source: "lib/api/ci/helpers/runner.rb",
  }),
  fact({
    endpoint: poll,
    when: "the token is sent as a header only",
    status: 400,
    call: ({ runner }) => ({ headers: { "runner-token": runner.token } }),
    body: error("token is missing"),
    source: code,
  }),
  fact({
    endpoint: removal,
    when: "the machine has been in touch",
    status: 204,
    arrange: ({ gitlab, runner }) => gitlab.do(poll, { json: { token: runner.token, system_id: "s_1" } }),
    call: ({ runner }) => ({ json: { token: runner.token, system_id: "s_1" } }),
    body: "empty",
    source: code,
  }),
  fact({
    endpoint: removal,
    when: "there is no such machine",
    status: 404,
    call: ({ runner }) => ({ json: { token: runner.token, system_id: "s_1" } }),
    body: notFound("Runner manager not found"),
    source: code,
  }),
  fact({
    endpoint: removal,
    when: "it is not said which",
    status: 400,
    call: ({ runner }) => ({ json: { token: runner.token } }),
    body: error("system_id is missing"),
    source: code,
  }),
  fact({
    endpoint: removal,
    when: "the token is none",
    status: 403,
    call: () => ({ json: { token: "nothing", system_id: "s_1" } }),
    body: forbidden,
    source: code,
  }),
  fact({
    endpoint: discovery,
    when: "GitLab has no job router",
    status: 501,
    call: ({ runner }) => ({ headers: { "runner-token": runner.token } }),
    body: message("Job Router is not available. Please contact your administrator."),
    source: code,
  }),
  fact({
    endpoint: discovery,
    when: "asked without a runner's token",
    status: 403,
    call: () => ({}),
    body: forbidden,
    source: code,
  }),
  fact({
    endpoint: jobs,
    when: "an administrator asks: none was ever run",
    status: 200,
    call: ({ root, runner }) => ({ path: { id: runner.id }, as: root }),
    body: { exactly: [] },
    source: "lib/api/ci/runners.rb",
  }),
  fact({
    endpoint: jobs,
    when: "somebody asks who has nothing to do with it",
    status: 403,
    call: ({ somebody, runner }) => ({ path: { id: runner.id }, as: somebody.token }),
    body: message("403 Forbidden - No access granted"),
    source: "lib/api/ci/runners.rb",
  }),
  fact({
    endpoint: jobs,
    when: "there is no such runner",
    status: 404,
    call: ({ root }) => ({ path: { id: NO_SUCH_ID }, as: root }),
    body: notFound("Runner"),
    source: "lib/api/ci/runners.rb",
  }),
];
