import type { GitLabApi } from "../../../support/gitlab/gitlab-api";
import { basicGroup } from "../facts/entities/group";
import { type ExpectedHeaders, error, factsIn } from "../facts/fact";
import { aTeam, newGroup } from "../facts/world";

const endpoint = "GET /projects/:id/job_token_scope/groups_allowlist";
const headerCode = "lib/gitlab/pagination/offset_header_builder.rb";
const pageCode = "lib/gitlab/pagination/offset_pagination.rb";
const parameterCode = "lib/api/pagination_params.rb";

/** A team whose project lets in three groups, listed in the order of their ids. */
async function threeGroups(gitlab: GitLabApi) {
  const team = await aTeam(gitlab);
  const groups = [await newGroup(gitlab, "one"), await newGroup(gitlab, "two"), await newGroup(gitlab, "three")];
  for (const group of groups) {
    await gitlab.do("POST /projects/:id/job_token_scope/groups_allowlist", {
      path: { id: team.billing.id },
      json: { target_group_id: group.id },
    });
  }
  return { ...team, groups: groups.map(({ id, name }) => ({ id, name })) };
}

const fact = factsIn(threeGroups, headerCode);

const link = (...relations: [string, number][]): RegExp =>
  new RegExp(`^${relations.map(([rel, page]) => `<[^>]*[?&]page=${page}\\b[^>]*>; rel="${rel}"`).join(", ")}$`);

const refused = (query: Record<string, number | string>, text: string) =>
  fact(endpoint, `400 when ${JSON.stringify(query)} is asked for`, {
    call: ({ billing, root }) => ({ path: { id: billing.id }, as: root, query }),
    body: error(text),
    source: parameterCode,
  });

const onePage: ExpectedHeaders = {
  "x-page": "1",
  "x-next-page": "",
  "x-prev-page": "",
  "x-total": "3",
  "x-total-pages": "1",
  link: link(["first", 1], ["last", 1]),
};

export const paginationFacts = [
  fact(endpoint, "200 when no page is named: the first, of 20", {
    call: ({ billing, root }) => ({ path: { id: billing.id }, as: root }),
    headers: { ...onePage, "x-per-page": "20" },
    body: ({ groups }) => ({ list: basicGroup, where: groups }),
  }),
  fact(endpoint, "200 when the first page of two is asked for", {
    call: ({ billing, root }) => ({ path: { id: billing.id }, as: root, query: { page: 1, per_page: 2 } }),
    headers: {
      "x-per-page": "2",
      "x-page": "1",
      "x-next-page": "2",
      "x-prev-page": "",
      "x-total": "3",
      "x-total-pages": "2",
      link: link(["next", 2], ["first", 1], ["last", 2]),
    },
    body: ({ groups }) => ({ list: basicGroup, where: groups.slice(0, 2) }),
  }),
  fact(endpoint, "200 when the last page of two is asked for", {
    call: ({ billing, root }) => ({ path: { id: billing.id }, as: root, query: { page: 2, per_page: 2 } }),
    headers: {
      "x-page": "2",
      "x-next-page": "",
      "x-prev-page": "1",
      link: link(["prev", 1], ["first", 1], ["last", 2]),
    },
    body: ({ groups }) => ({ list: basicGroup, where: groups.slice(2) }),
  }),
  fact(endpoint, "200 when a page past the end is asked for", {
    call: ({ billing, root }) => ({ path: { id: billing.id }, as: root, query: { page: 9, per_page: 2 } }),
    headers: { "x-page": "9", "x-next-page": "", "x-total": "3", "x-total-pages": "2" },
    body: { exactly: [] },
  }),
  fact(endpoint, "200 when more than 100 a page are asked for, which is cut to 100", {
    call: ({ billing, root }) => ({ path: { id: billing.id }, as: root, query: { per_page: 500 } }),
    headers: { ...onePage, "x-per-page": "100" },
    body: ({ groups }) => ({ list: basicGroup, where: groups }),
    source: "config/initializers/kaminari_config.rb",
  }),
  fact(endpoint, "200 when keyset pagination is asked for, which this list does not have", {
    call: ({ billing, root }) => ({
      path: { id: billing.id },
      as: root,
      query: { pagination: "keyset", order_by: "id", per_page: 2 },
    }),
    headers: { "x-page": "1", "x-next-page": "2", "x-total": "3" },
    body: ({ groups }) => ({ list: basicGroup, where: groups.slice(0, 2) }),
    source: "lib/api/project_job_token_scope.rb",
  }),
  fact(endpoint, "200 when the list is empty, which still is one page", {
    arrange: ({ gitlab, billing, groups }) =>
      Promise.all(
        groups.map(({ id }) =>
          gitlab.do("DELETE /projects/:id/job_token_scope/groups_allowlist/:target_group_id", {
            path: { id: billing.id, target_group_id: id },
          }),
        ),
      ),
    call: ({ billing, root }) => ({ path: { id: billing.id }, as: root }),
    headers: { ...onePage, "x-total": "0" },
    body: { exactly: [] },
    source: pageCode,
  }),
  refused({ page: 0 }, "page does not have a valid value"),
  refused({ page: -1 }, "page does not have a valid value"),
  refused({ per_page: 0 }, "per_page does not have a valid value"),
  refused({ per_page: -1 }, "per_page does not have a valid value"),
  refused({ page: "first" }, "page is invalid"),
  refused({ per_page: "all" }, "per_page is invalid"),
];
