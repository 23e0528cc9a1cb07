import { group, groupDetail, groupDetailWithoutProjects } from "../../facts/entities/group";
import { basicProject } from "../../facts/entities/project";
import { accepted, error, factsIn, forbidden, message, notFound, unauthorized } from "../../facts/fact";
import { addMember, aTeam, DEVELOPER, MAINTAINER, NO_SUCH_ID, newGroup, unique } from "../../facts/world";

const code = "lib/api/groups.rb";
const fact = factsIn(aTeam, code);
const finder = "lib/api/helpers.rb";

export const groupFacts = [
  fact("POST /groups", "201 when name and path are given", {
    call: ({ root }) => ({ as: root, json: { name: "New group", path: unique("new"), visibility: "private" } }),
    body: { one: groupDetail, where: { name: "New group", full_name: "New group", parent_id: null } },
  }),
  fact("POST /groups", "201 when the owner of a group makes a subgroup", {
    call: ({ owner, acme }) => ({ as: owner.token, json: { name: "Payments", path: "payments", parent_id: acme.id } }),
    body: ({ acme }) => ({
      one: groupDetail,
      where: {
        parent_id: acme.id,
        full_path: `${acme.full_path}/payments`,
        full_name: `${acme.name} / Payments`,
        visibility: "private",
      },
    }),
  }),
  fact("POST /groups", "400 when name and path are missing", {
    call: ({ root }) => ({ as: root }),
    body: error("name is missing, path is missing"),
  }),
  fact("POST /groups", "400 when the path is taken", {
    call: ({ root, acme }) => ({ as: root, json: { name: "Another", path: acme.path } }),
    body: message(/^Failed to save group \{.*has already been taken.*\}$/),
    note: "GitLab prints a Ruby hash into the text, and Ruby prints hashes in another way since 3.4.",
  }),
  fact("POST /groups", "404 when the parent does not exist", {
    call: ({ root }) => ({ as: root, json: { name: "Lost", path: unique("lost"), parent_id: NO_SUCH_ID } }),
    body: notFound("Group"),
  }),
  fact("POST /groups", "403 when a developer of a group makes a subgroup", {
    arrange: ({ gitlab, acme, stranger }) =>
      addMember(gitlab, { in: "groups", id: acme.id, user: stranger, level: DEVELOPER }),
    call: ({ stranger, acme }) => ({
      as: stranger.token,
      json: { name: "Payments", path: "payments", parent_id: acme.id },
    }),
    body: forbidden,
  }),
  fact("POST /groups", "401 when sent without a token", {
    call: () => ({ json: { name: "New", path: unique("new") } }),
    body: unauthorized,
  }),
  fact("GET /groups/:id", "200 when asked for by its number", {
    call: ({ owner, acme }) => ({ path: { id: acme.id }, as: owner.token }),
    body: ({ acme }) => ({ one: groupDetail, where: { id: acme.id, full_path: acme.full_path } }),
    source: "OpenAPI 19.5",
  }),
  fact("GET /groups/:id", "200 when asked for by its full path", {
    arrange: async ({ gitlab, acme }) => ({ sub: await newGroup(gitlab, "sub", { parent_id: acme.id }) }),
    call: ({ root, sub }) => ({ path: { id: sub.full_path }, as: root }),
    body: ({ sub, acme }) => ({ one: groupDetail, where: { id: sub.id, parent_id: acme.id } }),
    source: finder,
  }),
  fact("GET /groups/:id", "200 when its projects are not wanted", {
    call: ({ owner, acme }) => ({ path: { id: acme.id }, as: owner.token, query: { with_projects: false } }),
    body: { one: groupDetailWithoutProjects },
    source: "lib/api/entities/group_detail.rb",
  }),
  fact("GET /groups/:id", "404 when there is none", {
    call: ({ root }) => ({ path: { id: NO_SUCH_ID }, as: root }),
    body: notFound("Group"),
    source: finder,
  }),
  fact("GET /groups/:id", "404 when it is private and a stranger asks", {
    call: ({ stranger, acme }) => ({ path: { id: acme.id }, as: stranger.token }),
    body: notFound("Group"),
    source: finder,
  }),
  fact("GET /groups/:id", "404 when its path was changed and the old one is asked for: no redirect is followed", {
    arrange: ({ gitlab, acme }) =>
      gitlab.do("PUT /groups/:id", { path: { id: acme.id }, json: { path: unique("new") } }),
    call: ({ root, acme }) => ({ path: { id: acme.full_path }, as: root }),
    body: notFound("Group"),
    source: finder,
  }),
  fact("GET /groups", "200 when an administrator searches", {
    call: ({ root, acme }) => ({ as: root, query: { search: acme.path } }),
    headers: { "x-total": "1" },
    body: ({ acme }) => ({ list: group, where: [{ id: acme.id }] }),
  }),
  fact("GET /groups", "200 when a stranger asks, who sees no private group", {
    call: ({ stranger, acme }) => ({ as: stranger.token, query: { search: acme.path } }),
    body: { exactly: [] },
  }),
  fact("GET /groups", "200 when asked without a token: public groups only", {
    arrange: async ({ gitlab }) => ({ open: await newGroup(gitlab, "open", { visibility: "public" }) }),
    call: ({ open }) => ({ query: { search: open.path } }),
    body: ({ open }) => ({ list: group, where: [{ id: open.id, visibility: "public" }] }),
  }),
  fact("GET /groups/:id/subgroups", "200 when it has one", {
    arrange: async ({ gitlab, acme }) => ({ sub: await newGroup(gitlab, "sub", { parent_id: acme.id }) }),
    call: ({ root, acme }) => ({ path: { id: acme.id }, as: root }),
    body: ({ sub, acme }) => ({ list: group, where: [{ id: sub.id, parent_id: acme.id }] }),
  }),
  fact("GET /groups/:id/projects", "200 when asked for the short form", {
    call: ({ root, acme }) => ({ path: { id: acme.id }, as: root, query: { simple: true } }),
    body: ({ billing }) => ({ list: basicProject, where: [{ id: billing.id }] }),
  }),
  fact("PUT /groups/:id", "200 when an owner changes name and path", {
    arrange: async () => ({ path: unique("renamed") }),
    call: ({ owner, acme, path }) => ({ path: { id: acme.id }, as: owner.token, json: { name: "Renamed", path } }),
    body: ({ acme, path }) => ({ one: groupDetail, where: { id: acme.id, name: "Renamed", full_path: path } }),
  }),
  fact("PUT /groups/:id", "404 when there is none", {
    call: ({ root }) => ({ path: { id: NO_SUCH_ID }, as: root, json: { name: "Renamed" } }),
    body: notFound("Group"),
  }),
  fact("PUT /groups/:id", "403 when a maintainer of the group sends it", {
    arrange: ({ gitlab, acme, stranger }) =>
      addMember(gitlab, { in: "groups", id: acme.id, user: stranger, level: MAINTAINER }),
    call: ({ stranger, acme }) => ({ path: { id: acme.id }, as: stranger.token, json: { name: "Renamed" } }),
    body: forbidden,
  }),
  fact("DELETE /groups/:id", "202 when an owner sends it", {
    call: ({ owner, acme }) => ({ path: { id: acme.id }, as: owner.token }),
    body: accepted,
  }),
  fact("DELETE /groups/:id", "403 when a maintainer of the group sends it", {
    arrange: ({ gitlab, acme, stranger }) =>
      addMember(gitlab, { in: "groups", id: acme.id, user: stranger, level: MAINTAINER }),
    call: ({ stranger, acme }) => ({ path: { id: acme.id }, as: stranger.token }),
    body: forbidden,
  }),
  fact("DELETE /groups/:id", "404 when there is none", {
    call: ({ root }) => ({ path: { id: NO_SUCH_ID }, as: root }),
    body: notFound("Group"),
  }),
  fact("DELETE /groups/:id", "401 when sent without a token", {
    call: ({ acme }) => ({ path: { id: acme.id } }),
    body: unauthorized,
  }),
];
