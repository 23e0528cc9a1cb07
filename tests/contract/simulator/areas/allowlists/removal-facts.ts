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
  const fact = factsIn(aTeamWithAnEntry(kind), code);
  return [
    fact(endpoint, "204 when the target is listed, be it one that the caller cannot read", {
      call: ({ pathOf, hidden, maintainer }) => ({ ...pathOf(hidden.id), as: maintainer.token }),
      body: "empty",
      note: "17.x looked the target up with permission and answered 404; the newer file counts.",
    }),
    fact(endpoint, "400 when the target exists but is not listed", {
      arrange: async ({ gitlab }) => ({ other: await make(gitlab, "other") }),
      call: ({ pathOf, other, root }) => ({ ...pathOf(other.id), as: root }),
      body: badRequest(`Target ${kind} is not in the job token scope`),
      source: removing,
    }),
    fact(endpoint, "400 when the target was removed before", {
      arrange: ({ gitlab, pathOf, hidden }) => gitlab.do(endpoint, pathOf(hidden.id)),
      call: ({ pathOf, hidden, root }) => ({ ...pathOf(hidden.id), as: root }),
      body: badRequest(`Target ${kind} is not in the job token scope`),
      source: removing,
    }),
    fact(endpoint, "404 when there is no such target", {
      call: ({ pathOf, maintainer }) => ({ ...pathOf(NO_SUCH_ID), as: maintainer.token }),
      body: notFound(missing),
    }),
    fact(
      endpoint,
      "404 when a developer names a target that does not exist: here the target is looked up before the role",
      { call: ({ pathOf, developer }) => ({ ...pathOf(NO_SUCH_ID), as: developer.token }), body: notFound(missing) },
    ),
    fact(endpoint, "404 when neither the project nor the target exists: the target is looked up first", {
      call: ({ pathOf, root }) => ({ ...pathOf(NO_SUCH_ID, NO_SUCH_ID), as: root }),
      body: notFound(missing),
    }),
    fact(endpoint, "404 when there is no such project", {
      call: ({ pathOf, hidden, root }) => ({ ...pathOf(hidden.id, NO_SUCH_ID), as: root }),
      body: notFound("Project"),
    }),
    fact(endpoint, "404 when the project is private and a stranger sends it", {
      call: ({ pathOf, hidden, stranger }) => ({ ...pathOf(hidden.id), as: stranger.token }),
      body: notFound("Project"),
      source: "lib/api/helpers.rb",
    }),
    fact(endpoint, "403 when a developer sends it: the service says why", {
      call: ({ pathOf, hidden, developer }) => ({ ...pathOf(hidden.id), as: developer.token }),
      body: message("403 Forbidden - Insufficient permissions to modify the job token scope"),
      source: removing,
    }),
    fact(endpoint, "400 when the project is named by its path", {
      call: ({ pathOf, billing, hidden, root }) => ({ ...pathOf(hidden.id, billing.path_with_namespace), as: root }),
      body: error("id is invalid"),
      note: "The documentation says integer or string; the code and OpenAPI 19.5 say integer and count.",
    }),
    fact(endpoint, "400 when the target is named by its path", {
      call: ({ pathOf, hidden, root }) => ({ ...pathOf(`acme/${hidden.path}`), as: root }),
      body: error(`${key} is invalid`),
    }),
    fact(endpoint, "401 when sent without a token", {
      call: ({ pathOf, hidden }) => pathOf(hidden.id),
      body: unauthorized,
    }),
  ];
}

export const removalFacts = [
  ...factsOf("project"),
  ...factsOf("group"),
  factsIn(aTeamWithAnEntry("project"))(
    `DELETE ${ofProjects}/:target_project_id`,
    "400 when the target is the project itself",
    {
      call: ({ pathOf, billing, maintainer }) => ({ ...pathOf(billing.id), as: maintainer.token }),
      body: badRequest("Source project cannot be removed from the job token scope"),
      source: removingProject,
    },
  ),
];
