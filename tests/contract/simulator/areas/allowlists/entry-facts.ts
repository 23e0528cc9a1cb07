import type { GitLabApi } from "../../../../support/gitlab/gitlab-api";
import { basicGroup } from "../../facts/entities/group";
import { basicProject, basicProjectWithoutCode } from "../../facts/entities/project";
import {
  type Body,
  badRequest,
  error,
  type Fact,
  factsIn,
  forbidden,
  missingOrEmpty,
  notFound,
  unauthorized,
} from "../../facts/fact";
import { aTeam, NO_SUCH_ID, newGroup, newProject } from "../../facts/world";

const code = "lib/api/project_job_token_scope.rb";
const spec = "spec/requests/api/project_job_token_scope_spec.rb";
const toProjects = "app/models/ci/job_token/project_scope_link.rb";

/** How the list of projects and the list of groups differ. */
const KINDS = {
  project: {
    list: "/projects/:id/job_token_scope/allowlist",
    make: newProject,
    links: toProjects,
    adding: "app/services/ci/job_token_scope/add_project_service.rb",
    full: "project links in this direction",
  },
  group: {
    list: "/projects/:id/job_token_scope/groups_allowlist",
    make: newGroup,
    links: "app/models/ci/job_token/group_scope_link.rb",
    adding: "app/services/ci/job_token_scope/add_group_service.rb",
    full: "group links",
  },
} as const;

const aTeamAndATarget = (kind: keyof typeof KINDS) => async (gitlab: GitLabApi) => {
  const team = await aTeam(gitlab);
  return { ...team, target: await KINDS[kind].make(gitlab, "deployers", { visibility: "public" }) };
};

function factsOf(kind: keyof typeof KINDS): Fact[] {
  const { list: address, make, links, adding, full } = KINDS[kind];
  const [list, add, key] = [`GET ${address}`, `POST ${address}`, `target_${kind}_id`] as const;
  const fact = factsIn(aTeamAndATarget(kind), code);
  const letIn = (gitlab: GitLabApi, id: number, targetId: number) =>
    gitlab.do(add, { path: { id }, json: { [key]: targetId } });
  const refused = (when: string, json: unknown, body: Body) =>
    fact(add, `400 when ${when}`, {
      call: ({ billing, root }) => ({ path: { id: billing.id }, as: root, json }),
      body,
      source: spec,
      note: "The specification confirms the status; the text is Grape's usual one.",
    });
  return [
    ...(["a developer asks", "a stranger asks"] as const).map((when) =>
      fact(list, `${when === "a developer asks" ? 403 : 404} when ${when}`, {
        call: ({ billing, developer, stranger }) => ({
          path: { id: billing.id },
          as: (when === "a developer asks" ? developer : stranger).token,
        }),
        body: when === "a developer asks" ? forbidden : notFound("Project"),
      }),
    ),
    fact(list, "404 when there is no such project", {
      call: ({ root }) => ({ path: { id: NO_SUCH_ID }, as: root }),
      body: notFound("Project"),
    }),
    ...([list, add] as const).map((endpoint) =>
      fact(endpoint, "401 when sent without a token", {
        call: ({ billing, target }) => ({
          path: { id: billing.id },
          json: endpoint === add ? { [key]: target.id } : undefined,
        }),
        body: unauthorized,
      }),
    ),
    fact(add, "201 when the target is not listed yet", {
      call: ({ billing, target, maintainer }) => ({
        path: { id: billing.id },
        as: maintainer.token,
        json: { [key]: target.id },
      }),
      body: ({ billing, target }) => ({ exactly: { source_project_id: billing.id, [key]: target.id } }),
      source: "OpenAPI 19.5",
    }),
    refused("the target is missing", {}, missingOrEmpty(key)),
    refused("the target is null", { [key]: null }, error(`${key} is empty`)),
    refused("the target is an empty text", { [key]: "" }, error(`${key} is empty`)),
    refused("the target is a fraction", { [key]: 12.34 }, error(`${key} is invalid`)),
    refused("the target is a path", { [key]: "acme/deployers" }, error(`${key} is invalid`)),
    fact(add, "400 when the project is named by its path, which only GET and PATCH take", {
      call: ({ billing, target, root }) => ({
        path: { id: billing.path_with_namespace },
        as: root,
        json: { [key]: target.id },
      }),
      body: error("id is invalid"),
      note: "The documentation says integer or string; the code and OpenAPI 19.5 say integer and count.",
    }),
    fact(add, "404 when there is no such target", {
      call: ({ billing, maintainer }) => ({
        path: { id: billing.id },
        as: maintainer.token,
        json: { [key]: NO_SUCH_ID },
      }),
      body: notFound(`${key} not found`),
    }),
    fact(add, "400 when the caller cannot read the target", {
      arrange: async ({ gitlab }) => ({ hidden: await make(gitlab, "hidden") }),
      call: ({ billing, maintainer, hidden }) => ({
        path: { id: billing.id },
        as: maintainer.token,
        json: { [key]: hidden.id },
      }),
      body: badRequest(
        `The target_${kind} that you are attempting to access does not exist or you don't have permission to perform ` +
          "this action",
      ),
      source: adding,
    }),
    fact(add, "400 when the target is already listed", {
      arrange: ({ gitlab, billing, target }) => letIn(gitlab, billing.id, target.id),
      call: ({ billing, target, maintainer }) => ({
        path: { id: billing.id },
        as: maintainer.token,
        json: { [key]: target.id },
      }),
      body: badRequest(`This ${kind} is already in the job token allowlist.`),
      source: adding,
    }),
    fact(add, `400 when 200 ${kind}s were let in`, {
      arrange: async ({ gitlab, billing }) => {
        for (let count = 0; count < 200; count += 1) {
          await letIn(gitlab, billing.id, (await make(gitlab, "one-of-many")).id);
        }
      },
      call: ({ billing, target, root }) => ({ path: { id: billing.id }, as: root, json: { [key]: target.id } }),
      body: badRequest(`Validation failed: Source project exceeds the allowable number of ${full}`),
      source: links,
      note: "The documentation counts projects and groups together; the code counts each alone, without the project itself.",
    }),
    fact(add, "403 when a developer sends it, whether the target exists or not", {
      call: ({ billing, developer }) => ({
        path: { id: billing.id },
        as: developer.token,
        json: { [key]: NO_SUCH_ID },
      }),
      body: forbidden,
    }),
    fact(add, "404 when there is no such project", {
      call: ({ target, root }) => ({ path: { id: NO_SUCH_ID }, as: root, json: { [key]: target.id } }),
      body: notFound("Project"),
    }),
    fact(add, "404 when the project is private and a stranger sends it", {
      call: ({ billing, target, stranger }) => ({
        path: { id: billing.id },
        as: stranger.token,
        json: { [key]: target.id },
      }),
      body: notFound("Project"),
      source: "lib/api/helpers.rb",
    }),
  ];
}

const projects = factsIn(aTeamAndATarget("project"));
const groups = factsIn(aTeamAndATarget("group"));
const listOfProjects = `GET ${KINDS.project.list}` as const;
const listOfGroups = `GET ${KINDS.group.list}` as const;

/** What the two lists show, and what only a project can be. */
export const entryFacts = [
  ...factsOf("project"),
  ...factsOf("group"),
  projects(listOfProjects, "200 when the project is new: it lists itself", {
    call: ({ billing, maintainer }) => ({ path: { id: billing.id }, as: maintainer.token }),
    headers: { "x-total": "1" },
    body: ({ billing }) => ({ list: basicProjectWithoutCode, where: [{ id: billing.id }] }),
    source: "app/models/ci/job_token/allowlist.rb",
    note:
      "OpenAPI 19.5 gives one object; the code, which counts, presents a list. It presents it for nobody in particular: " +
      "of private projects, default_branch, readme_url and forks_count are left out.",
  }),
  projects(listOfProjects, "200 when the project is named by its path", {
    call: ({ billing, maintainer }) => ({ path: { id: billing.path_with_namespace }, as: maintainer.token }),
    body: ({ billing }) => ({ list: basicProject, where: [{ id: billing.id }] }),
    source: "OpenAPI 19.5",
  }),
  projects(
    listOfProjects,
    "200 when a project was let in that the caller cannot read: it is listed all the same, in the order of ids",
    {
      arrange: async ({ gitlab, billing }) => {
        const hidden = await newProject(gitlab, "hidden");
        const json = { target_project_id: hidden.id };
        await gitlab.do(`POST ${KINDS.project.list}`, { path: { id: billing.id }, json });
        return { hidden };
      },
      call: ({ billing, maintainer }) => ({ path: { id: billing.id }, as: maintainer.token }),
      body: ({ billing, hidden }) => ({
        list: basicProjectWithoutCode,
        where: [{ id: billing.id }, { id: hidden.id, path_with_namespace: hidden.path_with_namespace }],
      }),
      source: code,
    },
  ),
  projects(`POST ${KINDS.project.list}`, "400 when the target is the project itself", {
    call: ({ billing, maintainer }) => ({
      path: { id: billing.id },
      as: maintainer.token,
      json: { target_project_id: billing.id },
    }),
    body: badRequest("Validation failed: Target project can't be the same as the source project"),
    source: toProjects,
  }),
  groups(listOfGroups, "200 when the project is new: it lists none", {
    call: ({ billing, maintainer }) => ({ path: { id: billing.id }, as: maintainer.token }),
    body: { exactly: [] },
    source: code,
  }),
  groups(
    listOfGroups,
    "200 when groups were let in, one of them hidden from the caller; the project is named by its path",
    {
      arrange: async ({ gitlab, billing, target }) => {
        const hidden = await newGroup(gitlab, "hidden");
        for (const { id } of [hidden, target]) {
          await gitlab.do(`POST ${KINDS.group.list}`, { path: { id: billing.id }, json: { target_group_id: id } });
        }
        return { hidden };
      },
      call: ({ billing, maintainer }) => ({ path: { id: billing.path_with_namespace }, as: maintainer.token }),
      body: ({ target, hidden }) => ({
        list: basicGroup,
        where: [
          { id: target.id, name: target.name },
          { id: hidden.id, name: hidden.name },
        ],
      }),
      source: "OpenAPI 19.5",
      note: "OpenAPI 19.5 gives one object; the code, which counts, presents a list, in the order of ids.",
    },
  ),
];
