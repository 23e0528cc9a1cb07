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

const fact = factsIn(anInstanceThatLeavesItToProjects, spec);
const enforcedFact = factsIn(anInstanceThatEnforces, "app/services/projects/update_service.rb");

const disable = (gitlab: GitLabApi, id: number) => gitlab.do(change, { path: { id }, json: { enabled: false } });

const refused = (when: string, json: unknown, body: Body) =>
  fact(change, `400 when ${when}`, {
    call: ({ billing, maintainer }) => ({ path: { id: billing.id }, as: maintainer.token, json }),
    body,
    note: grapeText,
  });

export const jobTokenScopeFacts = [
  fact(read, "200 when a maintainer asks about a new project", {
    call: ({ billing, maintainer }) => ({ path: { id: billing.id }, as: maintainer.token }),
    body: { one: jobTokenScope, where: { inbound_enabled: true, outbound_enabled: false } },
  }),
  fact(read, "200 when the project is named by its path", {
    call: ({ billing, maintainer }) => ({ path: { id: billing.path_with_namespace }, as: maintainer.token }),
    body: { one: jobTokenScope },
    source: "OpenAPI 19.5",
  }),
  fact(read, "200 when it was switched off", {
    arrange: ({ gitlab, billing }) => disable(gitlab, billing.id),
    call: ({ billing, root }) => ({ path: { id: billing.id }, as: root }),
    body: { exactly: { inbound_enabled: false, outbound_enabled: false } },
  }),
  fact(read, "200 when it was switched off but the instance enforces it: true, whatever the project stored", {
    arrange: async ({ gitlab, billing }) => {
      await disable(gitlab, billing.id);
      await enforceJobTokenScope(gitlab, true);
    },
    call: ({ billing, root }) => ({ path: { id: billing.id }, as: root }),
    body: { exactly: { inbound_enabled: true, outbound_enabled: false } },
    source: "spec/models/project_spec.rb",
  }),
  fact(read, "200 when it was switched off, enforced for a while, and is no longer: the project kept what it stored", {
    arrange: async ({ gitlab, billing }) => {
      await disable(gitlab, billing.id);
      await enforceJobTokenScope(gitlab, true);
      await enforceJobTokenScope(gitlab, false);
    },
    call: ({ billing, root }) => ({ path: { id: billing.id }, as: root }),
    body: { exactly: { inbound_enabled: false, outbound_enabled: false } },
    source: "spec/models/project_spec.rb",
  }),
  fact(read, "401 when asked without a token, even about a public project", {
    arrange: async ({ gitlab }) => ({ open: await newProject(gitlab, "open", { visibility: "public" }) }),
    call: ({ open }) => ({ path: { id: open.id } }),
    body: unauthorized,
  }),
  fact(read, "403 when a developer asks", {
    call: ({ billing, developer }) => ({ path: { id: billing.id }, as: developer.token }),
    body: forbidden,
  }),
  fact(read, "404 when there is no such project", {
    call: ({ root }) => ({ path: { id: NO_SUCH_ID }, as: root }),
    body: notFound("Project"),
    source: code,
  }),
  fact(read, "404 when a stranger asks about a private project: 404, not 403", {
    call: ({ billing, stranger }) => ({ path: { id: billing.id }, as: stranger.token }),
    body: notFound("Project"),
    source: "lib/api/helpers.rb",
  }),
  fact(change, "204 when a maintainer switches it off", {
    call: ({ billing, maintainer }) => ({ path: { id: billing.id }, as: maintainer.token, json: { enabled: false } }),
    body: "empty",
  }),
  fact(change, "204 when the project is named by its path", {
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
  enforcedFact(change, "400 when it should be switched off but the instance enforces it", {
    call: ({ billing, maintainer }) => ({ path: { id: billing.id }, as: maintainer.token, json: { enabled: false } }),
    body: badRequest(
      "Job token scope cannot be disabled for this project because it is enforced for the instance. " +
        "Contact your administrator to modify this setting.",
    ),
    note: "17.x answered 204 and nothing changed in effect; the newer file counts.",
  }),
  enforcedFact(change, "204 when it is switched on while the instance enforces it", {
    call: ({ billing, maintainer }) => ({ path: { id: billing.id }, as: maintainer.token, json: { enabled: true } }),
    body: "empty",
  }),
  fact(change, "401 when sent without a token, even to a public project", {
    arrange: async ({ gitlab }) => ({ open: await newProject(gitlab, "open", { visibility: "public" }) }),
    call: ({ open }) => ({ path: { id: open.id }, json: { enabled: false } }),
    body: unauthorized,
  }),
  fact(change, "403 when a developer sends it", {
    call: ({ billing, developer }) => ({ path: { id: billing.id }, as: developer.token, json: { enabled: false } }),
    body: forbidden,
  }),
  fact(change, "404 when there is no such project", {
    call: ({ root }) => ({ path: { id: NO_SUCH_ID }, as: root, json: { enabled: false } }),
    body: notFound("Project"),
    source: code,
  }),
];
