import { accessTokenWithToken } from "../../facts/entities/access";
import { error, factsIn, forbidden, notFound, unauthorized } from "../../facts/fact";
import { aTeam, inDays, NO_SUCH_ID } from "../../facts/world";

const fact = factsIn(aTeam);
const code = "lib/api/users.rb";

export const tokenCreationFacts = [
  fact({
    endpoint: "POST /users/:id/personal_access_tokens",
    when: "an administrator gives name, scopes and last day",
    status: 201,
    call: ({ root, stranger }) => ({
      path: { id: stranger.id },
      as: root,
      json: { name: "robot", scopes: ["api", "self_rotate"], expires_at: inDays(30), description: "for the robot" },
    }),
    body: ({ stranger }) => ({
      one: accessTokenWithToken,
      where: {
        user_id: stranger.id,
        name: "robot",
        scopes: ["api", "self_rotate"],
        expires_at: inDays(30),
        description: "for the robot",
      },
    }),
    source: code,
  }),
  fact({
    endpoint: "POST /users/:id/personal_access_tokens",
    when: "no last day is given: GitLab takes the 365th",
    status: 201,
    call: ({ root, stranger }) => ({ path: { id: stranger.id }, as: root, json: { name: "robot", scopes: ["api"] } }),
    body: () => ({ one: accessTokenWithToken, where: { expires_at: inDays(365) } }),
    source: "app/services/personal_access_tokens/create_service.rb",
  }),
  fact({
    endpoint: "POST /users/:id/personal_access_tokens",
    when: "a scope is none that there is",
    status: 400,
    call: ({ root, stranger }) => ({ path: { id: stranger.id }, as: root, json: { name: "robot", scopes: ["all"] } }),
    body: error("scopes does not have a valid value"),
    source: code,
  }),
  fact({
    endpoint: "POST /users/:id/personal_access_tokens",
    when: "the name is missing",
    status: 400,
    call: ({ root, stranger }) => ({ path: { id: stranger.id }, as: root, json: { scopes: ["api"] } }),
    body: error("name is missing"),
    source: code,
  }),
  fact({
    endpoint: "POST /users/:id/personal_access_tokens",
    when: "nobody has that id",
    status: 404,
    call: ({ root }) => ({ path: { id: NO_SUCH_ID }, as: root, json: { name: "robot", scopes: ["api"] } }),
    body: notFound("User"),
    source: code,
  }),
  fact({
    endpoint: "POST /users/:id/personal_access_tokens",
    when: "somebody sends it who is no administrator, even for themselves",
    status: 403,
    call: ({ owner }) => ({ path: { id: owner.id }, as: owner.token, json: { name: "robot", scopes: ["api"] } }),
    body: forbidden,
    source: code,
  }),
  fact({
    endpoint: "POST /users/:id/personal_access_tokens",
    when: "sent without a token",
    status: 401,
    call: ({ owner }) => ({ path: { id: owner.id }, json: { name: "robot", scopes: ["api"] } }),
    body: unauthorized,
    source: code,
  }),
];
