import type { GitLabApi } from "../../../../support/gitlab/gitlab-api";
import { resourceAccessToken, resourceAccessTokenWithToken } from "../../facts/entities/access";
import { badRequest, error, type Fact, factsIn, message, notFound, unauthorized } from "../../facts/fact";
import {
  addMember,
  aTeam,
  DEVELOPER,
  inDays,
  MAINTAINER,
  NO_SUCH_ID,
  newBot,
  newProject,
  OWNER,
} from "../../facts/world";

const code = "lib/api/resource_access_tokens.rb";
const creation = "app/services/resource_access_tokens/create_service.rb";
const revocation = "app/services/resource_access_tokens/revoke_service.rb";

/** A token of a project or group, somebody who may manage it, and somebody whose role is one step too low. */
async function aProjectsToken(gitlab: GitLabApi) {
  const team = await aTeam(gitlab);
  const place = { in: "projects", id: team.billing.id } as const;
  const bot = await newBot(gitlab, place, { access_level: DEVELOPER });
  const other = await newBot(gitlab, { in: "projects", id: (await newProject(gitlab, "other")).id });
  return { ...team, place, path: { id: place.id }, bot, other, manager: team.maintainer, weak: team.developer };
}

async function aGroupsToken(gitlab: GitLabApi) {
  const team = await aTeam(gitlab);
  const place = { in: "groups", id: team.acme.id } as const;
  await addMember(gitlab, { ...place, user: team.stranger, level: MAINTAINER });
  const bot = await newBot(gitlab, place, { access_level: DEVELOPER });
  const other = await newBot(gitlab, { in: "projects", id: team.billing.id });
  return { ...team, place, path: { id: place.id }, bot, other, manager: team.owner, weak: team.stranger };
}

type World = Awaited<ReturnType<typeof aProjectsToken>> | Awaited<ReturnType<typeof aGroupsToken>>;

export const resourceAccessTokenFacts: readonly Fact[] = [
  ...factsAbout("project", aProjectsToken),
  ...factsAbout("group", aGroupsToken),
];

function factsAbout(kind: "project" | "group", build: (gitlab: GitLabApi) => Promise<World>): Fact[] {
  const fact = factsIn<World>(build, code);
  const all = `/${kind}s/:id/access_tokens` as const;
  const one = `${all}/:token_id` as const;
  const asked = { name: "robot", scopes: ["api", "self_rotate"] };
  return [
    fact(`GET ${all}`, "200 when whoever may manage them asks: revoked ones are listed too", {
      arrange: async ({ gitlab, place, path, manager }) => {
        const ended = await newBot(gitlab, place, { name: "ended" });
        await gitlab.do(`DELETE ${one}`, { path: { ...path, token_id: ended.id }, as: manager.token });
        return { ended };
      },
      call: ({ path, manager }) => ({ path, as: manager.token }),
      body: ({ bot, ended }) => ({
        list: resourceAccessToken,
        where: [
          { id: bot.id, user_id: bot.user_id, access_level: DEVELOPER, resource_type: kind, active: true },
          { id: ended.id, revoked: true, active: false },
        ],
      }),
    }),
    fact(`GET ${all}`, "200 when they are filtered by name and state, and paged", {
      arrange: async ({ gitlab, place }) => ({ found: await newBot(gitlab, place, { name: "Deploys" }) }),
      call: ({ path, manager }) => ({
        path,
        as: manager.token,
        query: { search: "deploy", state: "active", revoked: false, per_page: 1 },
      }),
      headers: { "x-total": "1", "x-per-page": "1" },
      body: ({ found }) => ({ list: resourceAccessToken, where: [{ id: found.id }] }),
      source: "app/finders/personal_access_tokens_finder.rb",
    }),
    fact(`GET ${all}`, "400 when a page before the first is asked for", {
      call: ({ path, manager }) => ({ path, as: manager.token, query: { page: 0 } }),
      body: error("page does not have a valid value"),
      source: "lib/api/pagination_params.rb",
    }),
    fact(`GET ${one}`, "200 when whoever may manage them asks", {
      call: ({ path, bot, manager }) => ({ path: { ...path, token_id: bot.id }, as: manager.token }),
      body: ({ bot, place }) => ({
        one: resourceAccessToken,
        where: { id: bot.id, name: "robot", last_used_at: null, resource_id: place.id },
      }),
    }),
    ...([`GET ${all}`, `GET ${one}`] as const).map((endpoint) =>
      fact(endpoint, "401 when the role is too low: it is called unauthorized, not forbidden", {
        call: ({ path, bot, weak }) => ({ path: { ...path, token_id: bot.id }, as: weak.token }),
        body: unauthorized,
      }),
    ),
    ...([`GET ${one}`, `DELETE ${one}`] as const).map((endpoint) =>
      fact(endpoint, `404 when the token is another ${kind}'s`, {
        call: ({ path, other, manager }) => ({ path: { ...path, token_id: other.id }, as: manager.token }),
        body: notFound(`${kind} Access Token`),
      }),
    ),
    ...([`GET ${all}`, `POST ${all}`] as const).map((endpoint) =>
      fact(endpoint, `404 when there is no such ${kind}`, {
        call: ({ root }) => ({
          path: { id: NO_SUCH_ID },
          as: root,
          json: endpoint.startsWith("POST") ? asked : undefined,
        }),
        body: notFound(kind === "project" ? "Project" : "Group"),
      }),
    ),
    ...([`POST ${all}`, `DELETE ${one}`] as const).map((endpoint) =>
      fact(endpoint, "401 when sent without a token", {
        call: ({ path, bot }) => ({ path: { ...path, token_id: bot.id } }),
        body: unauthorized,
      }),
    ),
    fact(`POST ${all}`, "201 when name, scopes, level and last day are given", {
      call: ({ path, manager }) => ({
        path,
        as: manager.token,
        json: { ...asked, access_level: DEVELOPER, expires_at: inDays(30), description: "for deploys" },
      }),
      body: ({ place }) => ({
        one: resourceAccessTokenWithToken,
        where: {
          ...asked,
          ...{ access_level: DEVELOPER, expires_at: inDays(30), description: "for deploys" },
          ...{ active: true, revoked: false, resource_type: kind, resource_id: place.id },
        },
      }),
    }),
    fact(`POST ${all}`, "201 when neither level nor last day is given: a maintainer, for 365 days", {
      call: ({ path, manager }) => ({ path, as: manager.token, json: asked }),
      body: () => ({ one: resourceAccessTokenWithToken, where: { access_level: MAINTAINER, expires_at: inDays(365) } }),
      source: creation,
    }),
    fact(`POST ${all}`, "400 when the role is too low: that is a bad request too", {
      call: ({ path, weak }) => ({ path, as: weak.token, json: asked }),
      body: badRequest(`User does not have permission to create ${kind} access token`),
      source: creation,
    }),
    fact(`POST ${all}`, "400 when a bot sends it, with any level", {
      arrange: async ({ gitlab, place }) => ({ strong: await newBot(gitlab, place, { access_level: OWNER }) }),
      call: ({ path, strong }) => ({ path, as: strong.token, json: asked }),
      body: badRequest(`User does not have permission to create ${kind} access token`),
      source: "app/policies/project_policy.rb",
    }),
    fact(`POST ${all}`, "400 when the last day is too far ahead", {
      call: ({ path, manager }) => ({ path, as: manager.token, json: { ...asked, expires_at: inDays(366) } }),
      body: () => badRequest(`Expires at must be before ${inDays(365)}`),
      source: "app/models/personal_access_token.rb",
    }),
    fact(`POST ${all}`, "400 when a scope is none that bots can have", {
      call: ({ path, manager }) => ({ path, as: manager.token, json: { ...asked, scopes: ["sudo"] } }),
      body: error("scopes does not have a valid value"),
    }),
    fact(`POST ${all}`, "400 when the level is none that there is", {
      call: ({ path, manager }) => ({ path, as: manager.token, json: { ...asked, access_level: 35 } }),
      body: error("access_level does not have a valid value"),
    }),
    fact(`DELETE ${one}`, "204 when it was revoked already", {
      arrange: async ({ gitlab, path, bot }) => {
        await gitlab.do(`DELETE ${one}`, { path: { ...path, token_id: bot.id } });
        return {};
      },
      call: ({ path, bot, manager }) => ({ path: { ...path, token_id: bot.id }, as: manager.token }),
      body: "empty",
      source: revocation,
    }),
    fact(`DELETE ${one}`, "400 when the role is too low", {
      call: ({ path, bot, weak }) => ({ path: { ...path, token_id: bot.id }, as: weak.token }),
      body: ({ weak }) => badRequest(`${weak.name} cannot delete robot`),
      source: revocation,
    }),
    ...(kind === "project" ? [ownersLevel(fact)] : []),
  ];
}

/** In a group only owners get that far, and they hold every level. */
function ownersLevel(fact: ReturnType<typeof factsIn<World>>): Fact {
  return fact("POST /projects/:id/access_tokens", "400 when a maintainer asks for an owner's level", {
    call: ({ path, manager }) => ({
      path,
      as: manager.token,
      json: { name: "robot", scopes: ["api"], access_level: OWNER },
    }),
    body: message("400 Bad request - Access level of the token contains permissions not held by the creating user"),
    source: creation,
  });
}
