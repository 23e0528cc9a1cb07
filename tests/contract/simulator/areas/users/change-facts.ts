import { userWithAdmin } from "../../facts/entities/user";
import { factsIn, forbidden, message, notFound } from "../../facts/fact";
import { aTeam, NO_SUCH_ID } from "../../facts/world";

const code = "lib/api/users.rb";
const fact = factsIn(aTeam, code);
const block = "POST /users/:id/block";
const unblock = "POST /users/:id/unblock";
const memberships = "GET /users/:user_id/memberships";

export const userChangeFacts = [
  fact("PUT /users/:id", "200 when name, note and limit change", {
    call: ({ root, stranger }) => ({
      path: { id: stranger.id },
      as: root,
      json: { name: "Somebody Else", note: "moved", projects_limit: 3, external: false, location: "Utrecht" },
    }),
    body: ({ stranger }) => ({
      one: userWithAdmin,
      where: {
        ...{ id: stranger.id, username: stranger.username, name: "Somebody Else", note: "moved" },
        ...{ projects_limit: 3, location: "Utrecht" },
      },
    }),
  }),
  fact("PUT /users/:id", "200 when the user becomes an external one, who makes nothing of their own", {
    call: ({ root, stranger }) => ({ path: { id: stranger.id }, as: root, json: { external: true } }),
    body: { one: userWithAdmin, where: { external: true, can_create_group: false, projects_limit: 0 } },
    source: "app/models/user.rb",
  }),
  fact("PUT /users/:id", "409 when the email is somebody else's", {
    call: ({ root, stranger, owner }) => ({ path: { id: stranger.id }, as: root, json: { email: owner.email } }),
    body: message("Email has already been taken"),
  }),
  fact("PUT /users/:id", "404 when there is no such user", {
    call: ({ root }) => ({ path: { id: NO_SUCH_ID }, as: root, json: { name: "x" } }),
    body: notFound("User"),
  }),
  fact(block, "201 when the user is active", {
    call: ({ root, stranger }) => ({ path: { id: stranger.id }, as: root }),
    body: { exactly: true },
  }),
  fact(block, "201 when the user is blocked already: the handler stops without an answer", {
    arrange: ({ gitlab, stranger }) => gitlab.do(block, { path: { id: stranger.id } }),
    call: ({ root, stranger }) => ({ path: { id: stranger.id }, as: root }),
    body: { exactly: null },
  }),
  fact(unblock, "201 when the user is blocked", {
    arrange: ({ gitlab, stranger }) => gitlab.do(block, { path: { id: stranger.id } }),
    call: ({ root, stranger }) => ({ path: { id: stranger.id }, as: root }),
    body: { exactly: true },
  }),
  fact(unblock, "201 when the user is not blocked", {
    call: ({ root, stranger }) => ({ path: { id: stranger.id }, as: root }),
    body: { exactly: false },
  }),
  fact(memberships, "200 when an administrator asks", {
    call: ({ root, owner }) => ({ path: { user_id: owner.id }, as: root }),
    body: ({ acme }) => ({
      exactly: [{ source_id: acme.id, source_name: acme.name, source_type: "Namespace", access_level: 50 }],
    }),
    source: "lib/api/entities/membership.rb",
  }),
  fact(memberships, "200 when only projects are wanted", {
    call: ({ root, owner }) => ({ path: { user_id: owner.id }, as: root, query: { type: "Project" } }),
    body: { exactly: [] },
  }),
  ...([block, unblock, "PUT /users/:id"] as const).map((endpoint) =>
    fact(endpoint, "403 when somebody sends it who is no administrator", {
      call: ({ stranger }) => ({ path: { id: stranger.id }, as: stranger.token }),
      body: forbidden,
    }),
  ),
  ...([block, unblock] as const).map((endpoint) =>
    fact(endpoint, "404 when there is no such user", {
      call: ({ root }) => ({ path: { id: NO_SUCH_ID }, as: root }),
      body: notFound("User"),
    }),
  ),
];
