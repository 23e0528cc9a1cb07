import type { GitLabApi } from "../../../../support/gitlab/gitlab-api";
import { basicProject } from "../../facts/entities/project";
import { userBasic } from "../../facts/entities/user";
import { error, factsIn, forbidden, message, notFound } from "../../facts/fact";
import { addMember, aTeam, DEVELOPER, NO_SUCH_ID, newGroup } from "../../facts/world";

const code = "lib/api/projects.rb";
const share = "POST /projects/:id/share";
const unshare = "DELETE /projects/:id/share/:group_id";
const search = "GET /search";
const searchCode = "lib/api/search.rb";

/** A second group, whose developer is a stranger to the team. */
async function aTeamAndGuests(gitlab: GitLabApi) {
  const team = await aTeam(gitlab);
  const guests = await newGroup(gitlab, "guests");
  await addMember(gitlab, { in: "groups", id: guests.id, user: team.stranger, level: DEVELOPER });
  return { ...team, guests };
}
const fact = factsIn(aTeamAndGuests, code);
const shared = (gitlab: GitLabApi, id: number, group_id: number, group_access = 30) =>
  gitlab.do(share, { path: { id }, json: { group_id, group_access } });

export const shareFacts = [
  fact(share, "201 when a group is invited", {
    call: ({ billing, guests, root }) => ({
      path: { id: billing.id },
      as: root,
      json: { group_id: guests.id, group_access: DEVELOPER },
    }),
    body: ({ billing, guests }) => ({
      exactly: {
        ...{ id: guests.id, project_id: billing.id, group_id: guests.id },
        ...{ group_access: DEVELOPER, expires_at: null },
      },
    }),
    note: "The link's own id is GitLab's; here it is the group's.",
  }),
  fact("GET /projects/:id", "200 when a member of an invited group asks", {
    arrange: ({ gitlab, billing, guests }) => shared(gitlab, billing.id, guests.id),
    call: ({ billing, stranger }) => ({ path: { id: billing.id }, as: stranger.token, query: { simple: true } }),
    body: { text: /"shared_with_groups":\[\{"group_id":\d+/ },
    source: "doc/user/project/members/sharing_projects_groups.md",
  }),
  fact(share, "409 when the group is invited already", {
    arrange: ({ gitlab, billing, guests }) => shared(gitlab, billing.id, guests.id),
    call: ({ billing, guests, root }) => ({
      path: { id: billing.id },
      as: root,
      json: { group_id: guests.id, group_access: DEVELOPER },
    }),
    body: message("Project already shared with this group"),
    source: "app/models/project_group_link.rb",
  }),
  fact(share, "400 when the level is none that there is", {
    call: ({ billing, guests, root }) => ({
      path: { id: billing.id },
      as: root,
      json: { group_id: guests.id, group_access: 7 },
    }),
    body: error("group_access does not have a valid value"),
  }),
  fact(share, "403 when a developer sends it", {
    call: ({ billing, acme, developer }) => ({
      path: { id: billing.id },
      as: developer.token,
      json: { group_id: acme.id, group_access: DEVELOPER },
    }),
    body: forbidden,
  }),
  fact(share, "404 when the caller is not in the group", {
    call: ({ billing, guests, maintainer }) => ({
      path: { id: billing.id },
      as: maintainer.token,
      json: { group_id: guests.id, group_access: DEVELOPER },
    }),
    body: message("Not Found"),
    source: "app/services/concerns/group_linkable.rb",
  }),
  fact(unshare, "204 when the group is invited", {
    arrange: ({ gitlab, billing, guests }) => shared(gitlab, billing.id, guests.id),
    call: ({ billing, guests, root }) => ({ path: { id: billing.id, group_id: guests.id }, as: root }),
    body: "empty",
  }),
  fact(unshare, "404 when the group is not invited", {
    call: ({ billing, guests, root }) => ({ path: { id: billing.id, group_id: guests.id }, as: root }),
    body: notFound("Group Link"),
  }),
  fact("DELETE /groups/:id/share/:group_id", "404 when the group is not invited", {
    call: ({ acme, guests, root }) => ({ path: { id: acme.id, group_id: guests.id }, as: root }),
    body: notFound("Group Link"),
    source: "lib/api/groups.rb",
  }),
  fact("GET /projects/:id/users", "200 when a member asks: inherited members are among them", {
    call: ({ billing, developer, owner }) => ({
      path: { id: billing.id },
      as: developer.token,
      query: { search: owner.username },
    }),
    body: ({ owner }) => ({ list: userBasic, where: [{ id: owner.id }] }),
  }),
  fact("GET /projects/:id/groups", "200 when a member of the group above asks", {
    call: ({ billing, owner }) => ({ path: { id: billing.id }, as: owner.token }),
    body: ({ acme }) => ({ text: new RegExp(`^\\[\\{"id":${acme.id},`) }),
  }),
  fact("GET /namespaces/:id/exists", "200 when the name is taken: another one is suggested", {
    call: ({ acme, root }) => ({ path: { id: acme.path }, as: root }),
    body: ({ acme }) => ({ exactly: { exists: true, suggests: [`${acme.path}1`] } }),
    source: "lib/api/namespaces.rb",
  }),
  fact("GET /namespaces/:id/exists", "200 when the name is free", {
    call: ({ root }) => ({ path: { id: "nobody-has-this" }, as: root }),
    body: { exactly: { exists: false, suggests: [] } },
    source: "lib/api/namespaces.rb",
  }),
  fact(search, "200 when projects are searched by name", {
    call: ({ billing, developer }) => ({ as: developer.token, query: { scope: "projects", search: billing.name } }),
    body: ({ billing }) => ({ list: basicProject, where: [{ id: billing.id }] }),
    source: searchCode,
  }),
  fact(search, "400 when the scope is missing", {
    call: ({ root }) => ({ as: root, query: { search: "x" } }),
    body: error("scope is missing, scope does not have a valid value"),
    source: searchCode,
  }),
  fact(
    "GET /groups/:id/search",
    "200 when a part of a name that is shorter than three characters is searched: nothing is called so",
    {
      call: ({ acme, owner }) => ({
        path: { id: acme.id },
        as: owner.token,
        query: { scope: "projects", search: "bi" },
      }),
      body: { exactly: [] },
      source: "lib/gitlab/sql/pattern.rb",
    },
  ),
  fact("GET /projects", "200 when pages by keyset are asked for: the link names the last id, and nothing is counted", {
    call: ({ root }) => ({ as: root, query: { pagination: "keyset", order_by: "id", sort: "asc", per_page: 1 } }),
    headers: { link: /id_after=\d+.*>; rel="next"$/, "x-total": null, "x-page": null },
    body: { text: /^\[\{.*\}\]$/ },
    source: "lib/gitlab/pagination/keyset/request_context.rb",
  }),
  fact("GET /projects", "405 when pages by keyset are asked for in another order", {
    call: ({ root }) => ({ as: root, query: { pagination: "keyset", order_by: "name" } }),
    body: error("Keyset pagination is not yet available for this type of request"),
    source: "lib/api/helpers/pagination_strategies.rb",
  }),
  fact("GET /projects", "400 when the time of updates is a filter, and the order is another", {
    call: ({ root }) => ({ as: root, query: { updated_after: "2020-01-01T00:00:00Z", order_by: "name" } }),
    body: message("400 Bad request - `updated_at` filter and `updated_at` sorting must be paired"),
  }),
  fact("POST /projects", "403 when the caller is an external user, who has none of their own", {
    arrange: ({ gitlab, stranger }) =>
      gitlab.do("PUT /users/:id", { path: { id: stranger.id }, json: { external: true } }),
    call: ({ stranger }) => ({ as: stranger.token, json: { name: "mine" } }),
    body: error(["You cannot create projects in your personal namespace. Contact your GitLab administrator."]),
    source: "app/models/project.rb",
  }),
  fact("POST /projects", "400 when the path is one of GitLab's own addresses", {
    call: ({ root }) => ({ as: root, json: { name: "badges" } }),
    body: message({ path: ["badges is a reserved name"] }),
    source: "lib/gitlab/path_regex.rb",
  }),
  fact("POST /projects", "400 when the name has a slash", {
    call: ({ root }) => ({ as: root, json: { name: "a/b", path: "a-b" } }),
    body: message({
      name: [
        "can contain only letters, digits, emoji, '_', '.', '+', dashes, or spaces. It must start with a letter, " +
          "digit, emoji, or '_'.",
      ],
    }),
    source: "lib/gitlab/regex.rb",
  }),
  fact("PUT /projects/:id/transfer", "403 when the project is archived", {
    arrange: ({ gitlab, billing }) => gitlab.do("POST /projects/:id/archive", { path: { id: billing.id } }),
    call: ({ billing, guests, root }) => ({ path: { id: billing.id }, as: root, json: { namespace: guests.id } }),
    body: forbidden,
    source: "config/authz/permission_groups/internal/project/archived.yml",
  }),
  fact("GET /groups/:id/merge_requests", "200 when there are none", {
    call: ({ acme, owner }) => ({ path: { id: acme.id }, as: owner.token }),
    body: { exactly: [] },
    source: "lib/api/merge_requests.rb",
  }),
  fact(share, "404 when there is no such project", {
    call: ({ guests, root }) => ({
      path: { id: NO_SUCH_ID },
      as: root,
      json: { group_id: guests.id, group_access: DEVELOPER },
    }),
    body: notFound("Project"),
  }),
];
