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
  const fact = factsIn<World>(build);
  const rotate = `POST /${kind}s/:id/access_tokens/:token_id/rotate` as const;
  const rotateItself = `POST /${kind}s/:id/access_tokens/self/rotate` as const;
  const withBot = async ({ gitlab, place }: World) => ({
    bot: await newBot(gitlab, place, { scopes: ["api", "self_rotate"], access_level: DEVELOPER }),
  });
  return [
    fact({
      endpoint: rotate,
      when: "a last day is given: same user, name, scopes and level, and another id",
      status: 200,
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
      source: service,
    }),
    fact({
      endpoint: rotate,
      when: "no last day is given: a week, whatever the token had",
      status: 200,
      arrange: withBot,
      call: ({ path, bot, manager }) => ({ path: { ...path, token_id: bot.id }, as: manager.token }),
      body: () => ({ one: resourceAccessTokenWithToken, where: { expires_at: inDays(7) } }),
      source: service,
    }),
    fact({
      endpoint: rotate,
      when: "the token has expired but was not revoked",
      status: 200,
      arrange: async ({ gitlab, place }) => ({ bot: await newBot(gitlab, place, { expires_at: inDays(0) }) }),
      call: ({ path, bot, manager }) => ({ path: { ...path, token_id: bot.id }, as: manager.token }),
      body: ({ bot }) => ({ one: resourceAccessTokenWithToken, where: { user_id: bot.user_id, active: true } }),
      source: service,
    }),
    fact({
      endpoint: rotate,
      when: "the token was revoked",
      status: 400,
      arrange: async (world) => {
        const { bot } = await withBot(world);
        await world.gitlab.do("DELETE /personal_access_tokens/self", { as: bot.token });
        return { bot };
      },
      call: ({ path, bot, manager }) => ({ path: { ...path, token_id: bot.id }, as: manager.token }),
      body: badRequest("Token already revoked"),
      source: service,
    }),
    fact({
      endpoint: rotate,
      when: "the last day is too far ahead",
      status: 400,
      arrange: withBot,
      call: ({ path, bot, manager }) => ({
        path: { ...path, token_id: bot.id },
        as: manager.token,
        json: { expires_at: inDays(366) },
      }),
      body: () => badRequest(`Expires at must be before ${inDays(365)}`),
      source: service,
    }),
    fact({
      endpoint: rotate,
      when: "the role is too low",
      status: 401,
      arrange: withBot,
      call: ({ path, bot, weak }) => ({ path: { ...path, token_id: bot.id }, as: weak.token }),
      body: unauthorized,
      source: code,
    }),
    fact({
      endpoint: rotate,
      when: "a bot sends it for another, with any level",
      status: 401,
      arrange: async (world) => ({
        ...(await withBot(world)),
        strong: await newBot(world.gitlab, world.place, { access_level: OWNER }),
      }),
      call: ({ path, bot, strong }) => ({ path: { ...path, token_id: bot.id }, as: strong.token }),
      body: unauthorized,
      source: "app/policies/project_policy.rb",
    }),
    fact({
      endpoint: rotate,
      when: "the token is of another place and no administrator asks",
      status: 401,
      arrange: async ({ gitlab, elsewhere }) => ({ bot: await newBot(gitlab, elsewhere) }),
      call: ({ path, bot, manager }) => ({ path: { ...path, token_id: bot.id }, as: manager.token }),
      body: unauthorized,
      source: code,
    }),
    fact({
      endpoint: rotate,
      when: "there is no such token and an administrator asks",
      status: 404,
      call: ({ path, root }) => ({ path: { ...path, token_id: NO_SUCH_ID }, as: root }),
      body: message("404 Not Found"),
      source: code,
    }),
    fact({
      endpoint: rotateItself,
      when: "the token may do nothing else",
      status: 200,
      arrange: async ({ gitlab, place }) => ({ bot: await newBot(gitlab, place, { scopes: ["self_rotate"] }) }),
      call: ({ path, bot }) => ({ path, as: bot.token, json: { expires_at: inDays(20) } }),
      body: ({ bot }) => ({
        one: resourceAccessTokenWithToken,
        where: { user_id: bot.user_id, expires_at: inDays(20), scopes: ["self_rotate"] },
      }),
      source: ofResource,
    }),
    fact({
      endpoint: rotateItself,
      when: "the token may neither rotate itself nor everything",
      status: 403,
      arrange: async ({ gitlab, place }) => ({ bot: await newBot(gitlab, place, { scopes: ["read_api"] }) }),
      call: ({ path, bot }) => ({ path, as: bot.token }),
      body: insufficientScope("api self_rotate api read_api"),
      source: ofResource,
    }),
    fact({
      endpoint: rotateItself,
      when: "a person's token is sent",
      status: 405,
      call: ({ path, manager }) => ({ path, as: manager.token }),
      body: message("405 Method Not Allowed"),
      source: ofResource,
    }),
    fact({
      endpoint: rotateItself,
      when: "the token was rotated already",
      status: 401,
      arrange: async (world) => {
        const { bot } = await withBot(world);
        await world.gitlab.do(rotateItself, { path: world.path, as: bot.token });
        return { bot };
      },
      call: ({ path, bot }) => ({ path, as: bot.token }),
      body: revoked,
      source: finders,
    }),
    fact({
      endpoint: rotateItself,
      when: `there is no such ${kind}`,
      status: 404,
      arrange: withBot,
      call: ({ bot }) => ({ path: { id: NO_SUCH_ID }, as: bot.token }),
      body: notFound(kind === "project" ? "Project" : "Group"),
      source: ofResource,
    }),
  ];
}
