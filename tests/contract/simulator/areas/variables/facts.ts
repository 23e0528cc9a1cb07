import type { GitLabApi } from "../../../../support/gitlab/gitlab-api";
import { instanceVariable, variable } from "../../facts/entities/access";
import type { Entity } from "../../facts/entity";
import { error, type Fact, factsIn, forbidden, message, notFound, unauthorized } from "../../facts/fact";
import { addMember, aTeam, MAINTAINER, NO_SUCH_ID, newUser } from "../../facts/world";

/** Where variables are, who may reach them there (`manager`) and who is just short of it (`weak`). */
interface Place {
  readonly gitlab: GitLabApi;
  readonly root: string;
  readonly manager: string;
  readonly weak: string;
  readonly path: Readonly<Record<string, string | number>>;
}

interface Kind {
  readonly all: `/${string}`;
  readonly noun: string;
  readonly entity: Entity;
  readonly code: string;
  readonly model: string;
  readonly build: (gitlab: GitLabApi) => Promise<Place>;
}

const PROJECT: Kind = {
  all: "/projects/:id/variables",
  noun: "Variable",
  entity: variable,
  code: "lib/api/ci/variables.rb",
  model: "app/models/ci/variable.rb",
  build: async (gitlab) => {
    const { root, maintainer, developer, billing } = await aTeam(gitlab);
    return { gitlab, root, manager: maintainer.token, weak: developer.token, path: { id: billing.id } };
  },
};

/** Here a maintainer is not enough. */
const GROUP: Kind = {
  all: "/groups/:id/variables",
  noun: "GroupVariable",
  entity: variable,
  code: "lib/api/group_variables.rb",
  model: "app/models/ci/group_variable.rb",
  build: async (gitlab) => {
    const { root, owner, stranger, acme } = await aTeam(gitlab);
    await addMember(gitlab, { in: "groups", id: acme.id, user: stranger, level: MAINTAINER });
    return { gitlab, root, manager: owner.token, weak: stranger.token, path: { id: acme.id } };
  },
};

const INSTANCE: Kind = {
  all: "/admin/ci/variables",
  noun: "InstanceVariable",
  entity: instanceVariable,
  code: "lib/api/admin/ci/variables.rb",
  model: "app/models/ci/instance_variable.rb",
  build: async (gitlab) => {
    const { token } = await newUser(gitlab, "somebody");
    return { gitlab, root: gitlab.token, manager: gitlab.token, weak: token, path: {} };
  },
};

const withAVariable =
  ({ all, build }: Kind) =>
  async (gitlab: GitLabApi) => {
    const place = await build(gitlab);
    await gitlab.do(`POST ${all}`, { path: place.path, json: { key: "REGION", value: "north" } });
    return { ...place, named: { ...place.path, key: "REGION" } };
  };

/** The same key twice, for two environments. */
const withTwins = (kind: Kind) => async (gitlab: GitLabApi) => {
  const given = await withAVariable(kind)(gitlab);
  const json = { key: "REGION", value: "south", environment_scope: "production" };
  await gitlab.do(`POST ${kind.all}`, { path: given.path, json });
  return { ...given, query: { "filter[environment_scope]": "production" } };
};

function factsOf(kind: Kind): Fact[] {
  const { all, noun, entity, code, model } = kind;
  const one = `${all}/:key` as const;
  const fact = factsIn(withAVariable(kind), code);
  const refused = (when: string, json: unknown, body: ReturnType<typeof message>) =>
    fact(`POST ${all}`, `400 when ${when}`, { call: ({ path, manager }) => ({ path, as: manager, json }), body });
  return [
    fact(`GET ${all}`, "200 when whoever manages the place asks", {
      call: ({ path, manager }) => ({ path, as: manager }),
      headers: { "x-total": "1" },
      body: { list: entity, where: [{ key: "REGION", value: "north", protected: false, masked: false }] },
      note: "OpenAPI 19.5 gives one object; the specification, which counts, sees a list.",
    }),
    fact(`POST ${all}`, "201 when key and value are given", {
      call: ({ path, manager }) => ({ path, as: manager, json: { key: "STAGE", value: "test" } }),
      body: {
        one: entity,
        where: {
          ...{ key: "STAGE", value: "test", variable_type: "env_var", description: null },
          ...{ protected: false, masked: false, raw: false },
          ...(kind === INSTANCE ? {} : { hidden: false, environment_scope: "*" }),
        },
      },
    }),
    fact(`POST ${all}`, "201 when protection and raw are given", {
      call: ({ path, manager }) => ({ path, as: manager, json: { key: "A", value: "x", protected: true, raw: true } }),
      body: { one: entity, where: { key: "A", value: "x", protected: true, raw: true } },
    }),
    fact(`POST ${all}`, "201 when there are spaces around the key, which are cut off", {
      call: ({ path, manager }) => ({ path, as: manager, json: { key: " STAGE ", value: "test" } }),
      body: { one: entity, where: { key: "STAGE" } },
    }),
    refused("the key is missing", { value: "x" }, error("key is missing")),
    refused("the value is missing", { key: "STAGE" }, error("value is missing")),
    refused("key and value are missing", {}, error("key is missing, value is missing")),
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
    fact(`POST ${all}`, "400 when the key is taken", {
      call: ({ path, manager }) => ({ path, as: manager, json: { key: "REGION", value: "x" } }),
      body: message({ key: ["(REGION) has already been taken"] }),
      source: model,
    }),
    ...([`GET ${all}`, `POST ${all}`, `GET ${one}`, `PUT ${one}`, `DELETE ${one}`] as const).flatMap((endpoint) => [
      fact(endpoint, "401 when sent without a token", { call: ({ named }) => ({ path: named }), body: unauthorized }),
      fact(
        endpoint,
        "403 when somebody sends it, without parameters, whose role is too low: the role is looked at before them",
        { call: ({ named, weak }) => ({ path: named, as: weak }), body: forbidden },
      ),
    ]),
    ...([`GET ${one}`, `PUT ${one}`, `DELETE ${one}`] as const).map((endpoint) =>
      fact(endpoint, "404 when there is no such variable", {
        call: ({ path, manager }) => ({ path: { ...path, key: "NONE" }, as: manager }),
        body: notFound(noun),
      }),
    ),
    fact(`GET ${one}`, "200 when there is one", {
      call: ({ named, manager }) => ({ path: named, as: manager }),
      body: { one: entity, where: { key: "REGION", value: "north" } },
    }),
    fact(`PUT ${one}`, "200 when value, type, protection and description change", {
      call: ({ named, manager }) => ({
        path: named,
        as: manager,
        json: { value: "west", variable_type: "file", protected: true, description: "changed" },
      }),
      body: {
        one: entity,
        where: { key: "REGION", value: "west", variable_type: "file", protected: true, description: "changed" },
      },
    }),
    fact(`PUT ${one}`, "400 when the value is too short to be masked", {
      call: ({ named, manager }) => ({ path: named, as: manager, json: { value: "shrt", masked: true } }),
      body: message({ value: ["is invalid"] }),
      source: "app/models/concerns/ci/maskable.rb",
    }),
    fact(`DELETE ${one}`, "204 when there is one", {
      call: ({ named, manager }) => ({ path: named, as: manager }),
      body: "empty",
      note: "OpenAPI 19.5 says 200 with the variable; the specification counts.",
    }),
  ];
}

/** Projects and groups: variables for environments, and hidden ones. */
function factsOfPlaces(kind: Kind): Fact[] {
  const { all, noun, code } = kind;
  const one = `${all}/:key` as const;
  const fact = factsIn(withAVariable(kind), code);
  const edition = kind === GROUP ? { edition: "premium" as const } : {};
  const twinFact = factsIn(withTwins(kind), code, edition);
  const hidden = { key: "HIDDEN", value: "long-enough-to-mask", masked_and_hidden: true };
  return [
    fact(`POST ${all}`, "201 when it is to be masked and hidden: its value is never said again", {
      call: ({ path, manager }) => ({ path, as: manager, json: hidden }),
      body: { one: variable, where: { key: "HIDDEN", value: null, hidden: true, masked: true } },
      source: "OpenAPI 19.5",
    }),
    fact(`PUT ${one}`, "400 when a hidden one should no longer be masked", {
      arrange: ({ gitlab, path }) => gitlab.do(`POST ${all}`, { path, json: hidden }),
      call: ({ path, manager }) => ({ path: { ...path, key: "HIDDEN" }, as: manager, json: { masked: false } }),
      body: message({ base: ["The visibility setting cannot be changed for masked and hidden variables."] }),
      source: "app/models/concerns/ci/hidable.rb",
    }),
    fact(`POST ${all}`, "201 when the key is taken, but in another environment", {
      ...edition,
      call: ({ path, manager }) => ({
        path,
        as: manager,
        json: { key: "REGION", value: "south", environment_scope: "review/*" },
      }),
      body: { one: variable, where: { key: "REGION", environment_scope: "review/*" } },
      note: "Of groups, the scope is Premium's.",
    }),
    fact(`POST ${all}`, "404 when there is no such place", {
      call: ({ root }) => ({ path: { id: NO_SUCH_ID }, as: root, json: { key: "STAGE", value: "x" } }),
      body: notFound(kind === GROUP ? "Group" : "Project"),
    }),
    ...([`GET ${one}`, `PUT ${one}`, `DELETE ${one}`] as const).map((endpoint) =>
      twinFact(endpoint, "404 when that key has no such environment", {
        call: ({ named, manager }) => ({ path: named, as: manager, query: { "filter[environment_scope]": "none" } }),
        body: notFound(noun),
      }),
    ),
    twinFact(`GET ${one}`, "200 when two environments have that key and one is named", {
      call: ({ named, manager, query }) => ({ path: named, as: manager, query }),
      body: { one: variable, where: { value: "south", environment_scope: "production" } },
    }),
    twinFact(`PUT ${one}`, "200 when two environments have that key and the query names one", {
      call: ({ named, manager, query }) => ({ path: named, as: manager, query, json: { value: "west" } }),
      body: { one: variable, where: { value: "west", environment_scope: "production" } },
    }),
    twinFact(`PUT ${one}`, "200 when two environments have that key and the body names one", {
      call: ({ named, manager }) => ({
        path: named,
        as: manager,
        json: { value: "west", filter: { environment_scope: "production" } },
      }),
      body: { one: variable, where: { value: "west", environment_scope: "production" } },
      source: "OpenAPI 19.5",
    }),
    twinFact(`DELETE ${one}`, "204 when two environments have that key and one is named", {
      call: ({ named, manager, query }) => ({ path: named, as: manager, query }),
      body: "empty",
    }),
  ];
}

const ofProject = `${PROJECT.all}/:key` as const;

export const variableFacts = [
  ...[PROJECT, GROUP, INSTANCE].flatMap(factsOf),
  ...[PROJECT, GROUP].flatMap(factsOfPlaces),
  ...([`GET ${ofProject}`, `PUT ${ofProject}`, `DELETE ${ofProject}`] as const).map((endpoint) =>
    factsIn(withTwins(PROJECT))(endpoint, "409 when two environments have that key and none is named", {
      call: ({ named, manager }) => ({ path: named, as: manager }),
      body: message("There are multiple variables with provided parameters. Please use 'filter[environment_scope]'"),
      source: "lib/api/helpers/variables_helpers.rb",
    }),
  ),
];
