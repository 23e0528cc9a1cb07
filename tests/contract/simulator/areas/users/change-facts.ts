import { userWithAdmin } from "../../facts/entities/user";
import { factsIn, forbidden, message, notFound } from "../../facts/fact";
import { aTeam, NO_SUCH_ID } from "../../facts/world";

const fact = factsIn(aTeam);
const code = "lib/api/users.rb";
const block = "POST /users/:id/block";
const unblock = "POST /users/:id/unblock";
const memberships = "GET /users/:user_id/memberships";

export const userChangeFacts = [
  fact({
    endpoint: "PUT /users/:id",
    when: "name, note and limit change",
    status: 200,
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
    source: code,
  }),
  fact({
    endpoint: "PUT /users/:id",
    when: "the user becomes an external one, who makes nothing of their own",
    status: 200,
    call: ({ root, stranger }) => ({ path: { id: stranger.id }, as: root, json: { external: true } }),
    body: { one: userWithAdmin, where: { external: true, can_create_group: false, projects_limit: 0 } },
    source: "app/models/user.rb",
  }),
  fact({
    endpoint: "PUT /users/:id",
    when: "the email is somebody else's",
    status: 409,
    call: ({ root, stranger, owner }) => ({ path: { id: stranger.id }, as: root, json: { email: owner.email } }),
    body: message("Email has already been taken"),
    source: code,
  }),
  fact({
    endpoint: "PUT /users/:id",
    when: "there is no such user",
    status: 404,
    call: ({ root }) => ({ path: { id: NO_SUCH_ID }, as: root, json: { name: "x" } }),
    body: notFound("User"),
    source: code,
  }),
  fact({
    endpoint: block,
    when: "the user is active",
    status: 201,
    call: ({ root, stranger }) => ({ path: { id: stranger.id }, as: root }),
    body: { exactly: true },
    source: code,
  }),
  fact({
    endpoint: block,
    when: "the user is blocked already: the handler stops without an answer",
    status: 201,
    arrange: ({ gitlab, stranger }) => gitlab.do(block, { path: { id: stranger.id } }),
    call: ({ root, stranger }) => ({ path: { id: stranger.id }, as: root }),
    body: { exactly: null },
    source: code,
  }),
  fact({
    endpoint: unblock,
    when: "the user is blocked",
    status: 201,
    arrange: ({ gitlab, stranger }) => gitlab.do(block, { path: { id: stranger.id } }),
    call: ({ root, stranger }) => ({ path: { id: stranger.id }, as: root }),
    body: { exactly: true },
    source: code,
  }),
  fact({
    endpoint: unblock,
    when: "the user is not blocked",
    status: 201,
    call: ({ root, stranger }) => ({ path: { id: stranger.id }, as: root }),
    body: { exactly: false },
    source: code,
  }),
  fact({
    endpoint: memberships,
    when: "an administrator asks",
    status: 200,
    call: ({ root, owner }) => ({ path: { user_id: owner.id }, as: root }),
    body: ({ acme }) => ({
      exactly: [{ source_id: acme.id, source_name: acme.name, source_type: "Namespace", access_level: 50 }],
    }),
    source: "lib/api/entities/membership.rb",
  }),
  fact({
    endpoint: memberships,
    when: "only projects are wanted",
    status: 200,
    call: ({ root, owner }) => ({ path: { user_id: owner.id }, as: root, query: { type: "Project" } }),
    body: { exactly: [] },
    source: code,
  }),
  ...([block, unblock, "PUT /users/:id"] as const).map((endpoint) =>
    fact({
      endpoint,
      when: "somebody sends it who is no administrator",
      status: 403,
      call: ({ stranger }) => ({ path: { id: stranger.id }, as: stranger.token }),
      body: forbidden,
      source: code,
    }),
  ),
  ...([block, unblock] as const).map((endpoint) =>
    fact({
      endpoint,
      when: "there is no such user",
      status: 404,
      call: ({ root }) => ({ path: { id: NO_SUCH_ID }, as: root }),
      body: notFound("User"),
      source: code,
    }),
  ),
];
