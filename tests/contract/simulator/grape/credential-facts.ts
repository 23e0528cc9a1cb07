import { jobTokenScope } from "../facts/entities/access";
import { userWithAdmin } from "../facts/entities/user";
import { type Body, factsIn, insufficientScope, missingOrEmpty, unauthorized } from "../facts/fact";
import { anInstance, aTeam, NO_SUCH_ID, newProject, newToken, newUser } from "../facts/world";

const finders = "lib/gitlab/auth/auth_finders.rb";
const fact = factsIn(anInstance, finders);
const teamFact = factsIn(aTeam, "lib/api/api.rb");

const guard = "lib/api/api_guard.rb";

const invalidToken = (description: string): Body => ({
  exactly: { error: "invalid_token", error_description: description },
});

export const credentialFacts = [
  fact("GET /user", "200 when the token is sent as a bearer", {
    call: ({ root }) => ({ headers: { authorization: `Bearer ${root}` } }),
    body: { one: userWithAdmin },
  }),
  fact("GET /user", "200 when the token is sent both ways at once", {
    call: ({ root }) => ({ as: root, headers: { authorization: `Bearer ${root}` } }),
    body: { one: userWithAdmin },
  }),
  fact("GET /user", "401 when the PRIVATE-TOKEN is unknown", {
    call: () => ({ as: "no-such-token" }),
    body: unauthorized,
  }),
  fact("GET /user", "401 when the bearer is unknown", {
    call: () => ({ headers: { authorization: "Bearer no-such-token" } }),
    body: unauthorized,
    note:
      "lib/api/api_guard.rb also has a text for a token that is not found (Bad Access Token.), but nothing raises that " +
      "error: an unknown bearer is looked up as a personal access token, and that look-up ends in 401 Unauthorized.",
  }),
  fact("GET /user", "401 when the token was revoked", {
    arrange: async ({ gitlab }) => {
      const token = await newToken(gitlab, (await newUser(gitlab, "leaver")).id);
      await gitlab.do("DELETE /personal_access_tokens/:id", { path: { id: token.id } });
      return { token };
    },
    call: ({ token }) => ({ as: token.token }),
    body: invalidToken("Token was revoked. You have to re-authorize from the user."),
    source: guard,
  }),
  fact("GET /user", "401 when the token expires today, since its last day is not one of its days", {
    arrange: async ({ gitlab }) => {
      const today = new Date().toISOString().slice(0, 10);
      return { token: await newToken(gitlab, (await newUser(gitlab, "leaver")).id, { expires_at: today }) };
    },
    call: ({ token }) => ({ as: token.token }),
    body: invalidToken("Token is expired. You can either do re-authorization or token refresh."),
    source: guard,
  }),
  fact("GET /user", "403 when the token may only rotate itself", {
    arrange: async ({ gitlab }) => ({
      token: await newToken(gitlab, (await newUser(gitlab, "robot")).id, { scopes: ["self_rotate"] }),
    }),
    call: ({ token }) => ({ as: token.token }),
    body: insufficientScope("read_user ai_workflows api read_api"),
    source: "lib/api/users.rb",
  }),
  teamFact("GET /projects/:id/job_token_scope", "200 when the token may only read", {
    arrange: async ({ gitlab, maintainer }) => ({
      token: await newToken(gitlab, maintainer.id, { scopes: ["read_api"] }),
    }),
    call: ({ billing, token }) => ({ path: { id: billing.id }, as: token.token }),
    body: { one: jobTokenScope },
  }),
  teamFact("PATCH /projects/:id/job_token_scope", "403 when the token may only read", {
    arrange: async ({ gitlab, maintainer }) => ({
      token: await newToken(gitlab, maintainer.id, { scopes: ["read_api"] }),
    }),
    call: ({ billing, token }) => ({ path: { id: billing.id }, as: token.token, json: { enabled: true } }),
    body: insufficientScope("api read_api"),
  }),
  fact("GET /projects/:id", "401 when a public project is asked for with an unknown token", {
    arrange: async ({ gitlab }) => ({ project: await newProject(gitlab, "open", { visibility: "public" }) }),
    call: ({ project }) => ({ path: { id: project.id }, as: "no-such-token" }),
    body: unauthorized,
  }),
  fact(
    "POST /projects/:id/job_token_scope/allowlist",
    "401 when the token, the parameter and the project are all missing: the token is looked at first",
    { call: () => ({ path: { id: NO_SUCH_ID } }), body: unauthorized, source: "lib/api/project_job_token_scope.rb" },
  ),
  fact(
    "POST /projects/:id/job_token_scope/allowlist",
    "400 when the parameter and the project are missing: the parameter is looked at before the project",
    {
      call: ({ root }) => ({ path: { id: NO_SUCH_ID }, as: root }),
      body: missingOrEmpty("target_project_id"),
      source: "lib/api/project_job_token_scope.rb",
    },
  ),
];
