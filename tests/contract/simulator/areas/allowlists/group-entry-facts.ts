import { basicGroup } from "../../facts/entities/group";
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
import { aTeam, NO_SUCH_ID, newGroup } from "../../facts/world";

const code = "lib/api/project_job_token_scope.rb";
const list = "GET /projects/:id/job_token_scope/groups_allowlist";
const add = "POST /projects/:id/job_token_scope/groups_allowlist";
const adding = "app/services/ci/job_token_scope/add_group_service.rb";
const grapeText = "The specification confirms the status; the text is Grape's usual one.";

async function aTeamAndATarget(gitlab: Gitlab) {
  const team = await aTeam(gitlab);
  return { ...team, target: await newGroup(gitlab, "deployers", { visibility: "public" }) };
}

const fact = factsIn(aTeamAndATarget);

const letIn = (gitlab: Gitlab, id: number, targetId: number) =>
  gitlab.do(add, { path: { id }, json: { target_group_id: targetId } });

const refused = (when: string, json: unknown, body: Body) =>
  fact({
    endpoint: add,
    when,
    status: 400,
    call: ({ billing, root }) => ({ path: { id: billing.id }, as: root, json }),
    body,
    source: code,
    note: grapeText,
  });

export const groupsAllowlistFacts = [
  fact({
    endpoint: list,
    when: "the project is new: it lists none",
    status: 200,
    call: ({ billing, maintainer }) => ({ path: { id: billing.id }, as: maintainer.token }),
    body: { exactly: [] },
    source: code,
  }),
  fact({
    endpoint: list,
    when: "groups were let in, one of them hidden from the caller; the project is named by its path",
    status: 200,
    arrange: async ({ gitlab, billing, target }) => {
      const hidden = await newGroup(gitlab, "hidden");
      await letIn(gitlab, billing.id, hidden.id);
      await letIn(gitlab, billing.id, target.id);
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
    call: ({ billing, target, maintainer }) => ({
      path: { id: billing.id },
      as: maintainer.token,
      json: { target_group_id: target.id },
    }),
    body: ({ billing, target }) => ({ exactly: { source_project_id: billing.id, target_group_id: target.id } }),
    source: "OpenAPI 19.5",
  }),
  refused("the target is missing", {}, missingOrEmpty("target_group_id")),
  refused("the target is null", { target_group_id: null }, error("target_group_id is empty")),
  refused("the target is a fraction", { target_group_id: 12.34 }, error("target_group_id is invalid")),
  refused("the target is a path", { target_group_id: "acme/deployers" }, error("target_group_id is invalid")),
  fact({
    endpoint: add,
    when: "the project is named by its path, which only GET and PATCH take",
    status: 400,
    call: ({ billing, target, root }) => ({
      path: { id: billing.path_with_namespace },
      as: root,
      json: { target_group_id: target.id },
    }),
    body: error("id is invalid"),
    source: code,
  }),
  fact({
    endpoint: add,
    when: "there is no such target",
    status: 404,
    call: ({ billing, maintainer }) => ({
      path: { id: billing.id },
      as: maintainer.token,
      json: { target_group_id: NO_SUCH_ID },
    }),
    body: notFound("target_group_id not found"),
    source: code,
  }),
  fact({
    endpoint: add,
    when: "the caller cannot read the target",
    status: 400,
    arrange: async ({ gitlab }) => ({ hidden: await newGroup(gitlab, "hidden") }),
    call: ({ billing, maintainer, hidden }) => ({
      path: { id: billing.id },
      as: maintainer.token,
      json: { target_group_id: hidden.id },
    }),
    body: badRequest(
      "The target_group that you are attempting to access does not exist or you don't have permission to perform " +
        "this action",
    ),
    source: adding,
  }),
  fact({
    endpoint: add,
    when: "the target is already listed",
    status: 400,
    arrange: ({ gitlab, billing, target }) => letIn(gitlab, billing.id, target.id),
    call: ({ billing, target, maintainer }) => ({
      path: { id: billing.id },
      as: maintainer.token,
      json: { target_group_id: target.id },
    }),
    body: badRequest("This group is already in the job token allowlist."),
    source: adding,
  }),
  fact({
    endpoint: add,
    when: "200 groups were let in",
    status: 400,
    arrange: async ({ gitlab, billing }) => {
      for (let count = 0; count < 200; count += 1) {
        await letIn(gitlab, billing.id, (await newGroup(gitlab, "one-of-many")).id);
      }
    },
    call: ({ billing, target, root }) => ({ path: { id: billing.id }, as: root, json: { target_group_id: target.id } }),
    body: badRequest("Validation failed: Source project exceeds the allowable number of group links"),
    source: "app/models/ci/job_token/group_scope_link.rb",
  }),
  fact({
    endpoint: add,
    when: "a developer sends it",
    status: 403,
    call: ({ billing, developer }) => ({
      path: { id: billing.id },
      as: developer.token,
      json: { target_group_id: NO_SUCH_ID },
    }),
    body: forbidden,
    source: code,
  }),
  fact({
    endpoint: add,
    when: "there is no such project",
    status: 404,
    call: ({ target, root }) => ({ path: { id: NO_SUCH_ID }, as: root, json: { target_group_id: target.id } }),
    body: notFound("Project"),
    source: code,
  }),
  fact({
    endpoint: add,
    when: "sent without a token",
    status: 401,
    call: ({ billing, target }) => ({ path: { id: billing.id }, json: { target_group_id: target.id } }),
    body: unauthorized,
    source: code,
  }),
];
