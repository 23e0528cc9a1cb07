import type { Call, GitLabApi } from "../../../../support/gitlab/gitlab-api";
import { type Endpoint, factsIn, message } from "../../facts/fact";
import { aTeam, newGroup } from "../../facts/world";

const code = "lib/api/helpers.rb";

async function renamed(gitlab: GitLabApi) {
  const team = await aTeam(gitlab);
  await gitlab.do("PUT /projects/:id", { path: { id: team.billing.id }, json: { path: "invoices" } });
  return { ...team, oldPath: team.billing.path_with_namespace };
}

async function transferred(gitlab: GitLabApi) {
  const team = await aTeam(gitlab);
  const other = await newGroup(gitlab, "other");
  await gitlab.do("PUT /projects/:id/transfer", { path: { id: team.billing.id }, json: { namespace: other.id } });
  return { ...team, oldPath: team.billing.path_with_namespace };
}

const redirected = (endpoint: Endpoint, rest: string, move: { build: typeof renamed; when: string }) =>
  factsIn(move.build)(endpoint, `301 when ${move.when}`, {
    call: ({ oldPath, root }) => ({ path: { id: oldPath }, as: root }),
    headers: ({ billing }) => ({ location: new RegExp(`^https?://[^/]+/api/v4/projects/${billing.id}${rest}$`) }),
    body: { text: /^This resource has been moved permanently to http/ },
    source: code,
    note: "lib/api/api.rb sends the text as it is, no JSON.",
  });

const afterRename = { build: renamed, when: "asked for by the path it had before a rename" };
const afterTransfer = { build: transferred, when: "asked for by the path it had before it was moved to another group" };

const refused = (endpoint: Endpoint, more: Call) =>
  factsIn(renamed)(endpoint, "405 when the project is named by the path it had before a rename", {
    call: ({ oldPath, root }) => ({ ...more, path: { ...more.path, id: oldPath }, as: root }),
    body: message("Non GET methods are not allowed for moved projects"),
    source: code,
  });

export const movedProjectFacts = [
  redirected("GET /projects/:id", "", afterRename),
  redirected("GET /projects/:id", "", afterTransfer),
  redirected("GET /projects/:id/job_token_scope", "/job_token_scope", afterRename),
  redirected("GET /projects/:id/job_token_scope/allowlist", "/job_token_scope/allowlist", afterTransfer),
  factsIn(renamed)(
    "GET /projects/:id/job_token_scope/allowlist",
    "301 when a page is asked for by the path it had before a rename: the query goes along",
    {
      call: ({ oldPath, root }) => ({ path: { id: oldPath }, as: root, query: { page: 2, per_page: 100 } }),
      headers: ({ billing }) => ({
        location: new RegExp(`/api/v4/projects/${billing.id}/job_token_scope/allowlist\\?page=2&per_page=100$`),
      }),
      body: { text: /^This resource has been moved permanently to http/ },
      source: code,
    },
  ),
  refused("PATCH /projects/:id/job_token_scope", { json: { enabled: true } }),
  refused("PUT /projects/:id", { json: { name: "Anything" } }),
  refused("DELETE /projects/:id", {}),
  refused("POST /projects/:id/variables", { json: { key: "KEY", value: "value" } }),
];
