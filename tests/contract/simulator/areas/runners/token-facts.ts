import { z } from "zod";
import type { GitLabApi } from "../../../../support/gitlab/gitlab-api";
import { runnerRegistration, runnerToken } from "../../facts/entities/runner";
import { error, factsIn, forbidden, message, notFound, unauthorized } from "../../facts/fact";
import { aTeam, NO_SUCH_ID, newRunner } from "../../facts/world";

const code = "lib/api/ci/runner.rb";
const registration = "app/services/ci/runners/register_runner_service.rb";
const listCode = "lib/api/ci/runners.rb";

async function aRunnerAndARegistrationToken(gitlab: GitLabApi) {
  const team = await aTeam(gitlab);
  const runner = await newRunner(gitlab, { runner_type: "group_type", group_id: team.acme.id });
  const made = await gitlab.do("POST /groups/:id/runners/reset_registration_token", { path: { id: team.acme.id } });
  return { ...team, runner, old: z.object({ token: z.string() }).parse(made) };
}

const fact = factsIn(aRunnerAndARegistrationToken, code);
const byItself = ["DELETE /runners", "POST /runners/verify", "POST /runners/reset_authentication_token"] as const;

export const runnerTokenFacts = [
  fact("POST /runners/verify", "200 when the token is a runner's: it is shown again, to whoever has it", {
    call: ({ runner }) => ({ json: { token: runner.token } }),
    body: ({ runner }) => ({ one: runnerRegistration, where: { id: runner.id, token: runner.token } }),
  }),
  fact("POST /runners/reset_authentication_token", "201 when the token is a runner's", {
    call: ({ runner }) => ({ json: { token: runner.token } }),
    body: { one: runnerToken, where: { token: /^glrt-t2_/ } },
  }),
  fact("DELETE /runners", "204 when the token is a runner's", {
    call: ({ runner }) => ({ query: { token: runner.token } }),
    body: "empty",
  }),
  ...[...byItself, "POST /runners" as const].map((endpoint) =>
    fact(endpoint, "400 when the token is missing", { call: () => ({}), body: error("token is missing") }),
  ),
  ...byItself.map((endpoint) =>
    fact(endpoint, "403 when no runner has the token", {
      call: () => ({ query: { token: "glrt-nobodys" } }),
      body: forbidden,
    }),
  ),
  fact("POST /runners", "201 when the registration token is a group's", {
    call: ({ old }) => ({ json: { token: old.token, description: "old way", tag_list: "a" } }),
    body: { one: runnerRegistration, where: { token: /^glrtr-/ } },
  }),
  fact("POST /runners", "403 when the registration token is none", {
    call: () => ({ json: { token: "no-such-token" } }),
    body: message("403 Forbidden - invalid token supplied"),
    source: registration,
  }),
  ...(["a good", "any other"] as const).map((which) =>
    fact("POST /runners", `410 when registration tokens are switched off and ${which} one is sent`, {
      arrange: async ({ gitlab }) => {
        await gitlab.do("PUT /application/settings", { json: { allow_runner_registration_token: false } });
        return {};
      },
      call: ({ old }) => ({ json: { token: which === "a good" ? old.token : "any" } }),
      body: message("410 Gone - runner registration disallowed"),
      source: registration,
    }),
  ),
  fact("POST /runners/reset_registration_token", "201 when an administrator sends it", {
    call: ({ root }) => ({ as: root }),
    body: { one: runnerToken, where: { token_expires_at: null } },
    source: listCode,
  }),
  fact("POST /runners/reset_registration_token", "403 when no administrator sends it", {
    call: ({ owner }) => ({ as: owner.token }),
    body: forbidden,
    source: listCode,
  }),
  ...(["project", "group"] as const).flatMap((kind) => {
    const endpoint = `POST /${kind}s/:id/runners/reset_registration_token` as const;
    return [
      fact(endpoint, "201 when somebody sends it who may make runners there", {
        call: ({ billing, acme, owner }) => ({
          path: { id: kind === "project" ? billing.id : acme.id },
          as: owner.token,
        }),
        body: { one: runnerToken, where: { token: /^GR1348941/ } },
        source: listCode,
      }),
      fact(endpoint, "401 when sent without a token", {
        call: ({ billing, acme }) => ({ path: { id: kind === "project" ? billing.id : acme.id } }),
        body: unauthorized,
        source: listCode,
      }),
      fact(endpoint, "403 when the role is too low", {
        call: ({ billing, acme, developer }) => ({
          path: { id: kind === "project" ? billing.id : acme.id },
          as: developer.token,
        }),
        body: forbidden,
        source: listCode,
      }),
      fact(endpoint, `404 when there is no such ${kind}`, {
        call: ({ root }) => ({ path: { id: NO_SUCH_ID }, as: root }),
        body: notFound(kind === "project" ? "Project" : "Group"),
        source: listCode,
      }),
    ];
  }),
];
