import type { GitLabApi } from "../../../../support/gitlab/gitlab-api";
import { accessTokenWithToken, impersonationToken } from "../../facts/entities/access";
import { string } from "../../facts/entity";
import { error, factsIn, forbidden, message, notFound, unauthorized } from "../../facts/fact";
import { aTeam, inDays, NO_SUCH_ID, newToken } from "../../facts/world";

const code = "lib/api/users.rb";
const all = "/users/:user_id/impersonation_tokens";
const one = "/users/:user_id/impersonation_tokens/:impersonation_token_id";
const asked = { name: "support", scopes: ["api"], expires_at: inDays(5) };

async function anImpersonated(gitlab: GitLabApi) {
  const team = await aTeam(gitlab);
  const path = { user_id: team.stranger.id };
  const made = await gitlab.do(`POST ${all}`, { path, json: asked });
  // The fact about creation says what is in it.
  const { id } = made as { id: number };
  return { ...team, path, named: { ...path, impersonation_token_id: id }, id };
}

const fact = factsIn(anImpersonated, code);

export const impersonationTokenFacts = [
  fact(`GET ${all}`, "200 when an administrator asks: the user's own tokens are not among them", {
    call: ({ path, root }) => ({ path, as: root, query: { state: "active" } }),
    body: ({ id }) => ({ list: impersonationToken, where: [{ id, impersonation: true, name: "support" }] }),
  }),
  fact(`GET ${all}`, "401 when sent without a token", { call: ({ path }) => ({ path }), body: unauthorized }),
  fact(`POST ${all}`, "201 when name, scopes and last day are given", {
    call: ({ path, root }) => ({ path, as: root, json: asked }),
    body: ({ stranger }) => ({
      one: { ...impersonationToken, token: string },
      where: { ...asked, user_id: stranger.id, impersonation: true },
    }),
  }),
  fact(`POST ${all}`, "400 when no last day is given: nothing fills it in", {
    call: ({ path, root }) => ({ path, as: root, json: { name: "support", scopes: ["api"] } }),
    body: message({ expires_at: ["can't be blank"] }),
    source: "app/models/personal_access_token.rb",
  }),
  ...([`GET ${all}`, `POST ${all}`] as const).map((endpoint) =>
    fact(endpoint, "404 when there is no such user", {
      call: ({ root }) => ({
        path: { user_id: NO_SUCH_ID },
        as: root,
        json: endpoint.startsWith("POST") ? asked : undefined,
      }),
      body: notFound("User"),
      source: "spec/requests/api/users_spec.rb",
    }),
  ),
  ...([`GET ${all}`, `POST ${all}`, `GET ${one}`, `DELETE ${one}`] as const).map((endpoint) =>
    fact(endpoint, "403 when it is sent by the user whom it is about", {
      call: ({ named, stranger }) => ({ path: named, as: stranger.token }),
      body: forbidden,
      source: "spec/requests/api/users_spec.rb",
    }),
  ),
  ...([`GET ${one}`, `DELETE ${one}`] as const).map((endpoint) =>
    fact(endpoint, "404 when the token is one of the user's own", {
      arrange: async ({ gitlab, stranger }) => ({ own: await newToken(gitlab, stranger.id) }),
      call: ({ path, own, root }) => ({ path: { ...path, impersonation_token_id: own.id }, as: root }),
      body: notFound("Impersonation Token"),
      source: "spec/requests/api/users_spec.rb",
    }),
  ),
  fact(`GET ${one}`, "200 when an administrator asks", {
    call: ({ named, root }) => ({ path: named, as: root }),
    body: ({ id }) => ({ one: impersonationToken, where: { id, active: true } }),
  }),
  fact(`DELETE ${one}`, "204 when an administrator sends it", {
    call: ({ named, root }) => ({ path: named, as: root }),
    body: "empty",
  }),
  fact(
    "POST /user/personal_access_tokens",
    "201 when somebody asks for a token that can rotate itself, without a last day",
    {
      call: ({ developer }) => ({ as: developer.token, json: { name: "agent", scopes: ["self_rotate"] } }),
      body: ({ developer }) => ({
        one: accessTokenWithToken,
        where: { user_id: developer.id, scopes: ["self_rotate"], expires_at: inDays(1) },
      }),
    },
  ),
  fact("POST /user/personal_access_tokens", "400 when the token is to be good for more", {
    call: ({ developer }) => ({ as: developer.token, json: { name: "agent", scopes: ["api"] } }),
    body: error("scopes does not have a valid value"),
  }),
  fact("POST /user/personal_access_tokens", "401 when sent without a token", {
    call: () => ({ json: { name: "agent", scopes: ["self_rotate"] } }),
    body: unauthorized,
  }),
];
