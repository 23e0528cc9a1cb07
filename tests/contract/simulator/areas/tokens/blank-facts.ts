import { badRequest, factsIn, forbidden, message } from "../../facts/fact";
import { aTeam, inDays, MAINTAINER } from "../../facts/world";

const model = "app/models/personal_access_token.rb";
const fact = factsIn(aTeam, model);
const DESCRIBED = { name: "robot", scopes: ["api"], description: "x".repeat(256) };

/** What GitLab's models refuse where Grape lets it pass, and what an archived project refuses and does not. */
export const blankFacts = [
  fact("POST /users/:id/personal_access_tokens", "422 when the token is to have neither name nor scopes", {
    call: ({ root, stranger }) => ({ path: { id: stranger.id }, as: root, json: { name: " ", scopes: [] } }),
    body: message("Name can't be blank and Scopes can't be blank"),
  }),
  ...(["projects", "groups"] as const).map((kind) =>
    fact(`POST /${kind}/:id/access_tokens`, "400 when the token is to have no scopes", {
      call: ({ root, acme, billing }) => ({
        path: { id: kind === "projects" ? billing.id : acme.id },
        as: root,
        json: { name: "robot", scopes: [] },
      }),
      body: badRequest("Scopes can't be blank"),
    }),
  ),
  fact("POST /users/:id/personal_access_tokens", "422 when the description is too long", {
    call: ({ root, stranger }) => ({ path: { id: stranger.id }, as: root, json: DESCRIBED }),
    body: message("Description is too long (maximum is 255 characters)"),
  }),
  fact("POST /user/personal_access_tokens", "422 when the description is too long", {
    call: ({ stranger }) => ({ as: stranger.token, json: { ...DESCRIBED, scopes: ["k8s_proxy"] } }),
    body: message("Description is too long (maximum is 255 characters)"),
  }),
  fact("POST /users/:user_id/impersonation_tokens", "400 when the description is too long", {
    call: ({ root, stranger }) => ({
      path: { user_id: stranger.id },
      as: root,
      json: { ...DESCRIBED, expires_at: inDays(5) },
    }),
    body: message({ description: ["is too long (maximum is 255 characters)"] }),
  }),
  fact("POST /projects/:id/variables", "400 when the environment scope is ill-formed", {
    call: ({ billing, maintainer }) => ({
      path: { id: billing.id },
      as: maintainer.token,
      json: { key: "STAGE", value: "x", environment_scope: "a,b" },
    }),
    body: message({
      environment_scope: ["can contain only letters, digits, '-', '_', '/', '$', '{', '}', '.', '*' and spaces"],
    }),
    source: "app/models/concerns/has_environment_scope.rb",
  }),
  fact("POST /projects/:id/variables", "201 when the project is archived, which closes no settings", {
    arrange: ({ gitlab, billing }) => gitlab.do("POST /projects/:id/archive", { path: { id: billing.id } }),
    call: ({ billing, maintainer }) => ({
      path: { id: billing.id },
      as: maintainer.token,
      json: { key: "STAGE", value: "x" },
    }),
    body: { text: /"key":"STAGE"/ },
    source: "config/authz/permission_groups/internal/project/archived.yml",
  }),
  ...(
    [
      ["POST /projects/:id/repository/files/:file_path", { branch: "main", content: "x", commit_message: "y" }],
      ["POST /projects/:id/merge_requests", { title: "x", source_branch: "a", target_branch: "b" }],
    ] as const
  ).map(([endpoint, json]) =>
    fact(endpoint, "403 when the project is archived", {
      arrange: ({ gitlab, billing }) => gitlab.do("POST /projects/:id/archive", { path: { id: billing.id } }),
      call: ({ billing, maintainer }) => ({ path: { id: billing.id, file_path: "a.md" }, as: maintainer.token, json }),
      body: forbidden,
      source: "config/authz/permission_groups/internal/project/archived.yml",
    }),
  ),
  fact("POST /groups/:id/members", "201 when several are named at once", {
    call: ({ acme, root, stranger, developer }) => ({
      path: { id: acme.id },
      as: root,
      json: { user_id: `${stranger.id},${developer.id}`, access_level: MAINTAINER },
    }),
    body: { exactly: { status: "success" } },
    source: "lib/api/members.rb",
  }),
  fact("POST /projects/:id/members", "400 when the membership is to end in the past", {
    call: ({ billing, root, stranger }) => ({
      path: { id: billing.id },
      as: root,
      json: { user_id: stranger.id, access_level: MAINTAINER, expires_at: "2020-01-01" },
    }),
    body: message({ expires_at: ["cannot be a date in the past"] }),
    source: "app/validators/future_date_validator.rb",
  }),
];
