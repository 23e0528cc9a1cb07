import { variable } from "../../facts/entities/access";
import { error, factsIn, forbidden, message, notFound, unauthorized } from "../../facts/fact";
import type { Gitlab } from "../../facts/gitlab";
import { addMember, aTeam, MAINTAINER, NO_SUCH_ID } from "../../facts/world";

const code = "lib/api/group_variables.rb";
const spec = "spec/requests/api/group_variables_spec.rb";
const premiumSpec = "ee/spec/requests/api/group_variables_spec.rb";
const all = "/groups/:id/variables";
const one = "/groups/:id/variables/:key";

/** Here the stranger is a maintainer of the group, which is not enough. */
async function aTeamWithAVariable(gitlab: Gitlab) {
  const team = await aTeam(gitlab);
  const path = { id: team.acme.id };
  await addMember(gitlab, { in: "groups", id: team.acme.id, user: team.stranger, level: MAINTAINER });
  await gitlab.do(`POST ${all}`, { path, json: { key: "REGION", value: "north" } });
  return { ...team, path, named: { ...path, key: "REGION" } };
}

/** The same key twice, for two environments. */
async function aTeamWithTwins(gitlab: Gitlab) {
  const given = await aTeamWithAVariable(gitlab);
  const json = { key: "REGION", value: "south", environment_scope: "production" };
  await gitlab.do(`POST ${all}`, { path: given.path, json });
  return { ...given, query: { "filter[environment_scope]": "production" } };
}

const fact = factsIn(aTeamWithAVariable);
const twinFact = factsIn(aTeamWithTwins);

export const groupVariableFacts = [
  fact({
    endpoint: `GET ${all}`,
    when: "an owner asks",
    status: 200,
    call: ({ path, owner }) => ({ path, as: owner.token }),
    body: { list: variable, where: [{ key: "REGION", value: "north", environment_scope: "*" }] },
    source: spec,
    note: "OpenAPI 19.5 gives one object; the specification, which counts, sees a list.",
  }),
  fact({
    endpoint: `POST ${all}`,
    when: "key and value are given; the group is named by its path",
    status: 201,
    call: ({ acme, owner }) => ({
      path: { id: acme.full_path },
      as: owner.token,
      json: { key: "STAGE", value: "test", protected: true, raw: true },
    }),
    body: { one: variable, where: { key: "STAGE", value: "test", protected: true, raw: true, environment_scope: "*" } },
    source: spec,
  }),
  fact({
    endpoint: `POST ${all}`,
    when: "it is to be masked and hidden",
    status: 201,
    call: ({ path, owner }) => ({
      path,
      as: owner.token,
      json: { key: "HIDDEN", value: "long-enough-to-mask", masked_and_hidden: true },
    }),
    body: { one: variable, where: { value: null, hidden: true, masked: true } },
    source: "OpenAPI 19.5",
  }),
  fact({
    endpoint: `POST ${all}`,
    when: "the key is taken, but in another environment",
    status: 201,
    call: ({ path, owner }) => ({
      path,
      as: owner.token,
      json: { key: "REGION", value: "south", environment_scope: "review/*" },
    }),
    body: { one: variable, where: { key: "REGION", environment_scope: "review/*" } },
    source: premiumSpec,
    note: "Below Premium the scope is dropped without a word: the simulator's option `premium`.",
  }),
  fact({
    endpoint: `POST ${all}`,
    when: "the key is taken",
    status: 400,
    call: ({ path, owner }) => ({ path, as: owner.token, json: { key: "REGION", value: "x" } }),
    body: message({ key: ["(REGION) has already been taken"] }),
    source: "app/models/ci/group_variable.rb",
  }),
  fact({
    endpoint: `POST ${all}`,
    when: "key and value are missing",
    status: 400,
    call: ({ path, owner }) => ({ path, as: owner.token }),
    body: error("key is missing, value is missing"),
    source: code,
  }),
  fact({
    endpoint: `POST ${all}`,
    when: "there is no such group",
    status: 404,
    call: ({ root }) => ({ path: { id: NO_SUCH_ID }, as: root, json: { key: "STAGE", value: "x" } }),
    body: notFound("Group"),
    source: code,
  }),
  ...([`GET ${all}`, `POST ${all}`, `GET ${one}`, `PUT ${one}`, `DELETE ${one}`] as const).flatMap((endpoint) => [
    fact({
      endpoint,
      when: "sent without a token",
      status: 401,
      call: ({ named }) => ({ path: named }),
      body: unauthorized,
      source: spec,
    }),
    fact({
      endpoint,
      when: "a maintainer of the group sends it, without parameters",
      status: 403,
      call: ({ named, stranger }) => ({ path: named, as: stranger.token }),
      body: forbidden,
      source: spec,
    }),
  ]),
  ...([`GET ${one}`, `PUT ${one}`, `DELETE ${one}`] as const).map((endpoint) =>
    fact({
      endpoint,
      when: "there is no such variable",
      status: 404,
      call: ({ path, owner }) => ({ path: { ...path, key: "NONE" }, as: owner.token }),
      body: notFound("GroupVariable"),
      source: code,
    }),
  ),
  fact({
    endpoint: `GET ${one}`,
    when: "there is one",
    status: 200,
    call: ({ named, owner }) => ({ path: named, as: owner.token }),
    body: { one: variable, where: { key: "REGION", value: "north" } },
    source: spec,
  }),
  twinFact({
    endpoint: `GET ${one}`,
    when: "two environments have that key and one is named",
    status: 200,
    call: ({ named, owner, query }) => ({ path: named, as: owner.token, query }),
    body: { one: variable, where: { value: "south", environment_scope: "production" } },
    source: premiumSpec,
  }),
  twinFact({
    endpoint: `GET ${one}`,
    when: "that key has no such environment",
    status: 404,
    call: ({ named, owner }) => ({ path: named, as: owner.token, query: { "filter[environment_scope]": "none" } }),
    body: notFound("GroupVariable"),
    source: premiumSpec,
  }),
  twinFact({
    endpoint: `PUT ${one}`,
    when: "two environments have that key and one is named",
    status: 200,
    call: ({ named, owner, query }) => ({ path: named, as: owner.token, query, json: { value: "west" } }),
    body: { one: variable, where: { value: "west", environment_scope: "production" } },
    source: "doc/api/group_level_variables.md",
  }),
  twinFact({
    endpoint: `DELETE ${one}`,
    when: "two environments have that key and one is named",
    status: 204,
    call: ({ named, owner, query }) => ({ path: named, as: owner.token, query }),
    body: "empty",
    source: "doc/api/group_level_variables.md",
  }),
  fact({
    endpoint: `PUT ${one}`,
    when: "value and type change",
    status: 200,
    call: ({ named, owner }) => ({ path: named, as: owner.token, json: { value: "west", variable_type: "file" } }),
    body: { one: variable, where: { key: "REGION", value: "west", variable_type: "file" } },
    source: spec,
  }),
  fact({
    endpoint: `PUT ${one}`,
    when: "the value is too short to be masked",
    status: 400,
    call: ({ named, owner }) => ({ path: named, as: owner.token, json: { value: "shrt", masked: true } }),
    body: message({ value: ["is invalid"] }),
    source: spec,
  }),
  fact({
    endpoint: `DELETE ${one}`,
    when: "there is one",
    status: 204,
    call: ({ named, owner }) => ({ path: named, as: owner.token }),
    body: "empty",
    source: spec,
    note: "OpenAPI 19.5 says 200 with the variable; the specification counts.",
  }),
];
