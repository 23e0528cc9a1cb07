import { addMember, newRunner, SECURITY_MANAGER } from "../facts/world";
import { type GraphqlFact, type Team, unavailable } from "./fact";

const finder = "app/finders/ci/runners_finder.rb";

/** Runners of the instance, the group and the project, made in that order. */
async function runnersOf({ gitlab, acme, billing }: Team): Promise<void> {
  await newRunner(gitlab, { description: "for all", tag_list: ["linux"], run_untagged: false });
  await newRunner(gitlab, { description: "for acme", runner_type: "group_type", group_id: acme.id, paused: true });
  await newRunner(gitlab, { description: "for billing", runner_type: "project_type", project_id: billing.id });
}

/** The middle one has been in touch. */
async function withContact(team: Team): Promise<void> {
  await runnersOf(team);
  const { id } = await newRunner(team.gitlab, { description: "to be seen" });
  const { token } = await team.gitlab.post<{ token: string }>(`/runners/${id}/reset_authentication_token`);
  const info = { version: "18.4.0", platform: "linux" };
  await team.gitlab.do("POST /runners/verify", { json: { token, system_id: "s_1", info } });
  await team.gitlab.do("POST /jobs/request", { json: { token, system_id: "s_1", info } });
}

const OF_PROJECT = `query($path: ID!) { project(fullPath: $path) { runners { nodes { description runnerType } } } }`;
const inProject = (as: (team: Team) => string) => (team: Team) => ({
  variables: { path: team.billing.path_with_namespace },
  as: as(team),
});

const filtered = (args: string, names: readonly string[], note = ""): GraphqlFact => ({
  when: `an administrator asks for the runners with ${args}`,
  source: finder,
  ...(note && { note }),
  arrange: withContact,
  query: `{ runners(${args}) { nodes { description } } }`,
  answer: () => ({ data: { runners: { nodes: names.map((description) => ({ description })) } } }),
});

export const runnerFacts: readonly GraphqlFact[] = [
  {
    when: "a maintainer asks for the runners of a project, the newest first",
    source: finder,
    arrange: runnersOf,
    query: OF_PROJECT,
    asked: inProject(({ maintainer }) => maintainer.token),
    answer: () => ({
      data: {
        project: {
          runners: {
            nodes: [
              { description: "for billing", runnerType: "PROJECT_TYPE" },
              { description: "for acme", runnerType: "GROUP_TYPE" },
              { description: "for all", runnerType: "INSTANCE_TYPE" },
            ],
          },
        },
      },
    }),
  },
  {
    when: "the project takes neither the group's runners nor the instance's",
    source: "app/models/ci/runner.rb",
    arrange: async (team) => {
      await runnersOf(team);
      const json = { shared_runners_enabled: false, group_runners_enabled: false };
      await team.gitlab.do("PUT /projects/:id", { path: { id: team.billing.id }, json });
    },
    query: OF_PROJECT,
    asked: inProject(({ maintainer }) => maintainer.token),
    answer: () => ({
      data: { project: { runners: { nodes: [{ description: "for billing", runnerType: "PROJECT_TYPE" }] } } },
    }),
  },
  {
    when: "a developer asks for the runners of a project",
    source: "app/graphql/resolvers/ci/runners_resolver.rb",
    arrange: runnersOf,
    query: OF_PROJECT,
    asked: inProject(({ developer }) => developer.token),
    answer: () => ({ data: { project: { runners: null } }, errors: [unavailable("project", "runners")] }),
  },
  {
    when: "a security manager asks for the runners of a project, and may read those of the instance alone",
    source: "app/policies/ci/runner_policy.rb",
    arrange: async (team) => {
      const { gitlab, billing, stranger } = team;
      await addMember(gitlab, { in: "projects", id: billing.id, user: stranger, level: SECURITY_MANAGER });
      await runnersOf(team);
    },
    query: OF_PROJECT,
    asked: inProject(({ stranger }) => stranger.token),
    answer: () => ({
      data: { project: { runners: { nodes: [{ description: "for all", runnerType: "INSTANCE_TYPE" }] } } },
    }),
  },
  {
    when: "somebody who is no administrator asks for the runners of the instance",
    source: finder,
    query: "{ runners { nodes { id } } }",
    asked: ({ owner }) => ({ as: owner.token }),
    answer: () => ({ data: { runners: null }, errors: [unavailable("runners")] }),
  },
  {
    when: "a developer asks for the runners of a group",
    source: finder,
    query: "query($path: ID!) { group(fullPath: $path) { runners { count } } }",
    asked: ({ acme, developer }) => ({ variables: { path: acme.full_path }, as: developer.token }),
    answer: () => ({ data: { group: { runners: null } }, errors: [unavailable("group", "runners")] }),
  },
  filtered("paused: true", ["for acme"]),
  filtered("active: true, first: 2", ["to be seen", "for billing"]),
  filtered("active: false, last: 1", ["for all"], "The resolver reads `active` only where it is true."),
  filtered("type: GROUP_TYPE", ["for acme"]),
  filtered("status: ONLINE", ["to be seen"]),
  filtered("status: NEVER_CONTACTED, first: 1", ["for billing"]),
  filtered(`tagList: ["inu"]`, ["for all"], "Tags are searched with LIKE, unlike in REST."),
  filtered(`search: "BILL"`, ["for billing"]),
  filtered(`creatorUsername: "root", first: 1`, ["to be seen"]),
  filtered(`creatorUsername: "nobody"`, []),
  filtered(`creatorId: "gid://gitlab/User/1", first: 1`, ["to be seen"]),
  filtered(`ownerFullPath: "no/such"`, []),
  filtered(`versionPrefix: "18."`, ["to be seen"]),
  filtered("sort: CREATED_ASC, first: 2", ["for all", "for acme"]),
  filtered("sort: CONTACTED_ASC, first: 1", ["to be seen"]),
  ...[
    { who: "a maintainer", as: ({ maintainer }: Team) => maintainer.token, triggers: { count: 0, nodes: [] } },
    { who: "a developer", as: ({ developer }: Team) => developer.token, triggers: null },
  ].map(({ who, as, triggers }) => ({
    when: `${who} asks for the pipeline triggers of a project`,
    source: "app/graphql/resolvers/ci/pipeline_triggers_resolver.rb",
    query: "query($path: ID!) { project(fullPath: $path) { pipelineTriggers { count nodes { description } } } }",
    asked: inProject(as),
    answer: () => ({ data: { project: { pipelineTriggers: triggers } } }),
  })),
];
