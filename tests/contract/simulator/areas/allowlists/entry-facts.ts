import { basicProject, basicProjectWithoutCode } from "../../facts/entities/project";
import {
  type Body,
  badRequest,
  error,
  factsIn,
  forbidden,
  missingOrEmpty,
  notFound,
  unauthorized,
} from "../../facts/fact";
import type { Gitlab } from "../../facts/gitlab";
import { aTeam, NO_SUCH_ID, newProject } from "../../facts/world";

const code = "lib/api/project_job_token_scope.rb";
const list = "GET /projects/:id/job_token_scope/allowlist";
const add = "POST /projects/:id/job_token_scope/allowlist";
const adding = "app/services/ci/job_token_scope/add_project_service.rb";
const links = "app/models/ci/job_token/project_scope_link.rb";
const grapeText = "The specification confirms the status; the text is Grape's usual one.";

async function aTeamAndATarget(gitlab: Gitlab) {
  const team = await aTeam(gitlab);
  return { ...team, target: await newProject(gitlab, "deploy", { namespace_id: team.acme.id }) };
}

const fact = factsIn(aTeamAndATarget);

const letIn = (gitlab: Gitlab, id: number, targetId: number) =>
  gitlab.do(add, { path: { id }, json: { target_project_id: targetId } });

const refused = (when: string, json: unknown, body: Body) =>
  fact({
    endpoint: add,
    when,
    status: 400,
    call: ({ billing, root }) => ({ path: { id: billing.id }, as: root, json }),
    body,
    source: "spec/requests/api/project_job_token_scope_spec.rb",
    note: grapeText,
  });

export const allowlistFacts = [
  fact({
    endpoint: list,
    when: "the project is new: it lists itself",
    status: 200,
    call: ({ billing, maintainer }) => ({ path: { id: billing.id }, as: maintainer.token }),
    headers: { "x-total": "1" },
    body: ({ billing }) => ({ list: basicProjectWithoutCode, where: [{ id: billing.id }] }),
    source: "app/models/ci/job_token/allowlist.rb",
    note:
      "OpenAPI 19.5 gives one object; the code, which counts, presents a list. It presents it for nobody in particular: " +
      "of private projects, default_branch, readme_url and forks_count are left out.",
  }),
  fact({
    endpoint: list,
    when: "the project is named by its path",
    status: 200,
    call: ({ billing, maintainer }) => ({ path: { id: billing.path_with_namespace }, as: maintainer.token }),
    body: ({ billing }) => ({ list: basicProject, where: [{ id: billing.id }] }),
    source: "OpenAPI 19.5",
  }),
  fact({
    endpoint: list,
    when: "a project was let in that the caller cannot read: it is listed all the same, in the order of ids",
    status: 200,
    arrange: async ({ gitlab, billing }) => {
      const hidden = await newProject(gitlab, "hidden");
      await letIn(gitlab, billing.id, hidden.id);
      return { hidden };
    },
    call: ({ billing, maintainer }) => ({ path: { id: billing.id }, as: maintainer.token }),
    body: ({ billing, hidden }) => ({
      list: basicProjectWithoutCode,
      where: [{ id: billing.id }, { id: hidden.id, path_with_namespace: hidden.path_with_namespace }],
    }),
    source: code,
  }),
  fact({
    endpoint: list,
    when: "a developer asks",
    status: 403,
    call: ({ billing, developer }) => ({ path: { id: billing.id }, as: developer.token }),
    body: forbidden,
    source: code,
  }),
  fact({
    endpoint: list,
    when: "there is no such project",
    status: 404,
    call: ({ root }) => ({ path: { id: NO_SUCH_ID }, as: root }),
    body: notFound("Project"),
    source: code,
  }),
  fact({
    endpoint: list,
    when: "asked without a token",
    status: 401,
    call: ({ billing }) => ({ path: { id: billing.id } }),
    body: unauthorized,
    source: code,
  }),
  fact({
    endpoint: add,
    when: "the target is not listed yet",
    status: 201,
    call: ({ billing, target, root }) => ({
      path: { id: billing.id },
      as: root,
      json: { target_project_id: target.id },
    }),
    body: ({ billing, target }) => ({ exactly: { source_project_id: billing.id, target_project_id: target.id } }),
    source: "OpenAPI 19.5",
  }),
  refused("the target is missing", {}, missingOrEmpty("target_project_id")),
  refused("the target is null", { target_project_id: null }, error("target_project_id is empty")),
  refused("the target is an empty text", { target_project_id: "" }, error("target_project_id is empty")),
  refused("the target is a fraction", { target_project_id: 12.34 }, error("target_project_id is invalid")),
  refused("the target is a path", { target_project_id: "acme/deploy" }, error("target_project_id is invalid")),
  fact({
    endpoint: add,
    when: "the project is named by its path, which only GET and PATCH take",
    status: 400,
    call: ({ billing, target, root }) => ({
      path: { id: billing.path_with_namespace },
      as: root,
      json: { target_project_id: target.id },
    }),
    body: error("id is invalid"),
    source: code,
    note: "The documentation says integer or string; the code and OpenAPI 19.5 say integer and count.",
  }),
  fact({
    endpoint: add,
    when: "there is no such target",
    status: 404,
    call: ({ billing, maintainer }) => ({
      path: { id: billing.id },
      as: maintainer.token,
      json: { target_project_id: NO_SUCH_ID },
    }),
    body: notFound("target_project_id not found"),
    source: code,
  }),
  fact({
    endpoint: add,
    when: "the caller cannot read the target",
    status: 400,
    arrange: async ({ gitlab }) => ({ hidden: await newProject(gitlab, "hidden") }),
    call: ({ billing, maintainer, hidden }) => ({
      path: { id: billing.id },
      as: maintainer.token,
      json: { target_project_id: hidden.id },
    }),
    body: badRequest(
      "The target_project that you are attempting to access does not exist or you don't have permission to perform " +
        "this action",
    ),
    source: adding,
  }),
  fact({
    endpoint: add,
    when: "the target is already listed",
    status: 400,
    arrange: ({ gitlab, billing, target }) => letIn(gitlab, billing.id, target.id),
    call: ({ billing, target, root }) => ({
      path: { id: billing.id },
      as: root,
      json: { target_project_id: target.id },
    }),
    body: badRequest("This project is already in the job token allowlist."),
    source: adding,
  }),
  fact({
    endpoint: add,
    when: "the target is the project itself",
    status: 400,
    call: ({ billing, maintainer }) => ({
      path: { id: billing.id },
      as: maintainer.token,
      json: { target_project_id: billing.id },
    }),
    body: badRequest("Validation failed: Target project can't be the same as the source project"),
    source: links,
  }),
  fact({
    endpoint: add,
    when: "200 projects were let in",
    status: 400,
    arrange: async ({ gitlab, billing }) => {
      for (let count = 0; count < 200; count += 1) {
        await letIn(gitlab, billing.id, (await newProject(gitlab, "one-of-many")).id);
      }
    },
    call: ({ billing, target, root }) => ({
      path: { id: billing.id },
      as: root,
      json: { target_project_id: target.id },
    }),
    body: badRequest(
      "Validation failed: Source project exceeds the allowable number of project links in this direction",
    ),
    source: links,
    note: "The documentation counts projects and groups together; the code counts each alone, without the project itself.",
  }),
  fact({
    endpoint: add,
    when: "a developer sends it, whether the target exists or not",
    status: 403,
    call: ({ billing, developer }) => ({
      path: { id: billing.id },
      as: developer.token,
      json: { target_project_id: NO_SUCH_ID },
    }),
    body: forbidden,
    source: code,
  }),
  fact({
    endpoint: add,
    when: "there is no such project",
    status: 404,
    call: ({ target, root }) => ({ path: { id: NO_SUCH_ID }, as: root, json: { target_project_id: target.id } }),
    body: notFound("Project"),
    source: code,
  }),
  fact({
    endpoint: add,
    when: "the project is private and a stranger sends it",
    status: 404,
    call: ({ billing, target, stranger }) => ({
      path: { id: billing.id },
      as: stranger.token,
      json: { target_project_id: target.id },
    }),
    body: notFound("Project"),
    source: "lib/api/helpers.rb",
  }),
];
