import { project } from "../../facts/entities/project";
import { error, factsIn, forbidden, notFound, unauthorized } from "../../facts/fact";
import { aTeam, NO_SUCH_ID, newGroup, unique } from "../../facts/world";

const code = "lib/api/projects.rb";
const fact = factsIn(aTeam, code);

export const projectChangeFacts = [
  fact("PUT /projects/:id", "200 when a maintainer changes name and path", {
    call: ({ maintainer, billing }) => ({
      path: { id: billing.id },
      as: maintainer.token,
      json: { name: "Invoices", path: "invoices" },
    }),
    body: ({ billing, acme }) => ({
      one: project,
      where: { id: billing.id, name: "Invoices", path_with_namespace: `${acme.full_path}/invoices` },
    }),
  }),
  fact("PUT /projects/:id", "200 when a setting is changed with a form", {
    call: ({ maintainer, billing }) => ({
      path: { id: billing.path_with_namespace },
      as: maintainer.token,
      form: { ci_push_repository_for_job_token_allowed: "true" },
    }),
    body: { one: project, where: { ci_push_repository_for_job_token_allowed: true } },
    source: "OpenAPI 19.5",
  }),
  fact("PUT /projects/:id", "400 when nothing is to be changed", {
    call: ({ root, billing }) => ({ path: { id: billing.id }, as: root }),
    body: error(/ are missing, at least one parameter must be provided$/),
  }),
  fact("PUT /projects/:id", "403 when a developer sends it", {
    call: ({ developer, billing }) => ({ path: { id: billing.id }, as: developer.token, json: { name: "Mine" } }),
    body: forbidden,
  }),
  fact("PUT /projects/:id", "404 when there is none", {
    call: ({ root }) => ({ path: { id: NO_SUCH_ID }, as: root, json: { name: "Lost" } }),
    body: notFound("Project"),
  }),
  fact("PUT /projects/:id", "401 when sent without a token", {
    call: ({ billing }) => ({ path: { id: billing.id }, json: { name: "Mine" } }),
    body: unauthorized,
  }),
  fact("PUT /projects/:id/transfer", "200 when an owner moves it to another group of theirs", {
    arrange: async ({ gitlab }) => ({ other: await newGroup(gitlab, "other") }),
    call: ({ root, billing, other }) => ({ path: { id: billing.id }, as: root, json: { namespace: other.id } }),
    body: ({ billing }) => ({ one: project, where: { id: billing.id, path: billing.path } }),
    note: "The new path is not said to be in this answer: newer versions may move projects in the background.",
  }),
  fact("PUT /projects/:id/transfer", "400 when the namespace is missing", {
    call: ({ root, billing }) => ({ path: { id: billing.id }, as: root }),
    body: error("namespace is missing"),
  }),
  fact("PUT /projects/:id/transfer", "404 when the namespace does not exist", {
    call: ({ root, billing }) => ({ path: { id: billing.id }, as: root, json: { namespace: unique("none") } }),
    body: notFound("Namespace"),
    source: "lib/api/helpers.rb",
  }),
  fact("PUT /projects/:id/transfer", "403 when a maintainer sends it", {
    call: ({ maintainer, billing, acme }) => ({
      path: { id: billing.id },
      as: maintainer.token,
      json: { namespace: acme.id },
    }),
    body: forbidden,
  }),
];
