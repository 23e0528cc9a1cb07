import { userBasic, userDetails, userProfile, userPublic, userWithAdmin } from "../../facts/entities/user";
import { error, factsIn, forbidden, message, notFound, unauthorized } from "../../facts/fact";
import { aTeam, NO_SUCH_ID, newUser, unique } from "../../facts/world";

const fact = factsIn(aTeam);
const code = "lib/api/users.rb";

const aPerson = () => {
  const username = unique("someone");
  return { username, name: "Someone", email: `${username}@example.com`, force_random_password: true };
};

export const userFacts = [
  fact({
    endpoint: "GET /user",
    when: "an administrator asks",
    status: 200,
    call: ({ root }) => ({ as: root }),
    body: { one: userWithAdmin, where: { username: "root", is_admin: true, state: "active" } },
    source: code,
    note: "OpenAPI 19.5 names UserPublic alone; the code, which counts, presents administrators with is_admin and more.",
  }),
  fact({
    endpoint: "GET /user",
    when: "anybody else asks",
    status: 200,
    call: ({ developer }) => ({ as: developer.token }),
    body: ({ developer }) => ({ one: userPublic, where: { id: developer.id, email: developer.email } }),
    source: "OpenAPI 19.5",
  }),
  fact({
    endpoint: "GET /user",
    when: "asked without a token",
    status: 401,
    call: () => ({}),
    body: unauthorized,
    source: code,
  }),
  fact({
    endpoint: "GET /users",
    when: "an administrator asks",
    status: 200,
    call: ({ root }) => ({ as: root, query: { per_page: 100 } }),
    body: ({ owner, stranger }) => ({ list: userWithAdmin, some: [{ id: owner.id }, { id: stranger.id }] }),
    source: code,
  }),
  fact({
    endpoint: "GET /users",
    when: "anybody else asks",
    status: 200,
    call: ({ developer }) => ({ as: developer.token, query: { per_page: 100 } }),
    body: ({ owner }) => ({ list: userBasic, some: [{ id: owner.id }] }),
    source: code,
  }),
  fact({
    endpoint: "GET /users",
    when: "a username is asked for, in whatever case",
    status: 200,
    call: ({ root, owner }) => ({ as: root, query: { username: owner.username.toUpperCase() } }),
    body: ({ owner }) => ({ list: userWithAdmin, where: [{ id: owner.id }] }),
    source: "doc/api/users.md",
  }),
  fact({
    endpoint: "GET /users",
    when: "part of a name is searched for",
    status: 200,
    call: ({ developer, owner }) => ({ as: developer.token, query: { search: owner.username } }),
    body: ({ owner }) => ({ list: userBasic, where: [{ id: owner.id, username: owner.username }] }),
    source: "doc/api/users.md",
  }),
  fact({
    endpoint: "GET /users",
    when: "the ghost user is asked for, who is given the work of users that are deleted",
    status: 200,
    call: ({ root }) => ({ as: root, query: { username: "ghost" } }),
    body: { list: userWithAdmin, where: [{ username: "ghost", is_admin: false }] },
    source: "doc/administration/internal_users.md",
    note: "GitLab makes this user at first need; an instance that was ever used has it.",
  }),
  fact({
    endpoint: "GET /users",
    when: "asked without a token",
    status: 403,
    call: () => ({}),
    body: message("403 Forbidden - Not authorized to access /api/v4/users"),
    source: code,
  }),
  fact({
    endpoint: "GET /users/:id",
    when: "an administrator asks",
    status: 200,
    call: ({ root, owner }) => ({ path: { id: owner.id }, as: root }),
    body: ({ owner }) => ({ one: userDetails, where: { id: owner.id, email: owner.email, is_admin: false } }),
    source: code,
  }),
  fact({
    endpoint: "GET /users/:id",
    when: "anybody else asks",
    status: 200,
    call: ({ developer, owner }) => ({ path: { id: owner.id }, as: developer.token }),
    body: ({ owner }) => ({ one: userProfile, where: { id: owner.id, username: owner.username } }),
    source: code,
  }),
  fact({
    endpoint: "GET /users/:id",
    when: "nobody has that id",
    status: 404,
    call: ({ root }) => ({ path: { id: NO_SUCH_ID }, as: root }),
    body: notFound("User"),
    source: code,
  }),
  fact({
    endpoint: "GET /users/:id",
    when: "asked without a token",
    status: 403,
    call: ({ owner }) => ({ path: { id: owner.id } }),
    body: message("403 Forbidden - Not authorized!"),
    source: code,
  }),
  fact({
    endpoint: "POST /users",
    when: "an administrator gives name, username, email and asks for a random password",
    status: 201,
    call: ({ root }) => ({ as: root, json: aPerson() }),
    body: { one: userWithAdmin, where: { name: "Someone", is_admin: false, state: "active" } },
    source: code,
  }),
  fact({
    endpoint: "POST /users",
    when: "the email is missing",
    status: 400,
    call: ({ root }) => ({ as: root, json: { ...aPerson(), email: undefined } }),
    body: error("email is missing"),
    source: code,
  }),
  fact({
    endpoint: "POST /users",
    when: "it is not said where the password comes from",
    status: 400,
    call: ({ root }) => ({ as: root, json: { ...aPerson(), force_random_password: undefined } }),
    body: error("password, reset_password, force_random_password are missing, at least one parameter must be provided"),
    source: code,
  }),
  fact({
    endpoint: "POST /users",
    when: "the email is somebody's",
    status: 409,
    call: ({ root, owner }) => ({ as: root, json: { ...aPerson(), email: owner.email } }),
    body: message("Email has already been taken"),
    source: code,
  }),
  fact({
    endpoint: "POST /users",
    when: "the username is somebody's",
    status: 409,
    call: ({ root, owner }) => ({ as: root, json: { ...aPerson(), username: owner.username } }),
    body: message("Username has already been taken"),
    source: code,
  }),
  fact({
    endpoint: "POST /users",
    when: "somebody sends it who is no administrator",
    status: 403,
    call: ({ owner }) => ({ as: owner.token, json: aPerson() }),
    body: forbidden,
    source: code,
  }),
  fact({
    endpoint: "POST /users",
    when: "sent without a token",
    status: 401,
    call: () => ({ json: aPerson() }),
    body: unauthorized,
    source: code,
  }),
  fact({
    endpoint: "DELETE /users/:id",
    when: "an administrator sends it",
    status: 204,
    call: ({ root, stranger }) => ({ path: { id: stranger.id }, as: root }),
    body: "empty",
    source: code,
  }),
  fact({
    endpoint: "DELETE /users/:id",
    when: "the user is the only owner of a group",
    status: 409,
    arrange: async ({ gitlab }) => {
      const founder = await newUser(gitlab, "founder");
      const path = unique("founded");
      await gitlab.do("POST /groups", { as: founder.token, json: { name: path, path } });
      return { founder };
    },
    call: ({ root, founder }) => ({ path: { id: founder.id }, as: root }),
    body: message("User cannot be removed while is the sole-owner of a group"),
    source: code,
  }),
  fact({
    endpoint: "DELETE /users/:id",
    when: "nobody has that id",
    status: 404,
    call: ({ root }) => ({ path: { id: NO_SUCH_ID }, as: root }),
    body: notFound("User"),
    source: code,
  }),
  fact({
    endpoint: "DELETE /users/:id",
    when: "somebody sends it who is no administrator",
    status: 403,
    call: ({ owner, stranger }) => ({ path: { id: stranger.id }, as: owner.token }),
    body: forbidden,
    source: code,
  }),
  fact({
    endpoint: "DELETE /users/:id",
    when: "sent without a token",
    status: 401,
    call: ({ stranger }) => ({ path: { id: stranger.id } }),
    body: unauthorized,
    source: code,
  }),
];
