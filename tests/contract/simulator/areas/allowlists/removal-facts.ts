import type { GitLabApi } from "../../../../support/gitlab/gitlab-api";
import { badRequest, error, type Fact, factsIn, message, notFound, unauthorized } from "../../facts/fact";
import { aTeam, NO_SUCH_ID, newGroup, newProject } from "../../facts/world";

const code = "lib/api/project_job_token_scope.rb";
const ofProjects = "/projects/:id/job_token_scope/allowlist";

/** How removing a project and removing a group differ. */
const KINDS = {
  project: { list: ofProjects, make: newProject, missing: "Project" },
  group: {
    list: "/projects/:id/job_token_scope/groups_allowlist",
    make: newGroup,
    missing: "target_group_id not found",
  },
} as const;
const removingProject = "app/services/ci/job_token_scope/remove_project_service.rb";

/** A team whose project lets in what its maintainer cannot read. */
const aTeamWithAnEntry = (kind: keyof typeof KINDS) => async (gitlab: GitLabApi) => {
  const { list, make } = KINDS[kind];
  const team = await aTeam(gitlab);
  const hidden = await make(gitlab, "hidden");
  await gitlab.do(`POST ${list}`, { path: { id: team.billing.id }, json: { [`target_${kind}_id`]: hidden.id } });
  const pathOf = (target: number | string, id: number | string = team.billing.id) => ({
    path: { id, [`target_${kind}_id`]: target },
  });
  return { ...team, hidden, pathOf };
};

function factsOf(kind: keyof typeof KINDS): Fact[] {
  const { list, make, missing } = KINDS[kind];
  const key = `target_${kind}_id` as const;
  const endpoint = `DELETE ${list}/:${key}` as const;
  const removing = `app/services/ci/job_token_scope/remove_${kind}_service.rb`;
  const fact = factsIn(aTeamWithAnEntry(kind));
  return [
    fact({
      endpoint,
      when: "the target is listed, be it one that the caller cannot read",
      status: 204,
      call: ({ pathOf, hidden, maintainer }) => ({ ...pathOf(hidden.id), as: maintainer.token }),
      body: "empty",
      source: code,
      note: "17.x looked the target up with permission and answered 404; the newer file counts.",
    }),
    fact({
      endpoint,
      when: "the target exists but is not listed",
      status: 400,
      arrange: async ({ gitlab }) => ({ other: await make(gitlab, "other") }),
      call: ({ pathOf, other, root }) => ({ ...pathOf(other.id), as: root }),
      body: badRequest(`Target ${kind} is not in the job token scope`),
      source: removing,
    }),
    fact({
      endpoint,
      when: "the target was removed before",
      status: 400,
      arrange: ({ gitlab, pathOf, hidden }) => gitlab.do(endpoint, pathOf(hidden.id)),
      call: ({ pathOf, hidden, root }) => ({ ...pathOf(hidden.id), as: root }),
      body: badRequest(`Target ${kind} is not in the job token scope`),
      source: removing,
    }),
    fact({
      endpoint,
      when: "there is no such target",
      status: 404,
      call: ({ pathOf, maintainer }) => ({ ...pathOf(NO_SUCH_ID), as: maintainer.token }),
      body: notFound(missing),
      source: code,
    }),
    fact({
      endpoint,
      when: "a developer names a target that does not exist: here the target is looked up before the role",
      status: 404,
      call: ({ pathOf, developer }) => ({ ...pathOf(NO_SUCH_ID), as: developer.token }),
      body: notFound(missing),
      source: code,
    }),
    fact({
      endpoint,
      when: "neither the project nor the target exists: the target is looked up first",
      status: 404,
      call: ({ pathOf, root }) => ({ ...pathOf(NO_SUCH_ID, NO_SUCH_ID), as: root }),
      body: notFound(missing),
      source: code,
    }),
    fact({
      endpoint,
      when: "there is no such project",
      status: 404,
      call: ({ pathOf, hidden, root }) => ({ ...pathOf(hidden.id, NO_SUCH_ID), as: root }),
      body: notFound("Project"),
      source: code,
    }),
    fact({
      endpoint,
      when: "the project is private and a stranger sends it",
      status: 404,
      call: ({ pathOf, hidden, stranger }) => ({ ...pathOf(hidden.id), as: stranger.token }),
      body: notFound("Project"),
      source: "lib/api/helpers.rb",
    }),
    fact({
      endpoint,
      when: "a developer sends it: the service says why",
      status: 403,
      call: ({ pathOf, hidden, developer }) => ({ ...pathOf(hidden.id), as: developer.token }),
      body: message("403 Forbidden - Insufficient permissions to modify the job token scope"),
      source: removing,
    }),
    fact({
      endpoint,
      when: "the project is named by its path",
      status: 400,
      call: ({ pathOf, billing, hidden, root }) => ({ ...pathOf(hidden.id, billing.path_with_namespace), as: root }),
      body: error("id is invalid"),
      source: code,
      note: "The documentation says integer or string; the code and OpenAPI 19.5 say integer and count.",
    }),
    fact({
      endpoint,
      when: "the target is named by its path",
      status: 400,
      call: ({ pathOf, hidden, root }) => ({ ...pathOf(`acme/${hidden.path}`), as: root }),
      body: error(`${key} is invalid`),
      source: code,
    }),
    fact({
      endpoint,
      when: "sent without a token",
      status: 401,
      call: ({ pathOf, hidden }) => pathOf(hidden.id),
      body: unauthorized,
      source: code,
    }),
  ];
}

export const removalFacts = [
  ...factsOf("project"),
  ...factsOf("group"),
  factsIn(aTeamWithAnEntry("project"))({
    endpoint: `DELETE ${ofProjects}/:target_project_id`,
    when: "the target is the project itself",
    status: 400,
    call: ({ pathOf, billing, maintainer }) => ({ ...pathOf(billing.id), as: maintainer.token }),
    body: badRequest("Source project cannot be removed from the job token scope"),
    source: removingProject,
  }),
];
