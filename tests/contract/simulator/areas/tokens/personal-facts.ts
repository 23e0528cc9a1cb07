import { accessToken } from "../../facts/entities/access";
import { error, factsIn, message, unauthorized } from "../../facts/fact";
import { aTeam, NO_SUCH_ID, newToken } from "../../facts/world";

const fact = factsIn(aTeam);
const code = "lib/api/personal_access_tokens.rb";
const selfCode = "lib/api/personal_access_tokens/self_information.rb";

export const personalAccessTokenFacts = [
  fact({
    endpoint: "GET /personal_access_tokens/self",
    when: "the token has any scope at all",
    status: 200,
    arrange: async ({ gitlab, developer }) => ({
      token: await newToken(gitlab, developer.id, { scopes: ["self_rotate"], name: "mine" }),
    }),
    call: ({ token }) => ({ as: token.token }),
    body: ({ token, developer }) => ({
      one: accessToken,
      where: {
        id: token.id,
        name: "mine",
        user_id: developer.id,
        scopes: ["self_rotate"],
        active: true,
        revoked: false,
      },
    }),
    source: selfCode,
  }),
  fact({
    endpoint: "GET /personal_access_tokens/self",
    when: "asked without a token",
    status: 401,
    call: () => ({}),
    body: unauthorized,
    source: selfCode,
  }),
  fact({
    endpoint: "DELETE /personal_access_tokens/self",
    when: "the token revokes itself",
    status: 204,
    call: ({ developer }) => ({ as: developer.token }),
    body: "empty",
    source: selfCode,
  }),
  fact({
    endpoint: "DELETE /personal_access_tokens/self",
    when: "sent without a token",
    status: 401,
    call: () => ({}),
    body: unauthorized,
    source: selfCode,
  }),
  fact({
    endpoint: "GET /personal_access_tokens",
    when: "an administrator asks for those of one user",
    status: 200,
    call: ({ root, developer }) => ({ as: root, query: { user_id: developer.id } }),
    headers: { "x-total": "1" },
    body: ({ developer }) => ({ list: accessToken, where: [{ user_id: developer.id, name: "facts" }] }),
    source: code,
  }),
  fact({
    endpoint: "GET /personal_access_tokens",
    when: "an administrator asks for everybody's",
    status: 200,
    call: ({ root }) => ({ as: root, query: { per_page: 100 } }),
    body: ({ owner, developer }) => ({
      list: accessToken,
      some: [{ user_id: owner.id }, { user_id: developer.id }],
    }),
    source: code,
  }),
  fact({
    endpoint: "GET /personal_access_tokens",
    when: "anybody else asks, who sees their own",
    status: 200,
    call: ({ developer }) => ({ as: developer.token }),
    body: ({ developer }) => ({ list: accessToken, where: [{ user_id: developer.id }] }),
    source: code,
  }),
  fact({
    endpoint: "GET /personal_access_tokens",
    when: "an administrator asks for a user who does not exist",
    status: 404,
    call: ({ root }) => ({ as: root, query: { user_id: NO_SUCH_ID } }),
    body: message("404 Not Found"),
    source: "lib/api/helpers/personal_access_tokens_helpers.rb",
  }),
  fact({
    endpoint: "GET /personal_access_tokens",
    when: "somebody who is no administrator asks for another user's",
    status: 401,
    call: ({ developer, owner }) => ({ as: developer.token, query: { user_id: owner.id } }),
    body: unauthorized,
    source: code,
  }),
  fact({
    endpoint: "GET /personal_access_tokens",
    when: "the state is none that there is",
    status: 400,
    call: ({ root }) => ({ as: root, query: { state: "asleep" } }),
    body: error("state does not have a valid value"),
    source: code,
  }),
  fact({
    endpoint: "GET /personal_access_tokens",
    when: "revoked is no boolean",
    status: 400,
    call: ({ root }) => ({ as: root, query: { revoked: "perhaps" } }),
    body: error("revoked is invalid"),
    source: code,
  }),
  fact({
    endpoint: "GET /personal_access_tokens/:id",
    when: "its own user asks",
    status: 200,
    arrange: async ({ gitlab, developer }) => ({ token: await newToken(gitlab, developer.id) }),
    call: ({ token, developer }) => ({ path: { id: token.id }, as: developer.token }),
    body: ({ token }) => ({ one: accessToken, where: { id: token.id, active: true } }),
    source: code,
  }),
  fact({
    endpoint: "GET /personal_access_tokens/:id",
    when: "the token was revoked: it is still found",
    status: 200,
    arrange: async ({ gitlab, developer }) => {
      const token = await newToken(gitlab, developer.id);
      await gitlab.do("DELETE /personal_access_tokens/:id", { path: { id: token.id } });
      return { token };
    },
    call: ({ token, root }) => ({ path: { id: token.id }, as: root }),
    body: { one: accessToken, where: { revoked: true, active: false } },
    source: code,
  }),
  fact({
    endpoint: "GET /personal_access_tokens/:id",
    when: "it is another user's and no administrator asks",
    status: 401,
    arrange: async ({ gitlab, owner }) => ({ token: await newToken(gitlab, owner.id) }),
    call: ({ token, developer }) => ({ path: { id: token.id }, as: developer.token }),
    body: unauthorized,
    source: code,
  }),
  fact({
    endpoint: "GET /personal_access_tokens/:id",
    when: "there is none with that id and an administrator asks",
    status: 404,
    call: ({ root }) => ({ path: { id: NO_SUCH_ID }, as: root }),
    body: message("404 Not Found"),
    source: code,
  }),
  fact({
    endpoint: "DELETE /personal_access_tokens/:id",
    when: "its own user sends it",
    status: 204,
    arrange: async ({ gitlab, developer }) => ({ token: await newToken(gitlab, developer.id) }),
    call: ({ token, developer }) => ({ path: { id: token.id }, as: developer.token }),
    body: "empty",
    source: code,
  }),
  fact({
    endpoint: "DELETE /personal_access_tokens/:id",
    when: "it is another user's and no administrator sends it",
    status: 400,
    arrange: async ({ gitlab, owner }) => ({ token: await newToken(gitlab, owner.id) }),
    call: ({ token, developer }) => ({ path: { id: token.id }, as: developer.token }),
    body: message(/^400 Bad request( - Not permitted to revoke)?$/),
    source: "lib/api/helpers/personal_access_tokens_helpers.rb",
    note: "Older versions send no reason, the newest read one does (app/services/personal_access_tokens/revoke_service.rb).",
  }),
  fact({
    endpoint: "DELETE /personal_access_tokens/:id",
    when: "there is none with that id",
    status: 404,
    call: ({ root }) => ({ path: { id: NO_SUCH_ID }, as: root }),
    body: message("404 Not found"),
    source: "lib/api/api.rb",
  }),
  fact({
    endpoint: "DELETE /personal_access_tokens/:id",
    when: "sent without a token",
    status: 401,
    call: () => ({ path: { id: NO_SUCH_ID } }),
    body: unauthorized,
    source: code,
  }),
];
