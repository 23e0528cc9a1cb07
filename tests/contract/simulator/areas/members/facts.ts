import { member } from "../../facts/entities/member";
import { error, factsIn, forbidden, message, notFound, unauthorized } from "../../facts/fact";
import { aTeam, DEVELOPER, MAINTAINER, NO_SUCH_ID, OWNER, REPORTER } from "../../facts/world";

const code = "lib/api/members.rb";
const fact = factsIn(aTeam, code);
const helpers = "lib/api/helpers/members_helpers.rb";

/** Members of groups and of projects are one file in GitLab; `sourceOf` says which object of the team is meant. */
const membersOf = (kind: "groups" | "projects") => {
  type Team = Awaited<ReturnType<typeof aTeam>>;
  const sourceOf = ({ acme, billing }: Team) => (kind === "groups" ? acme : billing);
  const memberOf = ({ owner, maintainer }: Team) => (kind === "groups" ? owner : maintainer);
  const at = (team: Team, userId?: number) => ({
    path: { id: sourceOf(team).id, ...(userId === undefined ? {} : { user_id: userId }) },
  });
  const all = `/${kind}/:id/members` as const;
  const one = `/${kind}/:id/members/:user_id` as const;

  return [
    fact(`POST ${all}`, "201 when the user is none yet", {
      call: (team) => ({
        ...at(team),
        as: team.root,
        json: { user_id: team.stranger.id, access_level: REPORTER, expires_at: "2099-01-31" },
      }),
      body: ({ stranger }) => ({
        one: member,
        where: { id: stranger.id, username: stranger.username, access_level: REPORTER, expires_at: "2099-01-31" },
      }),
    }),
    fact(`POST ${all}`, "409 when the user is one already", {
      call: (team) => ({
        ...at(team),
        as: team.root,
        json: { user_id: memberOf(team).id, access_level: REPORTER },
      }),
      body: message("Member already exists"),
      source: helpers,
    }),
    fact(`POST ${all}`, "404 when there is no such user", {
      call: (team) => ({ ...at(team), as: team.root, json: { user_id: NO_SUCH_ID, access_level: REPORTER } }),
      body: notFound("User"),
      source: helpers,
    }),
    fact(`POST ${all}`, "400 when the access level is missing", {
      call: (team) => ({ ...at(team), as: team.root, json: { user_id: team.stranger.id } }),
      body: error("access_level is missing"),
    }),
    fact(`POST ${all}`, "400 when it is not said who", {
      call: (team) => ({ ...at(team), as: team.root, json: { access_level: REPORTER } }),
      body: error("user_id, username are missing, at least one parameter must be provided"),
    }),
    fact(`POST ${all}`, "400 when the access level is none that there is", {
      call: (team) => ({ ...at(team), as: team.root, json: { user_id: team.stranger.id, access_level: 1234 } }),
      body: message({ access_level: ["is not included in the list"] }),
      source: "spec/requests/api/members_spec.rb",
    }),
    fact(`POST ${all}`, "401 when sent without a token", {
      call: (team) => ({ ...at(team), json: { user_id: team.stranger.id, access_level: REPORTER } }),
      body: unauthorized,
    }),
    fact(`GET ${all}`, "200 when a member asks", {
      call: (team) => ({ ...at(team), as: memberOf(team).token }),
      body: (team) => ({ list: member, some: [{ id: memberOf(team).id }] }),
    }),
    fact(`GET ${all}`, "404 when there is no such place", {
      call: ({ root }) => ({ path: { id: NO_SUCH_ID }, as: root }),
      body: notFound(kind === "groups" ? "Group" : "Project"),
    }),
    fact(`GET ${one}`, "200 when the user is a direct member", {
      call: (team) => ({ ...at(team, memberOf(team).id), as: team.root }),
      body: (team) => ({
        one: member,
        where: { id: memberOf(team).id, access_level: kind === "groups" ? OWNER : MAINTAINER, expires_at: null },
      }),
    }),
    fact(`GET ${one}`, "404 when the user is none", {
      call: (team) => ({ ...at(team, team.stranger.id), as: team.root }),
      body: message("404 Not found"),
      source: "lib/api/api.rb",
    }),
    fact(`PUT ${one}`, "200 when the access level changes", {
      call: (team) => ({ ...at(team, memberOf(team).id), as: team.root, json: { access_level: DEVELOPER } }),
      body: (team) => ({ one: member, where: { id: memberOf(team).id, access_level: DEVELOPER } }),
    }),
    fact(`PUT ${one}`, "400 when the access level is missing", {
      call: (team) => ({ ...at(team, memberOf(team).id), as: team.root }),
      body: error("access_level is missing"),
    }),
    fact(`PUT ${one}`, "404 when the user is none", {
      call: (team) => ({ ...at(team, team.stranger.id), as: team.root, json: { access_level: DEVELOPER } }),
      body: message("404 Not found"),
      source: "lib/api/api.rb",
    }),
    fact(`DELETE ${one}`, "204 when the user is a direct member", {
      call: (team) => ({ ...at(team, memberOf(team).id), as: team.root }),
      body: "empty",
    }),
    fact(`DELETE ${one}`, "404 when the user is none", {
      call: (team) => ({ ...at(team, team.stranger.id), as: team.root }),
      body: message("404 Not found"),
      source: "lib/api/api.rb",
    }),
  ];
};

export const memberFacts = [
  ...membersOf("groups"),
  ...membersOf("projects"),
  fact("GET /projects/:id/members/all", "200 when some are members of the group above", {
    call: ({ billing, developer }) => ({ path: { id: billing.id }, as: developer.token }),
    body: ({ owner, maintainer, developer }) => ({
      list: member,
      some: [
        { id: owner.id, access_level: OWNER },
        { id: maintainer.id, access_level: MAINTAINER },
        { id: developer.id, access_level: DEVELOPER },
      ],
    }),
  }),
  fact("GET /projects/:id/members/:user_id", "404 when the user is a member of the group above only", {
    call: ({ billing, owner, root }) => ({ path: { id: billing.id, user_id: owner.id }, as: root }),
    body: message("404 Not found"),
  }),
  fact("GET /projects/:id/members/all/:user_id", "200 when the user is a member of the group above", {
    call: ({ billing, owner, root }) => ({ path: { id: billing.id, user_id: owner.id }, as: root }),
    body: ({ owner }) => ({ one: member, where: { id: owner.id, access_level: OWNER } }),
  }),
  fact("POST /projects/:id/members", "403 when a developer sends it", {
    call: ({ billing, developer, stranger }) => ({
      path: { id: billing.id },
      as: developer.token,
      json: { user_id: stranger.id, access_level: REPORTER },
    }),
    body: forbidden,
    source: helpers,
  }),
  fact("DELETE /projects/:id/members/:user_id", "403 when a developer removes somebody else", {
    call: ({ billing, developer, maintainer }) => ({
      path: { id: billing.id, user_id: maintainer.id },
      as: developer.token,
    }),
    body: forbidden,
    source: "app/services/members/destroy_service.rb",
  }),
  fact("DELETE /projects/:id/members/:user_id", "204 when a developer leaves", {
    call: ({ billing, developer }) => ({ path: { id: billing.id, user_id: developer.id }, as: developer.token }),
    body: "empty",
    source: "app/services/members/destroy_service.rb",
  }),
];
