import { badRequest, factsIn, forbidden, message } from "../../facts/fact";
import { aTeam, MAINTAINER } from "../../facts/world";

const fact = factsIn(aTeam);
const model = "app/models/personal_access_token.rb";

/** What GitLab's models refuse where Grape lets it pass, and what an archived project refuses and does not. */
export const blankFacts = [
  fact({
    endpoint: "POST /users/:id/personal_access_tokens",
    when: "the token is to have neither name nor scopes",
    status: 422,
    call: ({ root, stranger }) => ({ path: { id: stranger.id }, as: root, json: { name: " ", scopes: [] } }),
    body: message("Name can't be blank and Scopes can't be blank"),
    source: model,
  }),
  ...(["projects", "groups"] as const).map((kind) =>
    fact({
      endpoint: `POST /${kind}/:id/access_tokens`,
      when: "the token is to have no scopes",
      status: 400,
      call: ({ root, acme, billing }) => ({
        path: { id: kind === "projects" ? billing.id : acme.id },
        as: root,
        json: { name: "robot", scopes: [] },
      }),
      body: badRequest("Scopes can't be blank"),
      source: model,
    }),
  ),
  fact({
    endpoint: "POST /projects/:id/variables",
    when: "the environment scope is ill-formed",
    status: 400,
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
  fact({
    endpoint: "POST /projects/:id/variables",
    when: "the project is archived, which closes no settings",
    status: 201,
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
    fact({
      endpoint,
      when: "the project is archived",
      status: 403,
      arrange: ({ gitlab, billing }) => gitlab.do("POST /projects/:id/archive", { path: { id: billing.id } }),
      call: ({ billing, maintainer }) => ({ path: { id: billing.id, file_path: "a.md" }, as: maintainer.token, json }),
      body: forbidden,
      source: "config/authz/permission_groups/internal/project/archived.yml",
    }),
  ),
  fact({
    endpoint: "POST /groups/:id/members",
    when: "several are named at once",
    status: 201,
    call: ({ acme, root, stranger, developer }) => ({
      path: { id: acme.id },
      as: root,
      json: { user_id: `${stranger.id},${developer.id}`, access_level: MAINTAINER },
    }),
    body: { exactly: { status: "success" } },
    source: "lib/api/members.rb",
  }),
  fact({
    endpoint: "POST /projects/:id/members",
    when: "the membership is to end in the past",
    status: 400,
    call: ({ billing, root, stranger }) => ({
      path: { id: billing.id },
      as: root,
      json: { user_id: stranger.id, access_level: MAINTAINER, expires_at: "2020-01-01" },
    }),
    body: message({ expires_at: ["cannot be a date in the past"] }),
    source: "app/validators/future_date_validator.rb",
  }),
];
