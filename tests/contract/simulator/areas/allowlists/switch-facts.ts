import type { GitLabApi } from "../../../../support/gitlab/gitlab-api";
import { jobTokenScope } from "../../facts/entities/access";
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
import { aTeam, enforceJobTokenScope, NO_SUCH_ID, newProject } from "../../facts/world";

const code = "lib/api/project_job_token_scope.rb";
const spec = "spec/requests/api/project_job_token_scope_spec.rb";
const read = "GET /projects/:id/job_token_scope";
const change = "PATCH /projects/:id/job_token_scope";
const grapeText = "The specification confirms the status; the text is Grape's usual one.";

async function anInstanceThatLeavesItToProjects(gitlab: GitLabApi) {
  await enforceJobTokenScope(gitlab, false);
  return aTeam(gitlab);
}

async function anInstanceThatEnforces(gitlab: GitLabApi) {
  await enforceJobTokenScope(gitlab, true);
  return aTeam(gitlab);
}

const fact = factsIn(anInstanceThatLeavesItToProjects);
const enforcedFact = factsIn(anInstanceThatEnforces);

const disable = (gitlab: GitLabApi, id: number) => gitlab.do(change, { path: { id }, json: { enabled: false } });

const refused = (when: string, json: unknown, body: Body) =>
  fact({
    endpoint: change,
    when,
    status: 400,
    call: ({ billing, maintainer }) => ({ path: { id: billing.id }, as: maintainer.token, json }),
    body,
    source: spec,
    note: grapeText,
  });

export const jobTokenScopeFacts = [
  fact({
    endpoint: read,
    when: "a maintainer asks about a new project",
    status: 200,
    call: ({ billing, maintainer }) => ({ path: { id: billing.id }, as: maintainer.token }),
    body: { one: jobTokenScope, where: { inbound_enabled: true, outbound_enabled: false } },
    source: spec,
  }),
  fact({
    endpoint: read,
    when: "the project is named by its path",
    status: 200,
    call: ({ billing, maintainer }) => ({ path: { id: billing.path_with_namespace }, as: maintainer.token }),
    body: { one: jobTokenScope },
    source: "OpenAPI 19.5",
  }),
  fact({
    endpoint: read,
    when: "it was switched off",
    status: 200,
    arrange: ({ gitlab, billing }) => disable(gitlab, billing.id),
    call: ({ billing, root }) => ({ path: { id: billing.id }, as: root }),
    body: { exactly: { inbound_enabled: false, outbound_enabled: false } },
    source: spec,
  }),
  fact({
    endpoint: read,
    when: "it was switched off but the instance enforces it: true, whatever the project stored",
    status: 200,
    arrange: async ({ gitlab, billing }) => {
      await disable(gitlab, billing.id);
      await enforceJobTokenScope(gitlab, true);
    },
    call: ({ billing, root }) => ({ path: { id: billing.id }, as: root }),
    body: { exactly: { inbound_enabled: true, outbound_enabled: false } },
    source: "spec/models/project_spec.rb",
  }),
  fact({
    endpoint: read,
    when: "it was switched off, enforced for a while, and is no longer: the project kept what it stored",
    status: 200,
    arrange: async ({ gitlab, billing }) => {
      await disable(gitlab, billing.id);
      await enforceJobTokenScope(gitlab, true);
      await enforceJobTokenScope(gitlab, false);
    },
    call: ({ billing, root }) => ({ path: { id: billing.id }, as: root }),
    body: { exactly: { inbound_enabled: false, outbound_enabled: false } },
    source: "spec/models/project_spec.rb",
  }),
  fact({
    endpoint: read,
    when: "asked without a token, even about a public project",
    status: 401,
    arrange: async ({ gitlab }) => ({ open: await newProject(gitlab, "open", { visibility: "public" }) }),
    call: ({ open }) => ({ path: { id: open.id } }),
    body: unauthorized,
    source: spec,
  }),
  fact({
    endpoint: read,
    when: "a developer asks",
    status: 403,
    call: ({ billing, developer }) => ({ path: { id: billing.id }, as: developer.token }),
    body: forbidden,
    source: spec,
  }),
  fact({
    endpoint: read,
    when: "there is no such project",
    status: 404,
    call: ({ root }) => ({ path: { id: NO_SUCH_ID }, as: root }),
    body: notFound("Project"),
    source: code,
  }),
  fact({
    endpoint: read,
    when: "a stranger asks about a private project: 404, not 403",
    status: 404,
    call: ({ billing, stranger }) => ({ path: { id: billing.id }, as: stranger.token }),
    body: notFound("Project"),
    source: "lib/api/helpers.rb",
  }),
  fact({
    endpoint: change,
    when: "a maintainer switches it off",
    status: 204,
    call: ({ billing, maintainer }) => ({ path: { id: billing.id }, as: maintainer.token, json: { enabled: false } }),
    body: "empty",
    source: spec,
  }),
  fact({
    endpoint: change,
    when: "the project is named by its path",
    status: 204,
    call: ({ billing, maintainer }) => ({
      path: { id: billing.path_with_namespace },
      as: maintainer.token,
      json: { enabled: true },
    }),
    body: "empty",
    source: "OpenAPI 19.5",
  }),
  refused("nothing is given", {}, missingOrEmpty("enabled")),
  refused("enabled is null", { enabled: null }, error("enabled is empty")),
  refused("enabled is an empty text", { enabled: "" }, error("enabled is empty")),
  refused("enabled is a number", { enabled: 123 }, error("enabled is invalid")),
  refused("only parameters are given that it does not have", { irrelevant: true }, missingOrEmpty("enabled")),
  refused("only the removed outbound setting is given", { outbound_scope_enabled: true }, missingOrEmpty("enabled")),
  enforcedFact({
    endpoint: change,
    when: "it should be switched off but the instance enforces it",
    status: 400,
    call: ({ billing, maintainer }) => ({ path: { id: billing.id }, as: maintainer.token, json: { enabled: false } }),
    body: badRequest(
      "Job token scope cannot be disabled for this project because it is enforced for the instance. " +
        "Contact your administrator to modify this setting.",
    ),
    source: "app/services/projects/update_service.rb",
    note: "17.x answered 204 and nothing changed in effect; the newer file counts.",
  }),
  enforcedFact({
    endpoint: change,
    when: "it is switched on while the instance enforces it",
    status: 204,
    call: ({ billing, maintainer }) => ({ path: { id: billing.id }, as: maintainer.token, json: { enabled: true } }),
    body: "empty",
    source: "app/services/projects/update_service.rb",
  }),
  fact({
    endpoint: change,
    when: "sent without a token, even to a public project",
    status: 401,
    arrange: async ({ gitlab }) => ({ open: await newProject(gitlab, "open", { visibility: "public" }) }),
    call: ({ open }) => ({ path: { id: open.id }, json: { enabled: false } }),
    body: unauthorized,
    source: spec,
  }),
  fact({
    endpoint: change,
    when: "a developer sends it",
    status: 403,
    call: ({ billing, developer }) => ({ path: { id: billing.id }, as: developer.token, json: { enabled: false } }),
    body: forbidden,
    source: spec,
  }),
  fact({
    endpoint: change,
    when: "there is no such project",
    status: 404,
    call: ({ root }) => ({ path: { id: NO_SUCH_ID }, as: root, json: { enabled: false } }),
    body: notFound("Project"),
    source: code,
  }),
];
