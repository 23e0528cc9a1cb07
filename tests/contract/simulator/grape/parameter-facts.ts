import type { Call, GitLabApi } from "../../../support/gitlab/gitlab-api";
import { type Body, factsIn } from "../facts/fact";
import { aTeam, enforceJobTokenScope, newProject } from "../facts/world";

const source = "lib/api/project_job_token_scope.rb";
const documentation = "doc/api/rest/_index.md";

async function aTeamAndATarget(gitlab: GitLabApi) {
  await enforceJobTokenScope(gitlab, false);
  const team = await aTeam(gitlab);
  return { ...team, target: await newProject(gitlab, "deploy") };
}

const fact = factsIn(aTeamAndATarget, source);

const added = (when: string, send: (targetId: number) => Call) =>
  fact("POST /projects/:id/job_token_scope/allowlist", `201 when ${when}`, {
    call: ({ billing, target, root }) => ({ path: { id: billing.id }, as: root, ...send(target.id) }),
    body: ({ billing, target }): Body => ({
      exactly: { source_project_id: billing.id, target_project_id: target.id },
    }),
    source: documentation,
  });

const switched = (when: string, send: Call) =>
  fact("PATCH /projects/:id/job_token_scope", `204 when ${when}`, {
    call: ({ billing, maintainer }) => ({ path: { id: billing.id }, as: maintainer.token, ...send }),
    body: "empty",
  });

const stored = (when: string, send: Call, inbound_enabled: boolean) =>
  fact("GET /projects/:id/job_token_scope", `200 when ${when}: it was understood`, {
    arrange: ({ gitlab, billing }) =>
      gitlab.do("PATCH /projects/:id/job_token_scope", { path: { id: billing.id }, ...send }),
    call: ({ billing, root }) => ({ path: { id: billing.id }, as: root }),
    body: { exactly: { inbound_enabled, outbound_enabled: false } },
  });

export const parameterFacts = [
  added("the target is in a JSON body", (id) => ({ json: { target_project_id: id } })),
  added("the target is in a JSON body, as text", (id) => ({ json: { target_project_id: String(id) } })),
  added("the target is in a form body", (id) => ({ form: { target_project_id: String(id) } })),
  added("the target is in the query string", (id) => ({ query: { target_project_id: id } })),
  added("the target is in the query string and other parameters are in the body", (id) => ({
    query: { target_project_id: id },
    json: { unknown: "parameter" },
  })),
  switched("enabled is a boolean in JSON", { json: { enabled: false } }),
  switched("enabled is a text in JSON", { json: { enabled: "false" } }),
  switched("enabled is in a form body", { form: { enabled: "false" } }),
  switched("enabled is in the query string", { query: { enabled: false } }),
  stored("it was switched off with a form", { form: { enabled: "false" } }, false),
  stored("it was switched off with a query string", { query: { enabled: "0" } }, false),
  stored("it was switched on with a text in JSON", { json: { enabled: "true" } }, true),
];
