import { member } from "../../facts/entities/member";
import { error, factsIn, forbidden, message, notFound, unauthorized } from "../../facts/fact";
import { aTeam, DEVELOPER, MAINTAINER, NO_SUCH_ID, OWNER, REPORTER } from "../../facts/world";

const fact = factsIn(aTeam);
const code = "lib/api/members.rb";
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
    fact({
      endpoint: `POST ${all}`,
      when: "the user is none yet",
      status: 201,
      call: (team) => ({
        ...at(team),
        as: team.root,
        json: { user_id: team.stranger.id, access_level: REPORTER, expires_at: "2099-01-31" },
      }),
      body: ({ stranger }) => ({
        one: member,
        where: { id: stranger.id, username: stranger.username, access_level: REPORTER, expires_at: "2099-01-31" },
      }),
      source: code,
    }),
    fact({
      endpoint: `POST ${all}`,
      when: "the user is one already",
      status: 409,
      call: (team) => ({
        ...at(team),
        as: team.root,
        json: { user_id: memberOf(team).id, access_level: REPORTER },
      }),
      body: message("Member already exists"),
      source: helpers,
    }),
    fact({
      endpoint: `POST ${all}`,
      when: "there is no such user",
      status: 404,
      call: (team) => ({ ...at(team), as: team.root, json: { user_id: NO_SUCH_ID, access_level: REPORTER } }),
      body: notFound("User"),
      source: helpers,
    }),
    fact({
      endpoint: `POST ${all}`,
      when: "the access level is missing",
      status: 400,
      call: (team) => ({ ...at(team), as: team.root, json: { user_id: team.stranger.id } }),
      body: error("access_level is missing"),
      source: code,
    }),
    fact({
      endpoint: `POST ${all}`,
      when: "it is not said who",
      status: 400,
      call: (team) => ({ ...at(team), as: team.root, json: { access_level: REPORTER } }),
      body: error("user_id, username are missing, at least one parameter must be provided"),
      source: code,
    }),
    fact({
      endpoint: `POST ${all}`,
      when: "the access level is none that there is",
      status: 400,
      call: (team) => ({ ...at(team), as: team.root, json: { user_id: team.stranger.id, access_level: 1234 } }),
      body: message({ access_level: ["is not included in the list"] }),
      source: "spec/requests/api/members_spec.rb",
    }),
    fact({
      endpoint: `POST ${all}`,
      when: "sent without a token",
      status: 401,
      call: (team) => ({ ...at(team), json: { user_id: team.stranger.id, access_level: REPORTER } }),
      body: unauthorized,
      source: code,
    }),
    fact({
      endpoint: `GET ${all}`,
      when: "a member asks",
      status: 200,
      call: (team) => ({ ...at(team), as: memberOf(team).token }),
      body: (team) => ({ list: member, some: [{ id: memberOf(team).id }] }),
      source: code,
    }),
    fact({
      endpoint: `GET ${all}`,
      when: "there is no such place",
      status: 404,
      call: ({ root }) => ({ path: { id: NO_SUCH_ID }, as: root }),
      body: notFound(kind === "groups" ? "Group" : "Project"),
      source: code,
    }),
    fact({
      endpoint: `GET ${one}`,
      when: "the user is a direct member",
      status: 200,
      call: (team) => ({ ...at(team, memberOf(team).id), as: team.root }),
      body: (team) => ({
        one: member,
        where: { id: memberOf(team).id, access_level: kind === "groups" ? OWNER : MAINTAINER, expires_at: null },
      }),
      source: code,
    }),
    fact({
      endpoint: `GET ${one}`,
      when: "the user is none",
      status: 404,
      call: (team) => ({ ...at(team, team.stranger.id), as: team.root }),
      body: message("404 Not found"),
      source: "lib/api/api.rb",
    }),
    fact({
      endpoint: `PUT ${one}`,
      when: "the access level changes",
      status: 200,
      call: (team) => ({ ...at(team, memberOf(team).id), as: team.root, json: { access_level: DEVELOPER } }),
      body: (team) => ({ one: member, where: { id: memberOf(team).id, access_level: DEVELOPER } }),
      source: code,
    }),
    fact({
      endpoint: `PUT ${one}`,
      when: "the access level is missing",
      status: 400,
      call: (team) => ({ ...at(team, memberOf(team).id), as: team.root }),
      body: error("access_level is missing"),
      source: code,
    }),
    fact({
      endpoint: `PUT ${one}`,
      when: "the user is none",
      status: 404,
      call: (team) => ({ ...at(team, team.stranger.id), as: team.root, json: { access_level: DEVELOPER } }),
      body: message("404 Not found"),
      source: "lib/api/api.rb",
    }),
    fact({
      endpoint: `DELETE ${one}`,
      when: "the user is a direct member",
      status: 204,
      call: (team) => ({ ...at(team, memberOf(team).id), as: team.root }),
      body: "empty",
      source: code,
    }),
    fact({
      endpoint: `DELETE ${one}`,
      when: "the user is none",
      status: 404,
      call: (team) => ({ ...at(team, team.stranger.id), as: team.root }),
      body: message("404 Not found"),
      source: "lib/api/api.rb",
    }),
  ];
};

export const memberFacts = [
  ...membersOf("groups"),
  ...membersOf("projects"),
  fact({
    endpoint: "GET /projects/:id/members/all",
    when: "some are members of the group above",
    status: 200,
    call: ({ billing, developer }) => ({ path: { id: billing.id }, as: developer.token }),
    body: ({ owner, maintainer, developer }) => ({
      list: member,
      some: [
        { id: owner.id, access_level: OWNER },
        { id: maintainer.id, access_level: MAINTAINER },
        { id: developer.id, access_level: DEVELOPER },
      ],
    }),
    source: code,
  }),
  fact({
    endpoint: "GET /projects/:id/members/:user_id",
    when: "the user is a member of the group above only",
    status: 404,
    call: ({ billing, owner, root }) => ({ path: { id: billing.id, user_id: owner.id }, as: root }),
    body: message("404 Not found"),
    source: code,
  }),
  fact({
    endpoint: "GET /projects/:id/members/all/:user_id",
    when: "the user is a member of the group above",
    status: 200,
    call: ({ billing, owner, root }) => ({ path: { id: billing.id, user_id: owner.id }, as: root }),
    body: ({ owner }) => ({ one: member, where: { id: owner.id, access_level: OWNER } }),
    source: code,
  }),
  fact({
    endpoint: "POST /projects/:id/members",
    when: "a developer sends it",
    status: 403,
    call: ({ billing, developer, stranger }) => ({
      path: { id: billing.id },
      as: developer.token,
      json: { user_id: stranger.id, access_level: REPORTER },
    }),
    body: forbidden,
    source: helpers,
  }),
  fact({
    endpoint: "DELETE /projects/:id/members/:user_id",
    when: "a developer removes somebody else",
    status: 403,
    call: ({ billing, developer, maintainer }) => ({
      path: { id: billing.id, user_id: maintainer.id },
      as: developer.token,
    }),
    body: forbidden,
    source: "app/services/members/destroy_service.rb",
  }),
  fact({
    endpoint: "DELETE /projects/:id/members/:user_id",
    when: "a developer leaves",
    status: 204,
    call: ({ billing, developer }) => ({ path: { id: billing.id, user_id: developer.id }, as: developer.token }),
    body: "empty",
    source: "app/services/members/destroy_service.rb",
  }),
];
