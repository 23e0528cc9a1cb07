import type { GitLabApi } from "../../../support/gitlab/gitlab-api";
import { group } from "../facts/entities/group";
import { userWithAdmin } from "../facts/entities/user";
import { type Endpoint, error, factsIn } from "../facts/fact";
import { anInstance, newGroup, newUser } from "../facts/world";

const code = "lib/gitlab/pagination/cursor_based_keyset.rb";

/** Three people, and three groups that anybody may see. */
async function threeOfEach(gitlab: GitLabApi) {
  const people = [await newUser(gitlab, "ann"), await newUser(gitlab, "bob"), await newUser(gitlab, "cyd")];
  const groups = [];
  for (const name of ["one", "three", "two"]) groups.push(await newGroup(gitlab, name, { visibility: "public" }));
  return { ...(await anInstance(gitlab)), people, groups };
}
const fact = factsIn(threeOfEach, code);

/** Counts nothing; the link leads on with a cursor, and repeats what was asked for. */
const toNextPage = { link: /^<[^>]*[?&]cursor=[\w-]+&[^>]*pagination=keyset[^>]*>; rel="next"$/, "x-total": null };
const unavailable = error("Keyset pagination is not yet available for this type of request");

const tooFar = (endpoint: Endpoint, type: string, isAnonymous = false) =>
  fact(endpoint, "405 when a page past the first 50,000 rows is asked for by its number", {
    call: ({ root }) => ({ ...(isAnonymous ? {} : { as: root }), query: { page: 501, per_page: 100 } }),
    body: error(
      `Offset pagination has a maximum allowed offset of 50000 for requests that return objects of type ${type}. ` +
        "Remaining records can be retrieved using keyset pagination.",
    ),
    source: "lib/api/helpers/pagination_strategies.rb",
  });

export const keysetFacts = [
  fact("GET /users", "200 when pages by keyset are asked for, in the order of names", {
    call: ({ root }) => ({
      as: root,
      query: { pagination: "keyset", order_by: "name", sort: "asc", per_page: 2, without_project_bots: true },
    }),
    headers: toNextPage,
    body: { list: userWithAdmin, where: [{ name: "Administrator" }, { name: "Ghost User" }] },
  }),
  fact("GET /users", "200 when pages by keyset are asked for in no order: the newest come first", {
    call: ({ root }) => ({ as: root, query: { pagination: "keyset", per_page: 1 } }),
    headers: toNextPage,
    body: ({ people }) => ({ list: userWithAdmin, where: [{ id: people[2]?.id ?? 0 }] }),
    source: "lib/gitlab/pagination/keyset/cursor_based_request_context.rb",
  }),
  fact("GET /users", "200 when the last page by keyset is asked for: no link leads on", {
    call: ({ root }) => ({ as: root, query: { pagination: "keyset", per_page: 100 } }),
    headers: { link: null, "x-page": null, "x-total": null },
    body: ({ people }) => ({ list: userWithAdmin, some: people.map(({ id }) => ({ id })) }),
    source: "lib/gitlab/pagination/keyset/cursor_pager.rb",
  }),
  fact("GET /users", "200 when somebody's whole name is searched: who is called so comes before who is newer", {
    arrange: async ({ gitlab }) => ({ newer: await newUser(gitlab, "annabel") }),
    call: ({ root }) => ({ as: root, query: { search: "ann" } }),
    body: ({ people, newer }) => ({ list: userWithAdmin, where: [{ id: people[0]?.id ?? 0 }, { id: newer.id }] }),
    source: "app/models/user.rb",
  }),
  fact("GET /users", "200 when a part of an email is searched, which finds nobody", {
    call: ({ root }) => ({ as: root, query: { search: "@example.com" } }),
    body: { exactly: [] },
    source: "app/models/user.rb",
  }),
  tooFar("GET /users", "User"),
  fact("GET /groups", "200 when somebody without a token pages by keyset, by name", {
    call: () => ({ query: { pagination: "keyset", per_page: 2 } }),
    headers: toNextPage,
    body: ({ groups }) => ({ list: group, where: [{ id: groups[0]?.id ?? 0 }, { id: groups[1]?.id ?? 0 }] }),
  }),
  fact("GET /groups", "405 when somebody without a token pages by keyset in another order", {
    call: () => ({ query: { pagination: "keyset", order_by: "id" } }),
    body: unavailable,
  }),
  fact("GET /groups", "200 when somebody who is signed in asks for pages by keyset, and gets numbers", {
    call: ({ root }) => ({ as: root, query: { pagination: "keyset", order_by: "id", per_page: 2 } }),
    headers: { "x-page": "1", "x-next-page": "2", "x-total": "3" },
    body: ({ groups }) => ({ list: group, where: [{ id: groups[0]?.id ?? 0 }, { id: groups[1]?.id ?? 0 }] }),
    source: "lib/api/groups.rb",
  }),
  tooFar("GET /groups", "Group", true),
  tooFar("GET /projects", "Project"),
];
