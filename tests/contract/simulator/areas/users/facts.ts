import { userBasic, userDetails, userProfile, userPublic, userWithAdmin } from "../../facts/entities/user";
import { error, factsIn, forbidden, message, notFound, unauthorized } from "../../facts/fact";
import { aTeam, NO_SUCH_ID, newUser, unique } from "../../facts/world";

const code = "lib/api/users.rb";
const fact = factsIn(aTeam, code);

const aPerson = () => {
  const username = unique("someone");
  return { username, name: "Someone", email: `${username}@example.com`, force_random_password: true };
};

export const userFacts = [
  fact("GET /user", "200 when an administrator asks", {
    call: ({ root }) => ({ as: root }),
    body: { one: userWithAdmin, where: { username: "root", is_admin: true, state: "active" } },
    note: "OpenAPI 19.5 names UserPublic alone; the code, which counts, presents administrators with is_admin and more.",
  }),
  fact("GET /user", "200 when anybody else asks", {
    call: ({ developer }) => ({ as: developer.token }),
    body: ({ developer }) => ({ one: userPublic, where: { id: developer.id, email: developer.email } }),
    source: "OpenAPI 19.5",
  }),
  fact("GET /user", "401 when asked without a token", { call: () => ({}), body: unauthorized }),
  fact("GET /users", "200 when an administrator asks", {
    call: ({ root }) => ({ as: root, query: { per_page: 100 } }),
    body: ({ owner, stranger }) => ({ list: userWithAdmin, some: [{ id: owner.id }, { id: stranger.id }] }),
  }),
  fact("GET /users", "200 when anybody else asks", {
    call: ({ developer }) => ({ as: developer.token, query: { per_page: 100 } }),
    body: ({ owner }) => ({ list: userBasic, some: [{ id: owner.id }] }),
  }),
  fact("GET /users", "200 when a username is asked for, in whatever case", {
    call: ({ root, owner }) => ({ as: root, query: { username: owner.username.toUpperCase() } }),
    body: ({ owner }) => ({ list: userWithAdmin, where: [{ id: owner.id }] }),
    source: "doc/api/users.md",
  }),
  fact("GET /users", "200 when part of a name is searched for", {
    call: ({ developer, owner }) => ({ as: developer.token, query: { search: owner.username } }),
    body: ({ owner }) => ({ list: userBasic, where: [{ id: owner.id, username: owner.username }] }),
    source: "doc/api/users.md",
  }),
  fact("GET /users", "200 when the ghost user is asked for, who is given the work of users that are deleted", {
    call: ({ root }) => ({ as: root, query: { username: "ghost" } }),
    body: { list: userWithAdmin, where: [{ username: "ghost", is_admin: false }] },
    source: "doc/administration/internal_users.md",
    note: "GitLab makes this user at first need; an instance that was ever used has it.",
  }),
  fact("GET /users", "403 when asked without a token", {
    call: () => ({}),
    body: message("403 Forbidden - Not authorized to access /api/v4/users"),
  }),
  fact("GET /users/:id", "200 when an administrator asks", {
    call: ({ root, owner }) => ({ path: { id: owner.id }, as: root }),
    body: ({ owner }) => ({ one: userDetails, where: { id: owner.id, email: owner.email, is_admin: false } }),
  }),
  fact("GET /users/:id", "200 when anybody else asks", {
    call: ({ developer, owner }) => ({ path: { id: owner.id }, as: developer.token }),
    body: ({ owner }) => ({ one: userProfile, where: { id: owner.id, username: owner.username } }),
  }),
  fact("GET /users/:id", "404 when nobody has that id", {
    call: ({ root }) => ({ path: { id: NO_SUCH_ID }, as: root }),
    body: notFound("User"),
  }),
  fact("GET /users/:id", "403 when asked without a token", {
    call: ({ owner }) => ({ path: { id: owner.id } }),
    body: message("403 Forbidden - Not authorized!"),
  }),
  fact("POST /users", "201 when an administrator gives name, username, email and asks for a random password", {
    call: ({ root }) => ({ as: root, json: aPerson() }),
    body: { one: userWithAdmin, where: { name: "Someone", is_admin: false, state: "active" } },
  }),
  fact("POST /users", "400 when the email is missing", {
    call: ({ root }) => ({ as: root, json: { ...aPerson(), email: undefined } }),
    body: error("email is missing"),
  }),
  fact("POST /users", "400 when it is not said where the password comes from", {
    call: ({ root }) => ({ as: root, json: { ...aPerson(), force_random_password: undefined } }),
    body: error("password, reset_password, force_random_password are missing, at least one parameter must be provided"),
  }),
  fact("POST /users", "409 when the email is somebody's", {
    call: ({ root, owner }) => ({ as: root, json: { ...aPerson(), email: owner.email } }),
    body: message("Email has already been taken"),
  }),
  fact("POST /users", "409 when the username is somebody's", {
    call: ({ root, owner }) => ({ as: root, json: { ...aPerson(), username: owner.username } }),
    body: message("Username has already been taken"),
  }),
  fact("POST /users", "403 when somebody sends it who is no administrator", {
    call: ({ owner }) => ({ as: owner.token, json: aPerson() }),
    body: forbidden,
  }),
  fact("POST /users", "401 when sent without a token", { call: () => ({ json: aPerson() }), body: unauthorized }),
  fact("DELETE /users/:id", "204 when an administrator sends it", {
    call: ({ root, stranger }) => ({ path: { id: stranger.id }, as: root }),
    body: "empty",
  }),
  fact("DELETE /users/:id", "409 when the user is the only owner of a group", {
    arrange: async ({ gitlab }) => {
      const founder = await newUser(gitlab, "founder");
      const path = unique("founded");
      await gitlab.do("POST /groups", { as: founder.token, json: { name: path, path } });
      return { founder };
    },
    call: ({ root, founder }) => ({ path: { id: founder.id }, as: root }),
    body: message("User cannot be removed while is the sole-owner of a group"),
  }),
  fact("DELETE /users/:id", "404 when nobody has that id", {
    call: ({ root }) => ({ path: { id: NO_SUCH_ID }, as: root }),
    body: notFound("User"),
  }),
  fact("DELETE /users/:id", "403 when somebody sends it who is no administrator", {
    call: ({ owner, stranger }) => ({ path: { id: stranger.id }, as: owner.token }),
    body: forbidden,
  }),
  fact("DELETE /users/:id", "401 when sent without a token", {
    call: ({ stranger }) => ({ path: { id: stranger.id } }),
    body: unauthorized,
  }),
];
