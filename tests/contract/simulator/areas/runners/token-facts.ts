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

const fact = factsIn(aRunnerAndARegistrationToken);
const byItself = ["DELETE /runners", "POST /runners/verify", "POST /runners/reset_authentication_token"] as const;

export const runnerTokenFacts = [
  fact({
    endpoint: "POST /runners/verify",
    when: "the token is a runner's: it is shown again, to whoever has it",
    status: 200,
    call: ({ runner }) => ({ json: { token: runner.token } }),
    body: ({ runner }) => ({ one: runnerRegistration, where: { id: runner.id, token: runner.token } }),
    source: code,
  }),
  fact({
    endpoint: "POST /runners/reset_authentication_token",
    when: "the token is a runner's",
    status: 201,
    call: ({ runner }) => ({ json: { token: runner.token } }),
    body: { one: runnerToken, where: { token: /^glrt-t2_/ } },
    source: code,
  }),
  fact({
    endpoint: "DELETE /runners",
    when: "the token is a runner's",
    status: 204,
    call: ({ runner }) => ({ query: { token: runner.token } }),
    body: "empty",
    source: code,
  }),
  ...[...byItself, "POST /runners" as const].map((endpoint) =>
    fact({
      endpoint,
      when: "the token is missing",
      status: 400,
      call: () => ({}),
      body: error("token is missing"),
      source: code,
    }),
  ),
  ...byItself.map((endpoint) =>
    fact({
      endpoint,
      when: "no runner has the token",
      status: 403,
      call: () => ({ query: { token: "glrt-nobodys" } }),
      body: forbidden,
      source: code,
    }),
  ),
  fact({
    endpoint: "POST /runners",
    when: "the registration token is a group's",
    status: 201,
    call: ({ old }) => ({ json: { token: old.token, description: "old way", tag_list: "a" } }),
    body: { one: runnerRegistration, where: { token: /^glrtr-/ } },
    source: code,
  }),
  fact({
    endpoint: "POST /runners",
    when: "the registration token is none",
    status: 403,
    call: () => ({ json: { token: "no-such-token" } }),
    body: message("403 Forbidden - invalid token supplied"),
    source: registration,
  }),
  ...(["a good", "any other"] as const).map((which) =>
    fact({
      endpoint: "POST /runners",
      when: `registration tokens are switched off and ${which} one is sent`,
      status: 410,
      arrange: async ({ gitlab }) => {
        await gitlab.do("PUT /application/settings", { json: { allow_runner_registration_token: false } });
        return {};
      },
      call: ({ old }) => ({ json: { token: which === "a good" ? old.token : "any" } }),
      body: message("410 Gone - runner registration disallowed"),
      source: registration,
    }),
  ),
  fact({
    endpoint: "POST /runners/reset_registration_token",
    when: "an administrator sends it",
    status: 201,
    call: ({ root }) => ({ as: root }),
    body: { one: runnerToken, where: { token_expires_at: null } },
    source: listCode,
  }),
  fact({
    endpoint: "POST /runners/reset_registration_token",
    when: "no administrator sends it",
    status: 403,
    call: ({ owner }) => ({ as: owner.token }),
    body: forbidden,
    source: listCode,
  }),
  ...(["project", "group"] as const).flatMap((kind) => {
    const endpoint = `POST /${kind}s/:id/runners/reset_registration_token` as const;
    return [
      fact({
        endpoint,
        when: "somebody sends it who may make runners there",
        status: 201,
        call: ({ billing, acme, owner }) => ({
          path: { id: kind === "project" ? billing.id : acme.id },
          as: owner.token,
        }),
        body: { one: runnerToken, where: { token: /^GR1348941/ } },
        source: listCode,
      }),
      fact({
        endpoint,
        when: "sent without a token",
        status: 401,
        call: ({ billing, acme }) => ({ path: { id: kind === "project" ? billing.id : acme.id } }),
        body: unauthorized,
        source: listCode,
      }),
      fact({
        endpoint,
        when: "the role is too low",
        status: 403,
        call: ({ billing, acme, developer }) => ({
          path: { id: kind === "project" ? billing.id : acme.id },
          as: developer.token,
        }),
        body: forbidden,
        source: listCode,
      }),
      fact({
        endpoint,
        when: `there is no such ${kind}`,
        status: 404,
        call: ({ root }) => ({ path: { id: NO_SUCH_ID }, as: root }),
        body: notFound(kind === "project" ? "Project" : "Group"),
        source: listCode,
      }),
    ];
  }),
];
