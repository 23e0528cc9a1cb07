import type { GitLabApi } from "../../../../support/gitlab/gitlab-api";
import { type Endpoint, type Fact, factsIn, forbidden, notFound, unauthorized } from "../../facts/fact";
import { addMember, aTeam, DEVELOPER, GUEST, MAINTAINER, NO_SUCH_ID, REPORTER } from "../../facts/world";

interface List {
  /** The least role that sees it; whoever has less is refused. */
  readonly level: number;
  /** What is just short of it; nothing where guests see it. */
  readonly below?: number;
  readonly source: string;
}

const guests = (source: string): List => ({ level: GUEST, source });
const reporters = (source: string): List => ({ level: REPORTER, below: GUEST, source });
const maintainers = (source: string): List => ({ level: MAINTAINER, below: DEVELOPER, source });

const OF_PROJECT: Readonly<Record<string, List>> = {
  deploy_keys: maintainers("lib/api/deploy_keys.rb"),
  deploy_tokens: maintainers("lib/api/deploy_tokens.rb"),
  environments: reporters("lib/api/environments.rb"),
  hooks: maintainers("lib/api/project_hooks.rb"),
  issues: guests("lib/api/issues.rb"),
  labels: guests("lib/api/labels.rb"),
  milestones: guests("lib/api/project_milestones.rb"),
  pipeline_schedules: guests("lib/api/ci/pipeline_schedules.rb"),
  pipelines: guests("lib/api/ci/pipelines.rb"),
  protected_branches: reporters("lib/api/protected_branches.rb"),
  protected_tags: maintainers("lib/api/protected_tags.rb"),
  triggers: maintainers("lib/api/ci/triggers.rb"),
};

const OF_GROUP: Readonly<Record<string, List>> = {
  deploy_tokens: maintainers("config/authz/roles/maintainer.yml"),
  issues: guests("lib/api/issues.rb"),
  labels: guests("lib/api/group_labels.rb"),
  milestones: guests("lib/api/group_milestones.rb"),
};

const OF_ADMINISTRATORS: Readonly<Record<string, string>> = {
  applications: "lib/api/applications.rb",
  deploy_keys: "lib/api/deploy_keys.rb",
  deploy_tokens: "lib/api/deploy_tokens.rb",
  features: "lib/api/features.rb",
  hooks: "lib/api/system_hooks.rb",
};

/** The team, and somebody with the least role that a list takes, and with the one below. */
const withReaders =
  (kind: "groups" | "projects", { level, below }: List) =>
  async (gitlab: GitLabApi) => {
    const team = await aTeam(gitlab);
    const id = kind === "groups" ? team.acme.id : team.billing.id;
    await addMember(gitlab, { in: kind, id, user: team.stranger, level });
    const weak = kind === "groups" ? team.maintainer : team.developer;
    const isMember = kind === "projects";
    if (below && isMember) {
      await gitlab.do(`PUT /projects/:id/members/:user_id`, {
        path: { id, user_id: weak.id },
        json: { access_level: below },
      });
    }
    if (below && !isMember) await addMember(gitlab, { in: kind, id, user: weak, level: below });
    return { ...team, id, reader: team.stranger.token, weak: weak.token };
  };

function factsOf(kind: "groups" | "projects", name: string, list: List): Fact[] {
  const endpoint: Endpoint = `GET /${kind}/:id/${name}`;
  const fact = factsIn(withReaders(kind, list), list.source);
  return [
    fact(endpoint, "200 when somebody asks who has the least role for it, and there are none", {
      call: ({ id, reader }) => ({ path: { id }, as: reader }),
      headers: { "x-total": "0" },
      body: { exactly: [] },
    }),
    fact(endpoint, "404 when there is no such place", {
      call: ({ root }) => ({ path: { id: NO_SUCH_ID }, as: root }),
      body: notFound(kind === "groups" ? "Group" : "Project"),
    }),
    ...(list.below === undefined
      ? []
      : [
          fact(endpoint, "403 when somebody asks whose role is too low", {
            call: ({ id, weak }) => ({ path: { id }, as: weak }),
            body: forbidden,
          }),
        ]),
  ];
}

const fact = factsIn(aTeam);
const read = (endpoint: Endpoint, source: string) =>
  fact(endpoint, "200 when there are none", { call: ({ root }) => ({ as: root }), body: { exactly: [] }, source });

export const emptyListFacts = [
  ...Object.entries(OF_PROJECT).flatMap(([name, list]) => factsOf("projects", name, list)),
  ...Object.entries(OF_GROUP).flatMap(([name, list]) => factsOf("groups", name, list)),
  ...Object.entries(OF_ADMINISTRATORS).flatMap(([name, source]) => [
    read(`GET /${name}`, source),
    fact(`GET /${name}`, "403 when somebody asks who is no administrator", {
      call: ({ owner }) => ({ as: owner.token }),
      body: forbidden,
      source,
    }),
  ]),
  read("GET /issues", "lib/api/issues.rb"),
  fact("GET /issues", "401 when asked without a token", {
    call: () => ({}),
    body: unauthorized,
    source: "lib/api/issues.rb",
  }),
  ...(["GET /broadcast_messages", "GET /topics"] as const).map((endpoint) =>
    fact(endpoint, "200 when anybody asks, without a token", {
      call: () => ({}),
      body: { exactly: [] },
      source: endpoint === "GET /topics" ? "lib/api/topics.rb" : "lib/api/admin/broadcast_messages.rb",
    }),
  ),
  fact("GET /projects/:id/triggers", "403 when the project is archived", {
    arrange: ({ gitlab, billing }) => gitlab.do("POST /projects/:id/archive", { path: { id: billing.id } }),
    call: ({ billing, root }) => ({ path: { id: billing.id }, as: root }),
    body: forbidden,
    source: "config/authz/permission_groups/internal/project/archived.yml",
  }),
  fact("GET /projects/:id/pipelines", "403 when a guest asks, and only members see the project's pipelines", {
    arrange: async ({ gitlab, billing, stranger }) => {
      await gitlab.do("PUT /projects/:id", { path: { id: billing.id }, json: { public_jobs: false } });
      await addMember(gitlab, { in: "projects", id: billing.id, user: stranger, level: GUEST });
    },
    call: ({ billing, stranger }) => ({ path: { id: billing.id }, as: stranger.token }),
    body: forbidden,
    source: "app/policies/project_policy.rb",
  }),
];
