import { accessTokenWithToken } from "../../facts/entities/access";
import { error, factsIn, forbidden, notFound, unauthorized } from "../../facts/fact";
import { aTeam, inDays, NO_SUCH_ID } from "../../facts/world";

const code = "lib/api/users.rb";
const fact = factsIn(aTeam, code);

export const tokenCreationFacts = [
  fact("POST /users/:id/personal_access_tokens", "201 when an administrator gives name, scopes and last day", {
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
  }),
  fact("POST /users/:id/personal_access_tokens", "201 when no last day is given: GitLab takes the 365th", {
    call: ({ root, stranger }) => ({ path: { id: stranger.id }, as: root, json: { name: "robot", scopes: ["api"] } }),
    body: () => ({ one: accessTokenWithToken, where: { expires_at: inDays(365) } }),
    source: "app/services/personal_access_tokens/create_service.rb",
  }),
  fact("POST /users/:id/personal_access_tokens", "400 when a scope is none that there is", {
    call: ({ root, stranger }) => ({ path: { id: stranger.id }, as: root, json: { name: "robot", scopes: ["all"] } }),
    body: error("scopes does not have a valid value"),
  }),
  fact("POST /users/:id/personal_access_tokens", "400 when the name is missing", {
    call: ({ root, stranger }) => ({ path: { id: stranger.id }, as: root, json: { scopes: ["api"] } }),
    body: error("name is missing"),
  }),
  fact("POST /users/:id/personal_access_tokens", "404 when nobody has that id", {
    call: ({ root }) => ({ path: { id: NO_SUCH_ID }, as: root, json: { name: "robot", scopes: ["api"] } }),
    body: notFound("User"),
  }),
  fact(
    "POST /users/:id/personal_access_tokens",
    "403 when somebody sends it who is no administrator, even for themselves",
    {
      call: ({ owner }) => ({ path: { id: owner.id }, as: owner.token, json: { name: "robot", scopes: ["api"] } }),
      body: forbidden,
    },
  ),
  fact("POST /users/:id/personal_access_tokens", "401 when sent without a token", {
    call: ({ owner }) => ({ path: { id: owner.id }, json: { name: "robot", scopes: ["api"] } }),
    body: unauthorized,
  }),
];
