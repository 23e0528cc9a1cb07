import { newToken } from "../facts/world";
import { type GraphqlFact, type Team, unavailable } from "./fact";

const who = "{ currentUser { username } }";
const list = `query list($path: ID!) {
  project(fullPath: $path) { fullPath ciJobTokenScopeAllowlist { groupsAllowlist { count } } }
}`;
const settings = `mutation { projectCiCdSettingsUpdate(input: { fullPath: "x/y" }) { errors } }`;
const controller = "app/controllers/graphql_controller.rb";
const at = ({ billing }: Team) => ({ variables: { path: billing.path_with_namespace } });

const made = (more: object) => (team: Team) => newToken(team.gitlab, team.maintainer.id, more);
const withMade = (_: Team, { token }: { readonly token?: string }) => ({ as: token ?? null });
const invalid = { errors: [{ message: "Invalid token" }] };

export const accessFacts: readonly GraphqlFact[] = [
  {
    when: "nobody asks who they are",
    source: controller,
    query: who,
    asked: () => ({ as: null }),
    answer: () => ({ data: { currentUser: null } }),
  },
  {
    when: "a token is sent as Bearer",
    source: "doc/api/graphql/_index.md",
    query: who,
    asked: ({ root }) => ({ as: null, headers: { authorization: `Bearer ${root}` } }),
    answer: () => ({ data: { currentUser: { username: "root" } } }),
  },
  {
    when: "the token is unknown",
    source: controller,
    query: who,
    asked: () => ({ as: "unknown" }),
    status: 401,
    answer: () => invalid,
  },
  {
    when: "the token was revoked",
    source: controller,
    arrange: async (team) => {
      const { id, token } = await newToken(team.gitlab, team.maintainer.id);
      await team.gitlab.do("DELETE /personal_access_tokens/:id", { path: { id } });
      return { token };
    },
    query: who,
    asked: withMade,
    status: 401,
    answer: () => invalid,
  },
  {
    when: "the token may read users alone",
    source: "lib/gitlab/auth/request_authenticator.rb",
    note: "The look-up of the user takes api and read_api; a refusal there is the same as no user.",
    arrange: made({ scopes: ["read_user"] }),
    query: who,
    asked: withMade,
    status: 401,
    answer: () => invalid,
  },
  {
    when: "the user is blocked",
    source: controller,
    arrange: ({ gitlab, maintainer }) => gitlab.do("POST /users/:id/block", { path: { id: maintainer.id } }),
    query: who,
    asked: ({ maintainer }) => ({ as: maintainer.token }),
    status: 403,
    answer: () => ({ errors: [{ message: "API not accessible for user" }] }),
  },
  {
    when: "read_api asks for an allowlist",
    source: "doc/api/graphql/_index.md",
    arrange: made({ scopes: ["read_api"] }),
    query: list,
    asked: (team, token) => ({ ...at(team), ...withMade(team, token) }),
    answer: ({ billing }) => ({
      data: {
        project: {
          fullPath: billing.path_with_namespace,
          ciJobTokenScopeAllowlist: { groupsAllowlist: { count: 0 } },
        },
      },
    }),
  },
  {
    when: "read_api changes something",
    source: "app/graphql/mutations/base_mutation.rb",
    arrange: made({ scopes: ["read_api"] }),
    query: settings,
    asked: withMade,
    answer: () => ({ data: { projectCiCdSettingsUpdate: null }, errors: [unavailable("projectCiCdSettingsUpdate")] }),
  },
  {
    when: "a developer asks for an allowlist",
    source: "app/graphql/resolvers/ci/job_token_scope_allowlist_resolver.rb",
    query: list,
    asked: (team) => ({ ...at(team), as: team.developer.token }),
    answer: ({ billing }) => ({
      data: { project: { fullPath: billing.path_with_namespace, ciJobTokenScopeAllowlist: null } },
      errors: [unavailable("project", "ciJobTokenScopeAllowlist")],
    }),
  },
  {
    when: "a stranger asks for a private project",
    source: "app/graphql/resolvers/project_resolver.rb",
    query: list,
    asked: (team) => ({ ...at(team), as: team.stranger.token }),
    answer: () => ({ data: { project: null } }),
  },
];
