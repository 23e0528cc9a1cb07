import { group } from "../../facts/entities/group";
import { namespaceDetail, projectWithAccess } from "../../facts/entities/project";
import { factsIn, notFound, unauthorized } from "../../facts/fact";
import { aTeam, NO_SUCH_ID, newGroup } from "../../facts/world";

const code = "lib/api/namespaces.rb";
const fact = factsIn(aTeam, code);
const all = "GET /namespaces";
const one = "GET /namespaces/:id";

type Team = Awaited<ReturnType<typeof aTeam>>;
const aSubgroup = async ({ gitlab, acme }: Team) => ({
  below: await newGroup(gitlab, "below", { parent_id: acme.id }),
});

export const namespaceFacts = [
  fact(all, "200 when somebody asks: their own, and the groups that they are members of themselves", {
    arrange: aSubgroup,
    call: ({ owner }) => ({ as: owner.token }),
    body: ({ acme, owner }) => ({
      list: namespaceDetail,
      where: [
        { id: acme.id, kind: "group", members_count_with_descendants: 2 },
        { kind: "user", path: owner.username },
      ],
    }),
    source: "app/models/user.rb",
  }),
  fact(all, "200 when somebody asks who is in a project only", {
    call: ({ developer }) => ({ as: developer.token }),
    body: ({ developer }) => ({ list: namespaceDetail, where: [{ kind: "user", path: developer.username }] }),
    source: "app/models/user.rb",
  }),
  fact(all, "200 when an administrator searches: name and path count, and not the groups above", {
    arrange: aSubgroup,
    call: ({ root, acme }) => ({ as: root, query: { search: acme.path } }),
    body: ({ acme }) => ({ list: namespaceDetail, where: [{ id: acme.id, projects_count: 1 }] }),
  }),
  fact(all, "200 when whole paths are searched", {
    arrange: aSubgroup,
    call: ({ root, acme }) => ({ as: root, query: { search: acme.path, full_path_search: true } }),
    body: ({ acme, below }) => ({ list: namespaceDetail, where: [{ id: acme.id }, { id: below.id }] }),
  }),
  fact(all, "401 when asked without a token", { call: () => ({}), body: unauthorized }),
  fact(one, "200 when a member asks, by its path", {
    call: ({ acme, owner }) => ({ path: { id: acme.full_path }, as: owner.token }),
    body: ({ acme }) => ({ one: namespaceDetail, where: { id: acme.id, full_path: acme.full_path } }),
  }),
  fact(one, "404 when somebody asks who is no member", {
    call: ({ acme, stranger }) => ({ path: { id: acme.id }, as: stranger.token }),
    body: notFound("Namespace"),
    source: "lib/api/helpers.rb",
  }),
  fact(one, "401 when asked without a token", { call: ({ acme }) => ({ path: { id: acme.id } }), body: unauthorized }),
  fact("GET /groups/:id/descendant_groups", "200 when there is a group below", {
    arrange: aSubgroup,
    call: ({ acme, owner }) => ({ path: { id: acme.id }, as: owner.token }),
    body: ({ below }) => ({ list: group, where: [{ id: below.id }] }),
    source: "lib/api/groups.rb",
  }),
  fact("GET /groups/:id/descendant_groups", "404 when the caller can't see the group", {
    call: ({ acme, stranger }) => ({ path: { id: acme.id }, as: stranger.token }),
    body: notFound("Group"),
    source: "lib/api/groups.rb",
  }),
  fact("GET /users/:user_id/projects", "200 when somebody has one of their own", {
    arrange: async ({ gitlab, owner }) => {
      await gitlab.do("POST /projects", { as: owner.token, json: { name: "own" } });
    },
    call: ({ owner }) => ({ path: { user_id: owner.username }, as: owner.token }),
    body: ({ owner }) => ({ list: projectWithAccess, where: [{ path_with_namespace: `${owner.username}/own` }] }),
    source: "lib/api/projects.rb",
  }),
  fact("GET /users/:user_id/projects", "404 when there is no such user", {
    call: ({ root }) => ({ path: { user_id: NO_SUCH_ID }, as: root }),
    body: notFound("User"),
    source: "lib/api/projects.rb",
  }),
];
