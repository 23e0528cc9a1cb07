import { project } from "../../facts/entities/project";
import { error, factsIn, forbidden, notFound, unauthorized } from "../../facts/fact";
import { aTeam, NO_SUCH_ID, newGroup, unique } from "../../facts/world";

const fact = factsIn(aTeam);
const code = "lib/api/projects.rb";

export const projectChangeFacts = [
  fact({
    endpoint: "PUT /projects/:id",
    when: "a maintainer changes name and path",
    status: 200,
    call: ({ maintainer, billing }) => ({
      path: { id: billing.id },
      as: maintainer.token,
      json: { name: "Invoices", path: "invoices" },
    }),
    body: ({ billing, acme }) => ({
      one: project,
      where: { id: billing.id, name: "Invoices", path_with_namespace: `${acme.full_path}/invoices` },
    }),
    source: code,
  }),
  fact({
    endpoint: "PUT /projects/:id",
    when: "a setting is changed with a form",
    status: 200,
    call: ({ maintainer, billing }) => ({
      path: { id: billing.path_with_namespace },
      as: maintainer.token,
      form: { ci_push_repository_for_job_token_allowed: "true" },
    }),
    body: { one: project, where: { ci_push_repository_for_job_token_allowed: true } },
    source: "OpenAPI 19.5",
  }),
  fact({
    endpoint: "PUT /projects/:id",
    when: "nothing is to be changed",
    status: 400,
    call: ({ root, billing }) => ({ path: { id: billing.id }, as: root }),
    body: error(/ are missing, at least one parameter must be provided$/),
    source: code,
  }),
  fact({
    endpoint: "PUT /projects/:id",
    when: "a developer sends it",
    status: 403,
    call: ({ developer, billing }) => ({ path: { id: billing.id }, as: developer.token, json: { name: "Mine" } }),
    body: forbidden,
    source: code,
  }),
  fact({
    endpoint: "PUT /projects/:id",
    when: "there is none",
    status: 404,
    call: ({ root }) => ({ path: { id: NO_SUCH_ID }, as: root, json: { name: "Lost" } }),
    body: notFound("Project"),
    source: code,
  }),
  fact({
    endpoint: "PUT /projects/:id",
    when: "sent without a token",
    status: 401,
    call: ({ billing }) => ({ path: { id: billing.id }, json: { name: "Mine" } }),
    body: unauthorized,
    source: code,
  }),
  fact({
    endpoint: "PUT /projects/:id/transfer",
    when: "an owner moves it to another group of theirs",
    status: 200,
    arrange: async ({ gitlab }) => ({ other: await newGroup(gitlab, "other") }),
    call: ({ root, billing, other }) => ({ path: { id: billing.id }, as: root, json: { namespace: other.id } }),
    body: ({ billing }) => ({ one: project, where: { id: billing.id, path: billing.path } }),
    source: code,
    note: "The new path is not said to be in this answer: newer versions may move projects in the background.",
  }),
  fact({
    endpoint: "PUT /projects/:id/transfer",
    when: "the namespace is missing",
    status: 400,
    call: ({ root, billing }) => ({ path: { id: billing.id }, as: root }),
    body: error("namespace is missing"),
    source: code,
  }),
  fact({
    endpoint: "PUT /projects/:id/transfer",
    when: "the namespace does not exist",
    status: 404,
    call: ({ root, billing }) => ({ path: { id: billing.id }, as: root, json: { namespace: unique("none") } }),
    body: notFound("Namespace"),
    source: "lib/api/helpers.rb",
  }),
  fact({
    endpoint: "PUT /projects/:id/transfer",
    when: "a maintainer sends it",
    status: 403,
    call: ({ maintainer, billing, acme }) => ({
      path: { id: billing.id },
      as: maintainer.token,
      json: { namespace: acme.id },
    }),
    body: forbidden,
    source: code,
  }),
];
