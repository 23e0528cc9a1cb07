import { accessToken } from "../../facts/entities/access";
import { error, factsIn, message, unauthorized } from "../../facts/fact";
import { aTeam, NO_SUCH_ID, newToken } from "../../facts/world";

const code = "lib/api/personal_access_tokens.rb";
const fact = factsIn(aTeam, code);
const selfCode = "lib/api/personal_access_tokens/self_information.rb";

export const personalAccessTokenFacts = [
  fact("GET /personal_access_tokens/self", "200 when the token has any scope at all", {
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
  fact("GET /personal_access_tokens/self", "401 when asked without a token", {
    call: () => ({}),
    body: unauthorized,
    source: selfCode,
  }),
  fact("DELETE /personal_access_tokens/self", "204 when the token revokes itself", {
    call: ({ developer }) => ({ as: developer.token }),
    body: "empty",
    source: selfCode,
  }),
  fact("DELETE /personal_access_tokens/self", "401 when sent without a token", {
    call: () => ({}),
    body: unauthorized,
    source: selfCode,
  }),
  fact("GET /personal_access_tokens", "200 when an administrator asks for those of one user", {
    call: ({ root, developer }) => ({ as: root, query: { user_id: developer.id } }),
    headers: { "x-total": "1" },
    body: ({ developer }) => ({ list: accessToken, where: [{ user_id: developer.id, name: "facts" }] }),
  }),
  fact("GET /personal_access_tokens", "200 when an administrator asks for everybody's", {
    call: ({ root }) => ({ as: root, query: { per_page: 100 } }),
    body: ({ owner, developer }) => ({
      list: accessToken,
      some: [{ user_id: owner.id }, { user_id: developer.id }],
    }),
  }),
  fact("GET /personal_access_tokens", "200 when anybody else asks, who sees their own", {
    call: ({ developer }) => ({ as: developer.token }),
    body: ({ developer }) => ({ list: accessToken, where: [{ user_id: developer.id }] }),
  }),
  fact("GET /personal_access_tokens", "404 when an administrator asks for a user who does not exist", {
    call: ({ root }) => ({ as: root, query: { user_id: NO_SUCH_ID } }),
    body: message("404 Not Found"),
    source: "lib/api/helpers/personal_access_tokens_helpers.rb",
  }),
  fact("GET /personal_access_tokens", "401 when somebody who is no administrator asks for another user's", {
    call: ({ developer, owner }) => ({ as: developer.token, query: { user_id: owner.id } }),
    body: unauthorized,
  }),
  fact("GET /personal_access_tokens", "400 when the state is none that there is", {
    call: ({ root }) => ({ as: root, query: { state: "asleep" } }),
    body: error("state does not have a valid value"),
  }),
  fact("GET /personal_access_tokens", "400 when revoked is no boolean", {
    call: ({ root }) => ({ as: root, query: { revoked: "perhaps" } }),
    body: error("revoked is invalid"),
  }),
  fact("GET /personal_access_tokens/:id", "200 when its own user asks", {
    arrange: async ({ gitlab, developer }) => ({ token: await newToken(gitlab, developer.id) }),
    call: ({ token, developer }) => ({ path: { id: token.id }, as: developer.token }),
    body: ({ token }) => ({ one: accessToken, where: { id: token.id, active: true } }),
  }),
  fact("GET /personal_access_tokens/:id", "200 when the token was revoked: it is still found", {
    arrange: async ({ gitlab, developer }) => {
      const token = await newToken(gitlab, developer.id);
      await gitlab.do("DELETE /personal_access_tokens/:id", { path: { id: token.id } });
      return { token };
    },
    call: ({ token, root }) => ({ path: { id: token.id }, as: root }),
    body: { one: accessToken, where: { revoked: true, active: false } },
  }),
  fact("GET /personal_access_tokens/:id", "401 when it is another user's and no administrator asks", {
    arrange: async ({ gitlab, owner }) => ({ token: await newToken(gitlab, owner.id) }),
    call: ({ token, developer }) => ({ path: { id: token.id }, as: developer.token }),
    body: unauthorized,
  }),
  fact("GET /personal_access_tokens/:id", "404 when there is none with that id and an administrator asks", {
    call: ({ root }) => ({ path: { id: NO_SUCH_ID }, as: root }),
    body: message("404 Not Found"),
  }),
  fact("DELETE /personal_access_tokens/:id", "204 when its own user sends it", {
    arrange: async ({ gitlab, developer }) => ({ token: await newToken(gitlab, developer.id) }),
    call: ({ token, developer }) => ({ path: { id: token.id }, as: developer.token }),
    body: "empty",
  }),
  fact("DELETE /personal_access_tokens/:id", "400 when it is another user's and no administrator sends it", {
    arrange: async ({ gitlab, owner }) => ({ token: await newToken(gitlab, owner.id) }),
    call: ({ token, developer }) => ({ path: { id: token.id }, as: developer.token }),
    body: message(/^400 Bad request( - Not permitted to revoke)?$/),
    source: "lib/api/helpers/personal_access_tokens_helpers.rb",
    note: "Older versions send no reason, the newest read one does (app/services/personal_access_tokens/revoke_service.rb).",
  }),
  fact("DELETE /personal_access_tokens/:id", "404 when there is none with that id", {
    call: ({ root }) => ({ path: { id: NO_SUCH_ID }, as: root }),
    body: message("404 Not found"),
    source: "lib/api/api.rb",
  }),
  fact("DELETE /personal_access_tokens/:id", "401 when sent without a token", {
    call: () => ({ path: { id: NO_SUCH_ID } }),
    body: unauthorized,
  }),
];
