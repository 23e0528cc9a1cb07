import { member } from "../../facts/entities/member";
import { factsIn, message, notFound } from "../../facts/fact";
import { aTeam, DEVELOPER, NO_SUCH_ID, newGroup, OWNER, REPORTER } from "../../facts/world";

const code = "lib/api/members.rb";
const fact = factsIn(async (gitlab) => {
  const team = await aTeam(gitlab);
  return { ...team, below: await newGroup(gitlab, "below", { parent_id: team.acme.id }) };
}, code);
const all = "GET /groups/:id/members/all";
const one = "GET /groups/:id/members/all/:user_id";

export const inheritedMemberFacts = [
  fact(all, "200 when members come from the group above", {
    call: ({ below, owner }) => ({ path: { id: below.id }, as: owner.token }),
    body: ({ owner }) => ({ list: member, some: [{ id: owner.id, access_level: OWNER }] }),
  }),
  fact(all, "404 when the caller can't see the group", {
    call: ({ below, stranger }) => ({ path: { id: below.id }, as: stranger.token }),
    body: notFound("Group"),
  }),
  fact(one, "200 when the member comes from the group above", {
    call: ({ below, owner }) => ({ path: { id: below.id, user_id: owner.id }, as: owner.token }),
    body: ({ owner }) => ({ one: member, where: { id: owner.id, access_level: OWNER } }),
  }),
  fact(one, "404 when the user is no member", {
    call: ({ below, owner, stranger }) => ({ path: { id: below.id, user_id: stranger.id }, as: owner.token }),
    body: message("404 Not found"),
  }),
  fact("GET /projects/:id/members", "200 when some are to be left out", {
    call: ({ billing, root, developer }) => ({
      path: { id: billing.id },
      as: root,
      query: { skip_users: developer.id },
    }),
    body: ({ maintainer }) => ({ list: member, where: [{ id: maintainer.id }] }),
  }),
  fact("POST /projects/:id/members", "201 when several are named at once", {
    call: ({ billing, root, stranger, owner, developer }) => ({
      path: { id: billing.id },
      as: root,
      json: { username: [stranger, owner, developer].map(({ username }) => username).join(","), access_level: OWNER },
    }),
    body: { exactly: { status: "success" } },
    source: "app/services/members/create_service.rb",
  }),
  fact(
    "POST /projects/:id/members",
    "201 when of several at once one can't be less than in the group above, and one is nobody",
    {
      call: ({ billing, root, owner }) => ({
        path: { id: billing.id },
        as: root,
        json: { user_id: `${owner.id},${NO_SUCH_ID}`, access_level: REPORTER },
      }),
      body: ({ acme, owner }) => ({
        exactly: {
          status: "error",
          message:
            `${owner.username}: Access level should be greater than or equal to Owner inherited membership from group ` +
            `${acme.name} and Invite email is invalid`,
        },
      }),
      source: "app/services/members/create_service.rb",
    },
  ),
  fact("PUT /projects/:id/members/:user_id", "404 when the user is a member of the group above only", {
    call: ({ billing, root, owner }) => ({
      ...{ path: { id: billing.id, user_id: owner.id }, as: root, json: { access_level: DEVELOPER } },
    }),
    body: message("404 Not found"),
  }),
];
