import type { GitLabApi } from "../../../../support/gitlab/gitlab-api";
import { resourceAccessTokenWithToken } from "../../facts/entities/access";
import {
  type Body,
  badRequest,
  type Fact,
  factsIn,
  insufficientScope,
  message,
  notFound,
  unauthorized,
} from "../../facts/fact";
import { addMember, aTeam, DEVELOPER, inDays, MAINTAINER, NO_SUCH_ID, newBot, OWNER } from "../../facts/world";

const code = "lib/api/resource_access_tokens.rb";
const service = "app/services/personal_access_tokens/rotate_service.rb";
const ofResource = "lib/api/resource_access_tokens/self_rotation.rb";
const finders = "lib/gitlab/auth/auth_finders.rb";

async function aProject(gitlab: GitLabApi) {
  const team = await aTeam(gitlab);
  const [place, elsewhere] = [
    { in: "projects", id: team.billing.id },
    { in: "groups", id: team.acme.id },
  ] as const;
  return { ...team, place, elsewhere, path: { id: place.id }, manager: team.maintainer, weak: team.developer };
}

async function aGroup(gitlab: GitLabApi) {
  const team = await aTeam(gitlab);
  const [place, elsewhere] = [
    { in: "groups", id: team.acme.id },
    { in: "projects", id: team.billing.id },
  ] as const;
  await addMember(gitlab, { ...place, user: team.stranger, level: MAINTAINER });
  return { ...team, place, elsewhere, path: { id: place.id }, manager: team.owner, weak: team.stranger };
}

type World = Awaited<ReturnType<typeof aProject>> | Awaited<ReturnType<typeof aGroup>>;

const revoked: Body = {
  exactly: {
    error: "invalid_token",
    error_description: "Token was revoked. You have to re-authorize from the user.",
  },
};

export const tokenRotationFacts: readonly Fact[] = [...factsAbout("project", aProject), ...factsAbout("group", aGroup)];

function factsAbout(kind: "project" | "group", build: (gitlab: GitLabApi) => Promise<World>): Fact[] {
  const fact = factsIn<World>(build, service);
  const rotate = `POST /${kind}s/:id/access_tokens/:token_id/rotate` as const;
  const rotateItself = `POST /${kind}s/:id/access_tokens/self/rotate` as const;
  const withBot = async ({ gitlab, place }: World) => ({
    bot: await newBot(gitlab, place, { scopes: ["api", "self_rotate"], access_level: DEVELOPER }),
  });
  return [
    fact(rotate, "200 when a last day is given: same user, name, scopes and level, and another id", {
      arrange: withBot,
      call: ({ path, bot, manager }) => ({
        path: { ...path, token_id: bot.id },
        as: manager.token,
        json: { expires_at: inDays(40) },
      }),
      body: ({ bot }) => ({
        one: resourceAccessTokenWithToken,
        where: {
          ...{ user_id: bot.user_id, name: "robot", scopes: ["api", "self_rotate"], access_level: DEVELOPER },
          ...{ expires_at: inDays(40), active: true, revoked: false, last_used_at: null },
        },
      }),
    }),
    fact(rotate, "200 when no last day is given: a week, whatever the token had", {
      arrange: withBot,
      call: ({ path, bot, manager }) => ({ path: { ...path, token_id: bot.id }, as: manager.token }),
      body: () => ({ one: resourceAccessTokenWithToken, where: { expires_at: inDays(7) } }),
    }),
    fact(rotate, "200 when the token has expired but was not revoked", {
      arrange: async ({ gitlab, place }) => ({ bot: await newBot(gitlab, place, { expires_at: inDays(0) }) }),
      call: ({ path, bot, manager }) => ({ path: { ...path, token_id: bot.id }, as: manager.token }),
      body: ({ bot }) => ({ one: resourceAccessTokenWithToken, where: { user_id: bot.user_id, active: true } }),
    }),
    fact(rotate, "400 when the token was revoked", {
      arrange: async (world) => {
        const { bot } = await withBot(world);
        await world.gitlab.do("DELETE /personal_access_tokens/self", { as: bot.token });
        return { bot };
      },
      call: ({ path, bot, manager }) => ({ path: { ...path, token_id: bot.id }, as: manager.token }),
      body: badRequest("Token already revoked"),
    }),
    fact(rotate, "400 when the last day is too far ahead", {
      arrange: withBot,
      call: ({ path, bot, manager }) => ({
        path: { ...path, token_id: bot.id },
        as: manager.token,
        json: { expires_at: inDays(366) },
      }),
      body: () => badRequest(`Expires at must be before ${inDays(365)}`),
    }),
    fact(rotate, "401 when the role is too low", {
      arrange: withBot,
      call: ({ path, bot, weak }) => ({ path: { ...path, token_id: bot.id }, as: weak.token }),
      body: unauthorized,
      source: code,
    }),
    fact(rotate, "401 when a bot sends it for another, with any level", {
      arrange: async (world) => ({
        ...(await withBot(world)),
        strong: await newBot(world.gitlab, world.place, { access_level: OWNER }),
      }),
      call: ({ path, bot, strong }) => ({ path: { ...path, token_id: bot.id }, as: strong.token }),
      body: unauthorized,
      source: "app/policies/project_policy.rb",
    }),
    fact(rotate, "401 when the token is of another place and no administrator asks", {
      arrange: async ({ gitlab, elsewhere }) => ({ bot: await newBot(gitlab, elsewhere) }),
      call: ({ path, bot, manager }) => ({ path: { ...path, token_id: bot.id }, as: manager.token }),
      body: unauthorized,
      source: code,
    }),
    fact(rotate, "404 when there is no such token and an administrator asks", {
      call: ({ path, root }) => ({ path: { ...path, token_id: NO_SUCH_ID }, as: root }),
      body: message("404 Not Found"),
      source: code,
    }),
    fact(rotateItself, "200 when the token may do nothing else", {
      arrange: async ({ gitlab, place }) => ({ bot: await newBot(gitlab, place, { scopes: ["self_rotate"] }) }),
      call: ({ path, bot }) => ({ path, as: bot.token, json: { expires_at: inDays(20) } }),
      body: ({ bot }) => ({
        one: resourceAccessTokenWithToken,
        where: { user_id: bot.user_id, expires_at: inDays(20), scopes: ["self_rotate"] },
      }),
      source: ofResource,
    }),
    fact(rotateItself, "403 when the token may neither rotate itself nor everything", {
      arrange: async ({ gitlab, place }) => ({ bot: await newBot(gitlab, place, { scopes: ["read_api"] }) }),
      call: ({ path, bot }) => ({ path, as: bot.token }),
      body: insufficientScope("api self_rotate api read_api"),
      source: ofResource,
    }),
    fact(rotateItself, "405 when a person's token is sent", {
      call: ({ path, manager }) => ({ path, as: manager.token }),
      body: message("405 Method Not Allowed"),
      source: ofResource,
    }),
    fact(rotateItself, "401 when the token was rotated already", {
      arrange: async (world) => {
        const { bot } = await withBot(world);
        await world.gitlab.do(rotateItself, { path: world.path, as: bot.token });
        return { bot };
      },
      call: ({ path, bot }) => ({ path, as: bot.token }),
      body: revoked,
      source: finders,
    }),
    fact(rotateItself, `404 when there is no such ${kind}`, {
      arrange: withBot,
      call: ({ bot }) => ({ path: { id: NO_SUCH_ID }, as: bot.token }),
      body: notFound(kind === "project" ? "Project" : "Group"),
      source: ofResource,
    }),
  ];
}
