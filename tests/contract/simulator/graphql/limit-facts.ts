import type { GraphqlFact } from "./fact";

const schema = "app/graphql/gitlab_schema.rb";
const field = "app/graphql/types/base_field.rb";

const ENTRIES = `nodes {
  defaultPermissions jobTokenPolicies
  target { ... on CiJobTokenAccessibleGroup { id fullPath } ... on CiJobTokenAccessibleProject { id fullPath } }
}`;
const perProject = `
  id fullPath
  ciCdSettings {
    inboundJobTokenScopeEnabled pushRepositoryForJobTokenAllowed crossProjectPushForJobTokenAllowed
    pipelineVariablesMinimumOverrideRole
  }
  ciJobTokenScopeAllowlist { groupsAllowlist { ${ENTRIES} } projectsAllowlist { ${ENTRIES} } }`;
const page = (first: number) => `{
  queryComplexity { score limit }
  projects(first: ${first}, ids: []) { nodes { ${perProject} } pageInfo { hasNextPage endCursor } }
}`;

/** That many times the same field under other names. */
const fields = (count: number) =>
  Array.from({ length: count }, (_, index) => `f${index}: currentUser { id }`).join(" ");
const nested = (depth: number, inner: string): string =>
  depth === 0 ? inner : `parent { ${nested(depth - 1, inner)} }`;
const tooMuch = (what: string, value: number, limit: number) => ({
  errors: [{ message: `Query has ${what} of ${value}, which exceeds max ${what} of ${limit}` }],
});

export const limitFacts: readonly GraphqlFact[] = [
  ...[
    { first: 50, score: 40 },
    { first: 100, score: 54 },
  ].map(({ first, score }) => ({
    when: `${first} projects are asked for with their entries`,
    source: field,
    query: page(first),
    // The score of asking for the score is added.
    answer: () => ({
      data: {
        queryComplexity: { score: score + 3, limit: 300 },
        projects: { nodes: [], pageInfo: { hasNextPage: false, endCursor: null } },
      },
    }),
  })),
  {
    when: "a group's projects are sorted and searched",
    source: "app/graphql/resolvers/namespace_projects_resolver.rb",
    note: "(id and nodes 2 + 1 + 1 for sorting + 5 for searching + 10) x 2, and 1 for the group, and 3 for the score.",
    query: `{
      queryComplexity { score limit }
      group(fullPath: "none") { projects(search: "x", sort: PATH_ASC, first: 100) { nodes { id } } }
    }`,
    answer: () => ({ data: { queryComplexity: { score: 42, limit: 300 }, group: null } }),
  },
  {
    when: "the same field is asked for twice, and a fragment says it again",
    source: field,
    query: `{ queryComplexity { score } currentUser { id id ...twice } } fragment twice on CurrentUser { id }`,
    answer: ({ gitlab: _ }) => ({
      data: { queryComplexity: { score: 4 }, currentUser: { id: "gid://gitlab/User/1" } },
    }),
  },
  ...[
    { who: "an administrator", count: 151, limit: 300, asked: () => ({}) },
    {
      who: "a user",
      count: 126,
      limit: 250,
      asked: ({ maintainer }: { maintainer: { token: string } }) => ({ as: maintainer.token }),
    },
    { who: "nobody", count: 101, limit: 200, asked: () => ({ as: null }) },
  ].map(({ who, count, limit, asked }) => ({
    when: `${who} asks for more than ${limit} points`,
    source: schema,
    query: `{ ${fields(count)} }`,
    asked,
    answer: () => tooMuch("complexity", 2 * count, limit),
  })),
  ...[
    { who: "a user", depth: 21, limit: 20, asked: () => ({}) },
    { who: "nobody", depth: 16, limit: 15, asked: () => ({ as: null }) },
  ].map(({ who, depth, limit, asked }) => ({
    when: `${who} asks deeper than ${limit}`,
    source: schema,
    query: `{ group(fullPath: "x") { ${nested(depth - 2, "id")} } }`,
    asked,
    answer: () => tooMuch("depth", depth, limit),
  })),
  {
    when: "a query is as deep as it may be",
    source: schema,
    query: `{ group(fullPath: "x") { ${nested(18, "id")} } }`,
    answer: () => ({ data: { group: null } }),
  },
  {
    when: "a query is longer than 10,000 characters",
    source: "app/controllers/graphql_controller.rb",
    query: `{ currentUser { id } }${" ".repeat(10_000)}`,
    status: 422,
    answer: () => ({ errors: [{ message: "Query too large" }] }),
  },
  {
    when: "there is no query",
    source: schema,
    query: "",
    answer: () => ({ errors: [{ message: "No query string was present" }] }),
  },
  {
    when: "more than 50 paths are asked for",
    source: "app/graphql/resolvers/projects_resolver.rb",
    query: `query paths($paths: [String!]) { projects(fullPaths: $paths) { nodes { id } } }`,
    asked: () => ({ variables: { paths: Array.from({ length: 51 }, (_, index) => `a/${index}`) } }),
    answer: () => ({
      data: { projects: null },
      errors: [{ message: "fullPaths is too long (maximum is 50)", path: ["projects"] }],
    }),
  },
  {
    when: "both ends of a list are asked for",
    source: "lib/gitlab/graphql/pagination/keyset/connection.rb",
    query: `{ projects(first: 1, last: 1) { nodes { id } } }`,
    answer: () => ({
      data: { projects: null },
      errors: [{ message: "Can only provide either `first` or `last`, not both", path: ["projects"] }],
    }),
  },
];
