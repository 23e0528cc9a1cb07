import type { GitLabApi } from "../../../../support/gitlab/gitlab-api";
import { aTeam, MAINTAINER, newBot, newProject, newToken } from "../../facts/world";
import { bodyOf, type Given, withSimulator } from "../../with-simulator";

const now = "2026-02-27T10:00:00Z";
const self = "GET /personal_access_tokens/self";
const rotateItself = "POST /projects/:id/access_tokens/self/rotate";

const statusOf = async (gitlab: GitLabApi, as: string) => (await gitlab.send(self, { as })).status;

interface Rotated {
  readonly id: number;
  readonly token: string;
}

/** A project with one token that may rotate itself. */
async function withBot(
  use: (given: Given & { path: { id: number }; bot: Rotated & { user_id: number } }) => Promise<void>,
) {
  await withSimulator({ now }, async (given) => {
    const { id } = await newProject(given.gitlab, "billing");
    const bot = await newBot(given.gitlab, { in: "projects", id }, { scopes: ["api", "self_rotate"] });
    await use({ ...given, path: { id }, bot });
  });
}

const rotated = async (gitlab: GitLabApi, path: { id: number }, as: string): Promise<Rotated> => {
  const answer = await gitlab.send(rotateItself, { path, as, json: { expires_at: "2026-06-01" } });
  return JSON.parse(answer.text);
};

describe("rotation", () => {
  it("ends the old value at once and leaves one live token of the same bot", async () => {
    await withBot(async ({ gitlab, path, bot }) => {
      const next = await rotated(gitlab, path, bot.token);

      expect([await statusOf(gitlab, bot.token), await statusOf(gitlab, next.token)]).toEqual([401, 200]);
      const listed = bodyOf(await gitlab.send("GET /projects/:id/access_tokens", { path, as: gitlab.token }));
      expect(listed).toMatchObject([
        { id: bot.id, revoked: true, user_id: bot.user_id },
        { id: next.id, revoked: false, user_id: bot.user_id, expires_at: "2026-06-01" },
      ]);
    });
  });

  it("does nothing to the token when it is refused", async () => {
    await withBot(async ({ gitlab, path, bot }) => {
      const refused = await gitlab.send(rotateItself, { path, as: bot.token, json: { expires_at: "2028-01-01" } });

      expect([refused.status, await statusOf(gitlab, bot.token)]).toEqual([400, 200]);
    });
  });

  it("by the rotated value revokes what took its place, and nothing else", async () => {
    await withBot(async ({ gitlab, path, bot }) => {
      const sibling = await newBot(gitlab, { in: "projects", id: path.id });
      const second = await rotated(gitlab, path, bot.token);
      const third = await rotated(gitlab, path, second.token);

      const reused = await gitlab.send(rotateItself, { path, as: bot.token });

      expect(bodyOf(reused)).toMatchObject({ error_description: expect.stringContaining("Token was revoked.") });
      expect([await statusOf(gitlab, third.token), await statusOf(gitlab, sibling.token)]).toEqual([401, 200]);
    });
  });

  it.each(["POST /personal_access_tokens/self/rotate", "POST /personal_access_tokens/4711/rotate"])(
    "by a rotated value is found out at %s too",
    async (endpoint) => {
      await withBot(async ({ gitlab, path, bot }) => {
        const next = await rotated(gitlab, path, bot.token);
        await gitlab.send(endpoint, { as: bot.token });

        expect(await statusOf(gitlab, next.token)).toBe(401);
      });
    },
  );

  it("is not suspected when the rotated value only asks about itself or reads", async () => {
    await withBot(async ({ gitlab, path, bot }) => {
      const next = await rotated(gitlab, path, bot.token);
      await gitlab.send(self, { as: bot.token });
      await gitlab.send("DELETE /personal_access_tokens/self", { as: bot.token });
      await gitlab.send("GET /projects/:id", { path, as: bot.token });

      expect(await statusOf(gitlab, next.token)).toBe(200);
    });
  });

  it("of a token that is named and revoked is refused without touching its family", async () => {
    await withBot(async ({ gitlab, path, bot }) => {
      const next = await rotated(gitlab, path, bot.token);
      const named = { ...path, token_id: bot.id };
      await gitlab.send("POST /projects/:id/access_tokens/:token_id/rotate", { path: named, as: gitlab.token });

      expect(await statusOf(gitlab, next.token)).toBe(200);
    });
  });

  it("brings an expired token's bot back, which the token itself can't", async () => {
    await withBot(async ({ gitlab, simulator, path, bot }) => {
      const dying = await rotated(gitlab, path, bot.token);
      simulator.clock.set("2026-06-01T00:00:00Z");

      const byItself = await gitlab.send(rotateItself, { path, as: dying.token });
      const named = { ...path, token_id: dying.id };
      const byManager = await gitlab.do("POST /projects/:id/access_tokens/:token_id/rotate", { path: named });

      expect(byItself.status).toBe(401);
      expect(byManager).toMatchObject({ user_id: bot.user_id, active: true, expires_at: "2026-06-08" });
    });
  });

  it("without a last day makes a token for ever where none need expire", async () => {
    await withBot(async ({ gitlab, path, bot }) => {
      await gitlab.do("PUT /application/settings", { json: { require_personal_access_token_expiry: false } });

      const answer = await gitlab.send(rotateItself, { path, as: bot.token });

      expect(bodyOf(answer)).toMatchObject({ expires_at: null, active: true });
    });
  });

  it("keeps an impersonation token one", async () => {
    await withSimulator({ now }, async ({ gitlab }) => {
      const { stranger } = await aTeam(gitlab);
      const path = { user_id: stranger.id };
      const json = { name: "support", scopes: ["api"], expires_at: "2026-03-20" };
      const made = await gitlab.do("POST /users/:user_id/impersonation_tokens", { path, json });
      await gitlab.do("POST /personal_access_tokens/self/rotate", { as: (made as Rotated).token });

      const tokens = await gitlab.do("GET /users/:user_id/impersonation_tokens", { path });

      expect(tokens).toMatchObject([{ revoked: true }, { revoked: false, impersonation: true }]);
    });
  });

  it("is refused like the reading of somebody else's when token creation is switched off for the group", async () => {
    await withSimulator({ now }, async ({ gitlab, simulator }) => {
      const { acme, billing, maintainer } = await aTeam(gitlab);
      const place = { in: "projects", id: billing.id } as const;
      const bot = await newBot(gitlab, place);
      simulator.setOnPage(acme.full_path, "resource_access_token_creation_allowed", false);
      const path = { id: billing.id, token_id: bot.id };

      const rotation = await gitlab.send("POST /projects/:id/access_tokens/:token_id/rotate", {
        path,
        as: maintainer.token,
      });
      const creation = await gitlab.send("POST /projects/:id/access_tokens", {
        path,
        as: gitlab.token,
        json: { name: "robot", scopes: ["api"] },
      });

      expect([rotation.status, creation.status, await statusOf(gitlab, bot.token)]).toEqual([401, 400, 200]);
    });
  });
});

describe("every value that was given out", () => {
  it("is known in this process, with those that are dead", async () => {
    await withSimulator({ now }, async ({ gitlab, simulator }) => {
      const { id } = await newProject(gitlab, "billing");
      const project = (await gitlab.do("GET /projects/:id", { path: { id } })) as { readonly runners_token: string };
      const bot = await newBot(gitlab, { in: "projects", id }, { access_level: MAINTAINER });
      const next = await rotated(gitlab, { id }, bot.token);
      const personal = await newToken(gitlab, 1);
      const json = { runner_type: "project_type", project_id: id };
      const runner = (await gitlab.do("POST /user/runners", { as: next.token, json })) as Rotated;
      const path = { id: runner.id };
      const reset = (await gitlab.do("POST /runners/:id/reset_authentication_token", { path })) as Rotated;

      const all = [gitlab, bot, next, personal, runner, reset].map(({ token }) => token);

      expect(new Set(simulator.issuedSecrets())).toEqual(new Set([...all, project.runners_token]));
    });
  });
});
