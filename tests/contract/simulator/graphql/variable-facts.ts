import { addMember, MAINTAINER } from "../facts/world";
import type { GraphqlFact, Team } from "./fact";

const spec = "spec/requests/api/graphql/ci";
const FIELDS = "key value variableType environmentScope protected masked hidden raw description";
const OF_PROJECT = `query($path: ID!) { project(fullPath: $path) { ciVariables { limit nodes { ${FIELDS} } } } }`;
const OF_GROUP = `query($path: ID!) { group(fullPath: $path) { ciVariables { limit nodes { key value } } } }`;
const OF_INSTANCE = "{ ciVariables(sort: KEY_ASC) { nodes { key value environmentScope } } }";
const INHERITED = `query($path: ID!, $sort: CiGroupVariablesSort) {
  project(fullPath: $path) { inheritedCiVariables(sort: $sort) { nodes { key groupName groupCiCdSettingsPath masked } } }
}`;

type Who = "developer" | "maintainer" | "owner";

const inProject =
  (who: Who, more: object = {}) =>
  ({ billing, ...team }: Team) => ({
    variables: { path: billing.path_with_namespace, ...more },
    as: team[who].token,
  });
const inGroup =
  (who: Who) =>
  ({ acme, ...team }: Team) => ({ variables: { path: acme.full_path }, as: team[who].token });

async function ofProject({ gitlab, billing }: Team, variables: readonly object[]): Promise<void> {
  for (const json of variables) await gitlab.do("POST /projects/:id/variables", { path: { id: billing.id }, json });
}

const twoOfProject = (team: Team) =>
  ofProject(team, [
    { key: "URL", value: "https://shop.example", environment_scope: "production", raw: true, description: "the shop" },
    { key: "SECRET", value: "not-for-everybody", masked_and_hidden: true, protected: true, variable_type: "file" },
  ]);

async function twoOfGroup({ gitlab, acme }: Team): Promise<void> {
  for (const key of ["B", "A"])
    await gitlab.do("POST /groups/:id/variables", { path: { id: acme.id }, json: { key, value: "not shown" } });
}

const inherited = (keys: readonly string[], { acme }: Team, groupCiCdSettingsPath: string | null) => ({
  data: {
    project: {
      inheritedCiVariables: {
        nodes: keys.map((key) => ({ key, groupName: acme.name, groupCiCdSettingsPath, masked: false })),
      },
    },
  },
});

export const variableFacts: readonly GraphqlFact[] = [
  {
    when: "a maintainer asks for a project's variables, one of which is hidden",
    source: `${spec}/project_variables_spec.rb`,
    arrange: twoOfProject,
    query: OF_PROJECT,
    asked: inProject("maintainer"),
    answer: () => ({
      data: {
        project: {
          ciVariables: {
            limit: 8000,
            nodes: [
              {
                ...{ key: "SECRET", value: null, variableType: "FILE", environmentScope: "*", protected: true },
                ...{ masked: true, hidden: true, raw: false, description: null },
              },
              {
                ...{
                  key: "URL",
                  value: "https://shop.example",
                  variableType: "ENV_VAR",
                  environmentScope: "production",
                },
                ...{ protected: false, masked: false, hidden: false, raw: true, description: "the shop" },
              },
            ],
          },
        },
      },
    }),
  },
  {
    when: "a developer asks for a project's variables",
    source: `${spec}/project_variables_spec.rb`,
    arrange: twoOfProject,
    query: OF_PROJECT,
    asked: inProject("developer"),
    answer: () => ({ data: { project: { ciVariables: null } } }),
  },
  {
    when: "a page of variables is asked for by key",
    source: "app/graphql/resolvers/ci/variables_resolver.rb",
    arrange: (team) =>
      ofProject(
        team,
        ["d", "a", "c"].map((key) => ({ key, value: key })),
      ),
    query: `query($path: ID!) {
      project(fullPath: $path) { ciVariables(sort: KEY_ASC, first: 2) { nodes { id key } pageInfo { hasNextPage } } }
    }`,
    asked: inProject("maintainer"),
    answer: () => ({
      data: {
        project: {
          ciVariables: {
            nodes: [
              { id: "gid://gitlab/Ci::Variable/2", key: "a" },
              { id: "gid://gitlab/Ci::Variable/3", key: "c" },
            ],
            pageInfo: { hasNextPage: true },
          },
        },
      },
    }),
  },
  {
    when: "an owner asks for a group's variables",
    source: "app/graphql/types/group_type.rb",
    arrange: twoOfGroup,
    query: OF_GROUP,
    asked: inGroup("owner"),
    answer: () => ({
      data: {
        group: {
          ciVariables: { limit: 30_000, nodes: ["A", "B"].map((key) => ({ key, value: "not shown" })) },
        },
      },
    }),
  },
  {
    when: "a maintainer asks for a group's variables",
    source: "app/graphql/types/group_type.rb",
    arrange: async (team) => {
      await addMember(team.gitlab, { in: "groups", id: team.acme.id, user: team.developer, level: MAINTAINER });
      await twoOfGroup(team);
    },
    query: OF_GROUP,
    asked: inGroup("developer"),
    answer: () => ({ data: { group: { ciVariables: null } } }),
  },
  ...[
    { who: "an administrator", nodes: { nodes: [{ key: "PROXY", value: "on", environmentScope: null }] } },
    { who: "a user", as: ({ maintainer }: Team) => maintainer.token, nodes: null },
  ].map(({ who, as, nodes }) => ({
    when: `${who} asks for the instance's variables`,
    source: "app/graphql/resolvers/ci/variables_resolver.rb",
    arrange: ({ gitlab }: Team) => gitlab.do("POST /admin/ci/variables", { json: { key: "PROXY", value: "on" } }),
    query: OF_INSTANCE,
    asked: (team: Team) => (as ? { as: as(team) } : {}),
    answer: () => ({ data: { ciVariables: nodes } }),
  })),
  {
    when: "a maintainer asks for what a project inherits, the newest first",
    source: `${spec}/inherited_ci_variables_spec.rb`,
    arrange: twoOfGroup,
    query: INHERITED,
    asked: inProject("maintainer"),
    answer: (team) => inherited(["A", "B"], team, null),
  },
  {
    when: "the group's owner asks for what a project inherits, by key",
    source: "app/graphql/types/ci/inherited_ci_variable_type.rb",
    arrange: twoOfGroup,
    query: INHERITED,
    asked: inProject("owner", { sort: "KEY_DESC" }),
    answer: (team) => inherited(["B", "A"], team, `/groups/${team.acme.full_path}/-/settings/ci_cd`),
  },
  {
    when: "a developer asks for what a project inherits",
    source: `${spec}/inherited_ci_variables_spec.rb`,
    arrange: twoOfGroup,
    query: INHERITED,
    asked: inProject("developer"),
    answer: () => ({ data: { project: { inheritedCiVariables: null } } }),
  },
  {
    when: "the value of an inherited variable is asked for",
    source: "app/graphql/types/ci/inherited_ci_variable_type.rb",
    query: "{ projects { nodes { inheritedCiVariables { nodes { value } } } } }",
    answer: () => ({
      errors: [
        {
          message: "Field 'value' doesn't exist on type 'InheritedCiVariable'",
          extensions: { code: "undefinedField", typeName: "InheritedCiVariable", fieldName: "value" },
        },
      ],
    }),
  },
];
