import type { GitLabApi } from "../../../../support/gitlab/gitlab-api";
import { aTeam, DEVELOPER, MAINTAINER, newBot, newGroup, newProject, OWNER, REPORTER } from "../../facts/world";
import { bodyOf, idsOf, withSimulator } from "../../with-simulator";

const now = "2026-02-27T10:00:00Z";
const all = "/projects/:id/access_tokens";
const one = "/projects/:id/access_tokens/:token_id";

const statusOf = async (gitlab: GitLabApi, endpoint: string, call: Parameters<GitLabApi["send"]>[1]) =>
  (await gitlab.send(endpoint, call)).status;

describe("the bot behind a token", () => {
  it("is a member of its project with the token's level, and may do what that level may", async () => {
    await withSimulator({ now }, async ({ gitlab }) => {
      const { billing } = await aTeam(gitlab);
      const place = { in: "projects", id: billing.id } as const;
      const [weak, strong] = [
        await newBot(gitlab, place, { access_level: DEVELOPER }),
        await newBot(gitlab, place, { access_level: MAINTAINER }),
      ];
      const change = async (as: string) =>
        statusOf(gitlab, "PUT /projects/:id", { path: { id: billing.id }, as, json: { description: "new" } });

      expect([await change(weak.token), await change(strong.token)]).toEqual([403, 200]);
      const path = { id: billing.id, user_id: weak.user_id };
      expect(await gitlab.do("GET /projects/:id/members/:user_id", { path })).toMatchObject({
        access_level: DEVELOPER,
        username: expect.stringMatching(new RegExp(`^project_${billing.id}_bot_[0-9a-f]{32}$`)),
      });
    });
  });

  it("may read where its scopes only read, and sees no other private project", async () => {
    await withSimulator({ now }, async ({ gitlab }) => {
      const { billing } = await aTeam(gitlab);
      const other = await newProject(gitlab, "other");
      const { token } = await newBot(gitlab, { in: "projects", id: billing.id }, { scopes: ["read_api"] });
      const asked = (method: string, id: number) =>
        statusOf(gitlab, `${method} /projects/:id`, { path: { id }, as: token, json: undefined });

      expect([await asked("GET", billing.id), await asked("GET", other.id)]).toEqual([200, 404]);
      expect(
        await statusOf(gitlab, "PUT /projects/:id", { path: { id: billing.id }, as: token, json: { name: "x" } }),
      ).toBe(403);
    });
  });

  it("of a group reaches the projects below", async () => {
    await withSimulator({ now }, async ({ gitlab }) => {
      const { acme, billing } = await aTeam(gitlab);
      const { token } = await newBot(gitlab, { in: "groups", id: acme.id }, { access_level: REPORTER });

      expect(await statusOf(gitlab, "GET /projects/:id", { path: { id: billing.id }, as: token })).toBe(200);
    });
  });

  it("may be the only one below a top-level group on trial, and has no limit in groups", async () => {
    await withSimulator({ now }, async ({ gitlab, simulator }) => {
      const { acme, billing } = await aTeam(gitlab);
      const place = { in: "projects", id: billing.id } as const;
      simulator.setOnPage(acme.full_path, "project_access_token_limit", 1);
      const call = { path: { id: billing.id }, as: gitlab.token, json: { name: "second", scopes: ["api"] } };
      const { token } = await newBot(gitlab, place);

      const second = await gitlab.send(`POST ${all}`, call);
      await newBot(gitlab, { in: "groups", id: acme.id });
      await gitlab.do("DELETE /personal_access_tokens/self", { as: token });

      expect([second.status, bodyOf(second)]).toEqual([
        400,
        { message: "400 Bad request - Access token limit reached" },
      ]);
      expect(await statusOf(gitlab, `POST ${all}`, call)).toBe(201);
    });
  });

  it("may read the tokens beside its own and end itself, but make, rotate and revoke no other", async () => {
    await withSimulator({ now }, async ({ gitlab }) => {
      const { billing } = await aTeam(gitlab);
      const place = { in: "projects", id: billing.id } as const;
      const other = await newBot(gitlab, place);
      const bot = await newBot(gitlab, place, { access_level: OWNER });
      const to = (token_id: number) => ({ path: { id: billing.id, token_id }, as: bot.token });
      const json = { name: "robot", scopes: ["api"] };

      expect([
        await statusOf(gitlab, `GET ${all}`, to(0)),
        await statusOf(gitlab, `POST ${all}`, { ...to(0), json }),
        await statusOf(gitlab, `POST ${one}/rotate`, to(other.id)),
        await statusOf(gitlab, `POST /personal_access_tokens/:token_id/rotate`, to(other.id)),
        await statusOf(gitlab, `DELETE ${one}`, to(other.id)),
        await statusOf(gitlab, "GET /personal_access_tokens/self", { as: other.token }),
        await statusOf(gitlab, `DELETE ${one}`, to(bot.id)),
        await statusOf(gitlab, "GET /personal_access_tokens/self", { as: bot.token }),
      ]).toEqual([200, 400, 401, 401, 400, 200, 204, 401]);
    });
  });

  it("goes with its project", async () => {
    await withSimulator({ now }, async ({ gitlab, simulator }) => {
      const { id } = await newProject(gitlab, "short");
      const bot = await newBot(gitlab, { in: "projects", id });
      await gitlab.do("DELETE /projects/:id", { path: { id } });
      simulator.clock.advance({ days: 31 });

      expect(await statusOf(gitlab, "GET /personal_access_tokens/self", { as: bot.token })).toBe(401);
      expect(await statusOf(gitlab, "GET /users/:id", { path: { id: bot.user_id }, as: gitlab.token })).toBe(404);
    });
  });
});

describe("what a token says of its use", () => {
  it("is when it was last used, to ten minutes", async () => {
    await withSimulator({ now }, async ({ gitlab, simulator }) => {
      const { id } = await newProject(gitlab, "billing");
      const bot = await newBot(gitlab, { in: "projects", id });
      const lastUsed = async () => {
        const path = { id, token_id: bot.id };
        return bodyOf(await gitlab.send(`GET ${one}`, { path, as: gitlab.token }));
      };

      const before = await lastUsed();
      await gitlab.send("GET /user", { as: bot.token });
      simulator.clock.advance({ minutes: 9 });
      await gitlab.send("GET /user", { as: bot.token });

      expect([before, await lastUsed()]).toMatchObject([
        { last_used_at: null },
        { last_used_at: "2026-02-27T10:00:00.000Z" },
      ]);
      simulator.clock.advance({ minutes: 1 });
      await gitlab.send("GET /user", { as: bot.token });
      expect(await lastUsed()).toMatchObject({ last_used_at: "2026-02-27T10:10:00.000Z" });
    });
  });

  it("can be asked for, and sorted by", async () => {
    await withSimulator({ now }, async ({ gitlab, simulator }) => {
      const { id } = await newProject(gitlab, "billing");
      const place = { in: "projects", id } as const;
      const first = await newBot(gitlab, place, { name: "b", expires_at: "2026-05-01" });
      simulator.clock.advance({ minutes: 1 });
      const second = await newBot(gitlab, place, { name: "a", expires_at: "2026-04-01" });
      await gitlab.send("GET /user", { as: second.token });
      const ids = async (query: Record<string, string>) =>
        idsOf(await gitlab.send(`GET ${all}`, { path: { id }, as: gitlab.token, query }));

      expect(await ids({ sort: "created_desc" })).toEqual([second.id, first.id]);
      expect(await ids({ sort: "name_asc" })).toEqual([second.id, first.id]);
      expect(await ids({ sort: "expires_at_desc" })).toEqual([first.id, second.id]);
      expect(await ids({ sort: "nonsense" })).toEqual([first.id, second.id]);
      expect(await ids({ last_used_after: "2026-02-27T00:00:00Z" })).toEqual([second.id]);
      expect(await ids({ expires_before: "2026-05-01" })).toEqual([second.id]);
    });
  });
});

describe("after its last token", () => {
  it.each([
    ["was revoked", "2026-03-05T12:00:00Z", true],
    ["expired", "2026-03-10T00:00:00Z", false],
  ])("%s a bot stays for 30 days, and then goes with the whole family", async (_, end, revoked) => {
    await withSimulator({ now }, async ({ gitlab, simulator }) => {
      const { id } = await newProject(gitlab, "billing");
      const bot = await newBot(gitlab, { in: "projects", id }, { scopes: ["api"] });
      const call = { path: { id }, as: bot.token, json: { expires_at: "2026-03-10" } };
      const next = JSON.parse((await gitlab.send(`POST ${all}/self/rotate`, call)).text);
      const listed = async () => idsOf(await gitlab.send(`GET ${all}`, { path: { id }, as: gitlab.token }));
      simulator.clock.set(end);
      if (revoked) await gitlab.do("DELETE /personal_access_tokens/self", { as: next.token });

      simulator.clock.advance({ days: 30, seconds: -1 });
      const before = await listed();
      simulator.clock.advance({ seconds: 1 });

      expect([before, await listed()]).toEqual([[bot.id, next.id], []]);
      const path = { id, token_id: next.id };
      expect(await statusOf(gitlab, `GET ${one}`, { path, as: gitlab.token })).toBe(404);
      expect(await statusOf(gitlab, "GET /users/:id", { path: { id: bot.user_id }, as: gitlab.token })).toBe(404);
    });
  });

  it("a bot stays for ever where the instance says so", async () => {
    await withSimulator({ now }, async ({ gitlab, simulator }) => {
      const { id } = await newProject(gitlab, "billing");
      const bot = await newBot(gitlab, { in: "projects", id }, { expires_at: "2026-03-10" });
      const json = { inactive_resource_access_tokens_delete_after_days: null };
      await gitlab.do("PUT /application/settings", { json });
      simulator.clock.advance({ days: 1000 });

      const path = { id, token_id: bot.id };
      expect(await statusOf(gitlab, `GET ${one}`, { path, as: gitlab.token })).toBe(200);
    });
  });

  it("an owner's bot does not take the group along, nor keep its last person in it", async () => {
    await withSimulator({ now }, async ({ gitlab, simulator }) => {
      const { id } = await newGroup(gitlab, "acme");
      await newBot(gitlab, { in: "groups", id }, { access_level: OWNER, expires_at: "2026-03-10" });

      const leave = await statusOf(gitlab, "DELETE /groups/:id/members/:user_id", {
        path: { id, user_id: 1 },
        as: gitlab.token,
      });
      simulator.clock.advance({ days: 60 });

      expect([leave, await statusOf(gitlab, "GET /groups/:id", { path: { id }, as: gitlab.token })]).toEqual([
        403, 200,
      ]);
    });
  });
});
