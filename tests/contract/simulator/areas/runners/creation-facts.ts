import { runnerRegistration } from "../../facts/entities/runner";
import { type Body, badRequest, error, factsIn, insufficientScope, message, unauthorized } from "../../facts/fact";
import { aTeam, NO_SUCH_ID, newToken } from "../../facts/world";

const spec = "spec/requests/api/user_runners_spec.rb";
const fact = factsIn(aTeam, spec);
const endpoint = "POST /user/runners";
const code = "lib/api/user_runners.rb";
const model = "app/models/ci/runner.rb";
const service = "app/services/ci/runners/create_runner_service.rb";

const registered = (type: number): Body => ({
  one: runnerRegistration,
  where: { token: new RegExp(`^glrt-t${type}_.{20,}$`), token_expires_at: null },
});
const insufficient = message("403 Forbidden - Insufficient permissions");

export const userRunnerFacts = [
  fact(endpoint, "201 when an administrator makes one for the instance", {
    call: ({ root }) => ({ as: root, json: { runner_type: "instance_type" } }),
    body: registered(1),
  }),
  fact(endpoint, "201 when the group's owner makes one for it", {
    call: ({ acme, owner }) => ({ as: owner.token, json: { runner_type: "group_type", group_id: acme.id } }),
    body: registered(2),
  }),
  fact(endpoint, "201 when a maintainer makes one for a project, with a token that may do nothing else", {
    arrange: async ({ gitlab, maintainer }) => ({
      token: await newToken(gitlab, maintainer.id, { scopes: ["create_runner"] }),
    }),
    call: ({ billing, token }) => ({
      as: token.token,
      json: { runner_type: "project_type", project_id: billing.id, tag_list: "docker,linux", maximum_timeout: 600 },
    }),
    body: registered(3),
  }),
  fact(endpoint, "201 when values are blank: they count as not given", {
    call: ({ root }) => ({
      as: root,
      json: { runner_type: "instance_type", description: "", tag_list: [], maximum_timeout: null, run_untagged: null },
    }),
    body: registered(1),
    source: code,
  }),
  fact(endpoint, "400 when the type is missing", {
    call: ({ root }) => ({ as: root, json: {} }),
    body: error("runner_type is missing, runner_type does not have a valid value"),
  }),
  fact(endpoint, "400 when the type is none that there is", {
    call: ({ root }) => ({ as: root, json: { runner_type: "team_type" } }),
    body: error("runner_type does not have a valid value"),
    source: code,
  }),
  ...(["group", "project"] as const).flatMap((place) => [
    fact(endpoint, `400 when it is for a ${place} and says not for which`, {
      call: ({ root }) => ({ as: root, json: { runner_type: `${place}_type` } }),
      body: error(`${place}_id is missing`),
    }),
    fact(endpoint, `400 when there is no such ${place}: that is found before rights are looked at`, {
      call: ({ stranger }) => ({
        as: stranger.token,
        json: { runner_type: `${place}_type`, [`${place}_id`]: NO_SUCH_ID },
      }),
      body: badRequest(`Missing/invalid ${place}`),
      source: service,
    }),
  ]),
  fact(endpoint, "400 when it takes neither untagged jobs nor has tags", {
    call: ({ root }) => ({ as: root, json: { runner_type: "instance_type", run_untagged: false } }),
    body: badRequest("Tags list can not be empty when runner is not allowed to pick untagged jobs"),
    source: model,
  }),
  fact(endpoint, "400 when there are more than 50 tags", {
    call: ({ root }) => ({
      as: root,
      json: { runner_type: "instance_type", tag_list: Array.from({ length: 51 }, (_, index) => `tag${index}`) },
    }),
    body: badRequest("Tags list Too many tags specified. Please limit the number of tags to 50"),
    source: model,
  }),
  fact(endpoint, "400 when the timeout is too short and the description too long", {
    call: ({ root }) => ({
      as: root,
      json: { runner_type: "instance_type", maximum_timeout: 599, description: "x".repeat(1025) },
    }),
    body: badRequest(
      "Maximum timeout needs to be at least 10 minutes and Description is too long (maximum is 1024 characters)",
    ),
    source: model,
  }),
  fact(endpoint, "401 when sent without a token", {
    call: () => ({ json: { runner_type: "instance_type" } }),
    body: unauthorized,
  }),
  fact(endpoint, "403 when the token may only read", {
    arrange: async ({ gitlab, owner }) => ({ token: await newToken(gitlab, owner.id, { scopes: ["read_api"] }) }),
    call: ({ acme, token }) => ({ as: token.token, json: { runner_type: "group_type", group_id: acme.id } }),
    body: insufficientScope("create_runner api read_api"),
    source: code,
  }),
  fact(endpoint, "403 when somebody who is no administrator makes one for the instance", {
    call: ({ owner }) => ({ as: owner.token, json: { runner_type: "instance_type" } }),
    body: insufficient,
  }),
  fact(endpoint, "403 when somebody without a role makes one for a group", {
    call: ({ acme, maintainer }) => ({ as: maintainer.token, json: { runner_type: "group_type", group_id: acme.id } }),
    body: insufficient,
  }),
  fact(endpoint, "403 when a developer makes one for a project", {
    call: ({ billing, developer }) => ({
      as: developer.token,
      json: { runner_type: "project_type", project_id: billing.id },
    }),
    body: insufficient,
  }),
  fact(endpoint, "403 when the instance lets members of groups make none: an owner is refused too", {
    arrange: async ({ gitlab }) => {
      await gitlab.do("PUT /application/settings", { json: { valid_runner_registrars: ["project"] } });
      return {};
    },
    call: ({ acme, owner }) => ({ as: owner.token, json: { runner_type: "group_type", group_id: acme.id } }),
    body: insufficient,
    source: "app/policies/group_policy.rb",
  }),
];
