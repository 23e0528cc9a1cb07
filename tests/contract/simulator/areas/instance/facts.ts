import { applicationSettings, metadata } from "../../facts/entities/instance";
import { error, factsIn, forbidden, unauthorized } from "../../facts/fact";
import { anInstance, aTeam } from "../../facts/world";

const fact = factsIn(anInstance);
const teamFact = factsIn(aTeam);

const settingsCode = "lib/api/settings.rb";

export const instanceFacts = [
  fact({
    endpoint: "GET /version",
    when: "asked by anybody with a token",
    status: 200,
    call: ({ root }) => ({ as: root }),
    body: { one: metadata },
    source: "lib/api/metadata.rb",
    note: "The documentation shows version and revision alone; the code, and OpenAPI with it, count: both paths run one query.",
  }),
  fact({
    endpoint: "GET /version",
    when: "asked without a token",
    status: 401,
    call: () => ({}),
    body: unauthorized,
    source: "lib/api/metadata.rb",
  }),
  fact({
    endpoint: "GET /metadata",
    when: "asked by anybody with a token",
    status: 200,
    call: ({ root }) => ({ as: root }),
    body: { one: metadata },
    source: "OpenAPI 19.5",
  }),
  fact({
    endpoint: "GET /metadata",
    when: "asked without a token",
    status: 401,
    call: () => ({}),
    body: unauthorized,
    source: "lib/api/metadata.rb",
  }),
  fact({
    endpoint: "GET /license",
    when: "the instance is free, where no such route exists",
    status: 404,
    call: ({ root }) => ({ as: root }),
    body: error("404 Not Found"),
    source: "lib/api/api.rb",
    note: "The route belongs to the Enterprise Edition; elsewhere the catch-all route answers.",
  }),
  fact({
    endpoint: "GET /application/settings",
    when: "an administrator asks",
    status: 200,
    call: ({ root }) => ({ as: root }),
    body: { one: applicationSettings },
    source: settingsCode,
  }),
  fact({
    endpoint: "GET /application/settings",
    when: "asked without a token",
    status: 401,
    call: () => ({}),
    body: unauthorized,
    source: settingsCode,
  }),
  teamFact({
    endpoint: "GET /application/settings",
    when: "somebody asks who is no administrator",
    status: 403,
    call: ({ owner }) => ({ as: owner.token }),
    body: forbidden,
    source: settingsCode,
  }),
  fact({
    endpoint: "PUT /application/settings",
    when: "an administrator stops enforcing the job token scope",
    status: 200,
    call: ({ root }) => ({ as: root, json: { enforce_ci_inbound_job_token_scope_enabled: false } }),
    body: { one: applicationSettings, where: { enforce_ci_inbound_job_token_scope_enabled: false } },
    source: settingsCode,
  }),
  fact({
    endpoint: "PUT /application/settings",
    when: "an administrator enforces the job token scope again, with a query string",
    status: 200,
    arrange: ({ gitlab }) =>
      gitlab.do("PUT /application/settings", { json: { enforce_ci_inbound_job_token_scope_enabled: false } }),
    call: ({ root }) => ({ as: root, query: { enforce_ci_inbound_job_token_scope_enabled: true } }),
    body: { one: applicationSettings, where: { enforce_ci_inbound_job_token_scope_enabled: true } },
    source: settingsCode,
  }),
  fact({
    endpoint: "PUT /application/settings",
    when: "no setting is given",
    status: 400,
    call: ({ root }) => ({ as: root }),
    body: error(/ are missing, at least one parameter must be provided$/),
    source: settingsCode,
  }),
  fact({
    endpoint: "PUT /application/settings",
    when: "sent without a token",
    status: 401,
    call: () => ({ json: { enforce_ci_inbound_job_token_scope_enabled: false } }),
    body: unauthorized,
    source: settingsCode,
  }),
  teamFact({
    endpoint: "PUT /application/settings",
    when: "somebody sends it who is no administrator",
    status: 403,
    call: ({ owner }) => ({ as: owner.token, json: { enforce_ci_inbound_job_token_scope_enabled: false } }),
    body: forbidden,
    source: settingsCode,
  }),
];
