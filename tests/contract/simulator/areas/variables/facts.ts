import { variable } from "../../facts/entities/access";
import { error, factsIn, forbidden, message, notFound, unauthorized } from "../../facts/fact";
import type { Gitlab } from "../../facts/gitlab";
import { aTeam, NO_SUCH_ID } from "../../facts/world";

const code = "lib/api/ci/variables.rb";
const spec = "spec/requests/api/ci/variables_spec.rb";
const all = "/projects/:id/variables";
const one = "/projects/:id/variables/:key";

const ambiguous = message(
  "There are multiple variables with provided parameters. Please use 'filter[environment_scope]'",
);

async function aTeamWithAVariable(gitlab: Gitlab) {
  const team = await aTeam(gitlab);
  const path = { id: team.billing.id };
  await gitlab.do(`POST ${all}`, { path, json: { key: "REGION", value: "north" } });
  return { ...team, path, named: { ...path, key: "REGION" } };
}

/** The same key twice, for two environments. */
async function aTeamWithTwins(gitlab: Gitlab) {
  const given = await aTeamWithAVariable(gitlab);
  const json = { key: "REGION", value: "south", environment_scope: "production" };
  await gitlab.do(`POST ${all}`, { path: given.path, json });
  return given;
}

const fact = factsIn(aTeamWithAVariable);
const twinFact = factsIn(aTeamWithTwins);

const refused = (when: string, json: unknown, body: ReturnType<typeof message>) =>
  fact({
    endpoint: `POST ${all}`,
    when,
    status: 400,
    call: ({ path, maintainer }) => ({ path, as: maintainer.token, json }),
    body,
    source: code,
  });

export const projectVariableFacts = [
  fact({
    endpoint: `GET ${all}`,
    when: "a maintainer asks",
    status: 200,
    call: ({ path, maintainer }) => ({ path, as: maintainer.token }),
    headers: { "x-total": "1" },
    body: { list: variable, where: [{ key: "REGION", value: "north", environment_scope: "*", hidden: false }] },
    source: spec,
    note: "OpenAPI 19.5 gives one object; the specification, which counts, sees a list.",
  }),
  fact({
    endpoint: `POST ${all}`,
    when: "key and value are given",
    status: 201,
    call: ({ path, maintainer }) => ({ path, as: maintainer.token, json: { key: "STAGE", value: "test" } }),
    body: {
      one: variable,
      where: {
        key: "STAGE",
        value: "test",
        variable_type: "env_var",
        protected: false,
        masked: false,
        hidden: false,
        raw: false,
        environment_scope: "*",
        description: null,
      },
    },
    source: spec,
  }),
  fact({
    endpoint: `POST ${all}`,
    when: "it is to be masked and hidden: its value is never said again",
    status: 201,
    call: ({ path, maintainer }) => ({
      path,
      as: maintainer.token,
      json: { key: "HIDDEN", value: "long-enough-to-mask", masked_and_hidden: true },
    }),
    body: { one: variable, where: { key: "HIDDEN", value: null, hidden: true, masked: true } },
    source: spec,
  }),
  fact({
    endpoint: `POST ${all}`,
    when: "the key is taken, but in another environment",
    status: 201,
    call: ({ path, maintainer }) => ({
      path,
      as: maintainer.token,
      json: { key: "REGION", value: "south", environment_scope: "review/*" },
    }),
    body: { one: variable, where: { key: "REGION", environment_scope: "review/*" } },
    source: spec,
  }),
  refused("the key is taken", { key: "REGION", value: "x" }, message({ key: ["(REGION) has already been taken"] })),
  refused("the key is missing", { value: "x" }, error("key is missing")),
  refused("the value is missing", { key: "STAGE" }, error("value is missing")),
  refused(
    "the type is none that there is",
    { key: "STAGE", value: "x", variable_type: "secret" },
    error("variable_type does not have a valid value"),
  ),
  refused(
    "the value is too short to be masked",
    { key: "STAGE", value: "shrt", masked: true },
    message({ value: ["is invalid"] }),
  ),
  fact({
    endpoint: `POST ${all}`,
    when: "a developer sends it without parameters: the role is looked at before them",
    status: 403,
    call: ({ path, developer }) => ({ path, as: developer.token }),
    body: forbidden,
    source: spec,
  }),
  fact({
    endpoint: `POST ${all}`,
    when: "there is no such project",
    status: 404,
    call: ({ root }) => ({ path: { id: NO_SUCH_ID }, as: root, json: { key: "STAGE", value: "x" } }),
    body: notFound("Project"),
    source: code,
  }),
  ...([`GET ${all}`, `POST ${all}`, `GET ${one}`, `PUT ${one}`, `DELETE ${one}`] as const).map((endpoint) =>
    fact({
      endpoint,
      when: "sent without a token",
      status: 401,
      call: ({ named }) => ({ path: named }),
      body: unauthorized,
      source: spec,
    }),
  ),
  ...([`GET ${all}`, `GET ${one}`, `PUT ${one}`, `DELETE ${one}`] as const).map((endpoint) =>
    fact({
      endpoint,
      when: "a developer sends it",
      status: 403,
      call: ({ named, developer }) => ({ path: named, as: developer.token }),
      body: forbidden,
      source: spec,
    }),
  ),
  ...([`GET ${one}`, `PUT ${one}`, `DELETE ${one}`] as const).flatMap((endpoint) => [
    fact({
      endpoint,
      when: "there is no such variable",
      status: 404,
      call: ({ path, maintainer }) => ({ path: { ...path, key: "NONE" }, as: maintainer.token, query: {} }),
      body: notFound("Variable"),
      source: code,
    }),
    twinFact({
      endpoint,
      when: "two environments have that key and none is named",
      status: 409,
      call: ({ named, maintainer }) => ({ path: named, as: maintainer.token }),
      body: ambiguous,
      source: "lib/api/helpers/variables_helpers.rb",
    }),
    twinFact({
      endpoint,
      when: "that key has no such environment",
      status: 404,
      call: ({ named, maintainer }) => ({
        path: named,
        as: maintainer.token,
        query: { "filter[environment_scope]": "none" },
      }),
      body: notFound("Variable"),
      source: spec,
    }),
  ]),
  fact({
    endpoint: `GET ${one}`,
    when: "there is one",
    status: 200,
    call: ({ named, maintainer }) => ({ path: named, as: maintainer.token }),
    body: { one: variable, where: { key: "REGION", value: "north" } },
    source: "OpenAPI 19.5",
  }),
  twinFact({
    endpoint: `GET ${one}`,
    when: "two environments have that key and one is named",
    status: 200,
    call: ({ named, maintainer }) => ({
      path: named,
      as: maintainer.token,
      query: { "filter[environment_scope]": "production" },
    }),
    body: { one: variable, where: { value: "south", environment_scope: "production" } },
    source: spec,
  }),
  fact({
    endpoint: `PUT ${one}`,
    when: "value, type and protection change",
    status: 200,
    call: ({ named, maintainer }) => ({
      path: named,
      as: maintainer.token,
      json: { value: "west", variable_type: "file", protected: true, description: "changed" },
    }),
    body: {
      one: variable,
      where: { key: "REGION", value: "west", variable_type: "file", protected: true, description: "changed" },
    },
    source: spec,
  }),
  twinFact({
    endpoint: `PUT ${one}`,
    when: "two environments have that key and the body names one",
    status: 200,
    call: ({ named, maintainer }) => ({
      path: named,
      as: maintainer.token,
      json: { value: "west", filter: { environment_scope: "production" } },
    }),
    body: { one: variable, where: { value: "west", environment_scope: "production" } },
    source: "OpenAPI 19.5",
  }),
  fact({
    endpoint: `PUT ${one}`,
    when: "a hidden one should no longer be masked",
    status: 400,
    arrange: ({ gitlab, path }) =>
      gitlab.do(`POST ${all}`, {
        path,
        json: { key: "HIDDEN", value: "long-enough-to-mask", masked_and_hidden: true },
      }),
    call: ({ path, maintainer }) => ({
      path: { ...path, key: "HIDDEN" },
      as: maintainer.token,
      json: { masked: false },
    }),
    body: message({ base: ["The visibility setting cannot be changed for masked and hidden variables."] }),
    source: spec,
  }),
  fact({
    endpoint: `DELETE ${one}`,
    when: "there is one",
    status: 204,
    call: ({ named, maintainer }) => ({ path: named, as: maintainer.token }),
    body: "empty",
    source: spec,
    note: "OpenAPI 19.5 says 200 with the variable; the specification counts.",
  }),
];
