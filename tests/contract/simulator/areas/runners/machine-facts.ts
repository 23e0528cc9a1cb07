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
const fact = factsIn(aRunner, code);

export const machineFacts = [
  fact(poll, "204 when there is no job: it says what to send next time", {
    call: ({ runner }) => ({ json: { token: runner.token, system_id: "s_1", info: { version: "18.5.0" } } }),
    headers: { "x-gitlab-last-update": /^[0-9a-f]{32}$/ },
    body: "empty",
  }),
  fact(poll, "204 when the runner is paused", {
    arrange: ({ gitlab, runner }) => gitlab.do("PUT /runners/:id", { path: { id: runner.id }, json: { paused: true } }),
    call: ({ runner }) => ({ json: { token: runner.token } }),
    headers: { "x-gitlab-last-update": /^[0-9a-f]{32}$/ },
    body: "empty",
  }),
  fact(poll, "403 when the token is none", {
    call: () => ({ json: { token: "nothing" } }),
    body: forbidden,
    source: "lib/api/ci/helpers/runner.rb",
  }),
  fact(poll, "400 when the token is sent as a header only", {
    call: ({ runner }) => ({ headers: { "runner-token": runner.token } }),
    body: error("token is missing"),
  }),
  fact(removal, "204 when the machine has been in touch", {
    arrange: ({ gitlab, runner }) => gitlab.do(poll, { json: { token: runner.token, system_id: "s_1" } }),
    call: ({ runner }) => ({ json: { token: runner.token, system_id: "s_1" } }),
    body: "empty",
  }),
  fact(removal, "404 when there is no such machine", {
    call: ({ runner }) => ({ json: { token: runner.token, system_id: "s_1" } }),
    body: notFound("Runner manager not found"),
  }),
  fact(removal, "400 when it is not said which", {
    call: ({ runner }) => ({ json: { token: runner.token } }),
    body: error("system_id is missing"),
  }),
  fact(removal, "403 when the token is none", {
    call: () => ({ json: { token: "nothing", system_id: "s_1" } }),
    body: forbidden,
  }),
  fact(discovery, "501 when GitLab has no job router", {
    call: ({ runner }) => ({ headers: { "runner-token": runner.token } }),
    body: message("Job Router is not available. Please contact your administrator."),
  }),
  fact(discovery, "403 when asked without a runner's token", { call: () => ({}), body: forbidden }),
  fact(jobs, "200 when an administrator asks: none was ever run", {
    call: ({ root, runner }) => ({ path: { id: runner.id }, as: root }),
    body: { exactly: [] },
    source: "lib/api/ci/runners.rb",
  }),
  fact(jobs, "403 when somebody asks who has nothing to do with it", {
    call: ({ somebody, runner }) => ({ path: { id: runner.id }, as: somebody.token }),
    body: message("403 Forbidden - No access granted"),
    source: "lib/api/ci/runners.rb",
  }),
  fact(jobs, "404 when there is no such runner", {
    call: ({ root }) => ({ path: { id: NO_SUCH_ID }, as: root }),
    body: notFound("Runner"),
    source: "lib/api/ci/runners.rb",
  }),
];
