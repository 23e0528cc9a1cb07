import { accessTokenWithToken } from "../../facts/entities/access";
import { badRequest, type Fact, factsIn, insufficientScope, message, unauthorized } from "../../facts/fact";
import { aTeam, inDays, NO_SUCH_ID, newToken } from "../../facts/world";

const code = "lib/api/personal_access_tokens.rb";
const service = "app/services/personal_access_tokens/rotate_service.rb";
const ofOneself = "lib/api/personal_access_tokens/self_rotation.rb";

const fact = factsIn(aTeam, service);
const rotate = "POST /personal_access_tokens/:id/rotate";
const rotateItself = "POST /personal_access_tokens/self/rotate";

const withToken = async ({ gitlab, developer }: Awaited<ReturnType<typeof aTeam>>) => ({
  token: await newToken(gitlab, developer.id, { name: "mine", description: "for me" }),
});

export const personalTokenRotationFacts: readonly Fact[] = [
  fact(rotate, "200 when its own user sends it", {
    arrange: withToken,
    call: ({ token, developer }) => ({
      path: { id: token.id },
      as: developer.token,
      json: { expires_at: inDays(9) },
    }),
    body: ({ developer }) => ({
      one: accessTokenWithToken,
      where: { name: "mine", description: "for me", user_id: developer.id, expires_at: inDays(9), active: true },
    }),
    note: "OpenAPI 19.5 says 201; lib/api/helpers/personal_access_tokens_helpers.rb, which counts, sets 200.",
  }),
  fact(rotate, "400 when it was revoked", {
    arrange: async (world) => {
      const { token } = await withToken(world);
      await world.gitlab.do("DELETE /personal_access_tokens/self", { as: token.token });
      return { token };
    },
    call: ({ token, developer }) => ({ path: { id: token.id }, as: developer.token }),
    body: badRequest("Token already revoked"),
  }),
  fact(rotate, "401 when it is another user's and no administrator sends it", {
    arrange: withToken,
    call: ({ token, owner }) => ({ path: { id: token.id }, as: owner.token }),
    body: unauthorized,
    source: code,
  }),
  fact(rotate, "404 when there is none with that id and an administrator sends it", {
    call: ({ root }) => ({ path: { id: NO_SUCH_ID }, as: root }),
    body: message("404 Not Found"),
    source: code,
  }),
  fact(rotateItself, "200 when no last day is given: a week", {
    arrange: async ({ gitlab, developer }) => ({
      token: await newToken(gitlab, developer.id, { scopes: ["self_rotate"] }),
    }),
    call: ({ token }) => ({ as: token.token }),
    body: () => ({ one: accessTokenWithToken, where: { expires_at: inDays(7), scopes: ["self_rotate"] } }),
    source: ofOneself,
  }),
  fact(rotateItself, "400 when the last day is too far ahead", {
    arrange: withToken,
    call: ({ token }) => ({ as: token.token, json: { expires_at: inDays(400) } }),
    body: () => badRequest(`Expires at must be before ${inDays(365)}`),
  }),
  fact(rotateItself, "401 when sent without a token", { call: () => ({}), body: unauthorized, source: ofOneself }),
  fact(rotateItself, "403 when the token may only read", {
    arrange: async ({ gitlab, developer }) => ({
      token: await newToken(gitlab, developer.id, { scopes: ["read_api"] }),
    }),
    call: ({ token }) => ({ as: token.token }),
    body: insufficientScope("api self_rotate api read_api"),
    source: ofOneself,
  }),
];
