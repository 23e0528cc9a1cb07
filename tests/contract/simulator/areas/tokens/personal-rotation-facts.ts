import { accessTokenWithToken } from "../../facts/entities/access";
import { badRequest, type Fact, factsIn, insufficientScope, message, unauthorized } from "../../facts/fact";
import { aTeam, inDays, NO_SUCH_ID, newToken } from "../../facts/world";

const code = "lib/api/personal_access_tokens.rb";
const service = "app/services/personal_access_tokens/rotate_service.rb";
const ofOneself = "lib/api/personal_access_tokens/self_rotation.rb";

const fact = factsIn(aTeam);
const rotate = "POST /personal_access_tokens/:id/rotate";
const rotateItself = "POST /personal_access_tokens/self/rotate";

const withToken = async ({ gitlab, developer }: Awaited<ReturnType<typeof aTeam>>) => ({
  token: await newToken(gitlab, developer.id, { name: "mine", description: "for me" }),
});

export const personalTokenRotationFacts: readonly Fact[] = [
  fact({
    endpoint: rotate,
    when: "its own user sends it",
    status: 200,
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
    source: service,
    note: "OpenAPI 19.5 says 201; lib/api/helpers/personal_access_tokens_helpers.rb, which counts, sets 200.",
  }),
  fact({
    endpoint: rotate,
    when: "it was revoked",
    status: 400,
    arrange: async (world) => {
      const { token } = await withToken(world);
      await world.gitlab.do("DELETE /personal_access_tokens/self", { as: token.token });
      return { token };
    },
    call: ({ token, developer }) => ({ path: { id: token.id }, as: developer.token }),
    body: badRequest("Token already revoked"),
    source: service,
  }),
  fact({
    endpoint: rotate,
    when: "it is another user's and no administrator sends it",
    status: 401,
    arrange: withToken,
    call: ({ token, owner }) => ({ path: { id: token.id }, as: owner.token }),
    body: unauthorized,
    source: code,
  }),
  fact({
    endpoint: rotate,
    when: "there is none with that id and an administrator sends it",
    status: 404,
    call: ({ root }) => ({ path: { id: NO_SUCH_ID }, as: root }),
    body: message("404 Not Found"),
    source: code,
  }),
  fact({
    endpoint: rotateItself,
    when: "no last day is given: a week",
    status: 200,
    arrange: async ({ gitlab, developer }) => ({
      token: await newToken(gitlab, developer.id, { scopes: ["self_rotate"] }),
    }),
    call: ({ token }) => ({ as: token.token }),
    body: () => ({ one: accessTokenWithToken, where: { expires_at: inDays(7), scopes: ["self_rotate"] } }),
    source: ofOneself,
  }),
  fact({
    endpoint: rotateItself,
    when: "the last day is too far ahead",
    status: 400,
    arrange: withToken,
    call: ({ token }) => ({ as: token.token, json: { expires_at: inDays(400) } }),
    body: () => badRequest(`Expires at must be before ${inDays(365)}`),
    source: service,
  }),
  fact({
    endpoint: rotateItself,
    when: "sent without a token",
    status: 401,
    call: () => ({}),
    body: unauthorized,
    source: ofOneself,
  }),
  fact({
    endpoint: rotateItself,
    when: "the token may only read",
    status: 403,
    arrange: async ({ gitlab, developer }) => ({
      token: await newToken(gitlab, developer.id, { scopes: ["read_api"] }),
    }),
    call: ({ token }) => ({ as: token.token }),
    body: insufficientScope("api self_rotate api read_api"),
    source: ofOneself,
  }),
];
