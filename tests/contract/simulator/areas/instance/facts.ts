import { applicationSettings, metadata } from "../../facts/entities/instance";
import { error, factsIn, forbidden, unauthorized } from "../../facts/fact";
import { anInstance, aTeam } from "../../facts/world";

const settingsCode = "lib/api/settings.rb";
const fact = factsIn(anInstance, settingsCode);
const teamFact = factsIn(aTeam, settingsCode);

export const instanceFacts = [
  fact("GET /version", "200 when asked by anybody with a token", {
    call: ({ root }) => ({ as: root }),
    body: { one: metadata },
    source: "lib/api/metadata.rb",
    note: "The documentation shows version and revision alone; the code, and OpenAPI with it, count: both paths run one query.",
  }),
  fact("GET /version", "401 when asked without a token", {
    call: () => ({}),
    body: unauthorized,
    source: "lib/api/metadata.rb",
  }),
  fact("GET /metadata", "200 when asked by anybody with a token", {
    call: ({ root }) => ({ as: root }),
    body: { one: metadata },
    source: "OpenAPI 19.5",
  }),
  fact("GET /metadata", "401 when asked without a token", {
    call: () => ({}),
    body: unauthorized,
    source: "lib/api/metadata.rb",
  }),
  fact("GET /license", "404 when the instance is free, where no such route exists", {
    call: ({ root }) => ({ as: root }),
    body: error("404 Not Found"),
    source: "lib/api/api.rb",
    note: "The route belongs to the Enterprise Edition; elsewhere the catch-all route answers.",
  }),
  fact("GET /application/settings", "200 when an administrator asks", {
    call: ({ root }) => ({ as: root }),
    body: { one: applicationSettings },
  }),
  fact("GET /application/settings", "401 when asked without a token", { call: () => ({}), body: unauthorized }),
  teamFact("GET /application/settings", "403 when somebody asks who is no administrator", {
    call: ({ owner }) => ({ as: owner.token }),
    body: forbidden,
  }),
  fact("PUT /application/settings", "200 when an administrator stops enforcing the job token scope", {
    call: ({ root }) => ({ as: root, json: { enforce_ci_inbound_job_token_scope_enabled: false } }),
    body: { one: applicationSettings, where: { enforce_ci_inbound_job_token_scope_enabled: false } },
  }),
  fact(
    "PUT /application/settings",
    "200 when an administrator enforces the job token scope again, with a query string",
    {
      arrange: ({ gitlab }) =>
        gitlab.do("PUT /application/settings", { json: { enforce_ci_inbound_job_token_scope_enabled: false } }),
      call: ({ root }) => ({ as: root, query: { enforce_ci_inbound_job_token_scope_enabled: true } }),
      body: { one: applicationSettings, where: { enforce_ci_inbound_job_token_scope_enabled: true } },
    },
  ),
  fact("PUT /application/settings", "400 when no setting is given", {
    call: ({ root }) => ({ as: root }),
    body: error(/ are missing, at least one parameter must be provided$/),
  }),
  fact("PUT /application/settings", "401 when sent without a token", {
    call: () => ({ json: { enforce_ci_inbound_job_token_scope_enabled: false } }),
    body: unauthorized,
  }),
  teamFact("PUT /application/settings", "403 when somebody sends it who is no administrator", {
    call: ({ owner }) => ({ as: owner.token, json: { enforce_ci_inbound_job_token_scope_enabled: false } }),
    body: forbidden,
  }),
];
