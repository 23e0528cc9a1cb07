import { startSimulator } from "../../../../simulator";
import type { GitLabApi } from "../../../support/gitlab/gitlab-api";
import { aTeam, newGroup, newProject, newToken, newUser, REPORTER } from "../facts/world";
import { bodyOf, withSimulator } from "../with-simulator";

const now = "2026-02-27T10:00:00Z";

const statusOf = async (gitlab: GitLabApi, endpoint: string, as: string) =>
  (await gitlab.send(endpoint, { as })).status;

describe("the clock", () => {
  it("stands still when a date was given", async () => {
    await withSimulator({ now }, async ({ simulator }) => {
      expect(simulator.clock.now()).toEqual(new Date(now));
      simulator.clock.advance({ days: 1, hours: 2, minutes: 3, seconds: 4 });
      expect(simulator.clock.now()).toEqual(new Date("2026-02-28T12:03:04Z"));
    });
  });

  it("runs with the real one otherwise, moved by what it was told", async () => {
    await withSimulator({}, async ({ simulator }) => {
      simulator.clock.advance({ days: 30 });

      const ahead = simulator.clock.now().getTime() - Date.now();

      expect(Math.abs(ahead - 30 * 86_400_000)).toBeLessThan(1000);
    });
  });

  it("can be set to any date, back into the past too", async () => {
    await withSimulator({}, async ({ simulator, gitlab }) => {
      simulator.clock.set("2020-02-29T00:00:00Z");

      const { headers } = await gitlab.send("GET /version", { as: gitlab.token });

      expect(headers.get("date")).toBe("Sat, 29 Feb 2020 00:00:00 GMT");
    });
  });

  it("refuses what is no date", async () => {
    await expect(startSimulator({ now: "tomorrow" })).rejects.toThrow("'tomorrow' is not a date");
    await withSimulator({ now }, async ({ simulator }) => {
      expect(() => simulator.clock.advance({ days: Number.NaN })).toThrow("finite");
      expect(simulator.clock.now()).toEqual(new Date(now));
    });
  });

  it("is moved from another process", async () => {
    await withSimulator({ now }, async ({ simulator }) => {
      const move = async (change: unknown) => {
        const init = { method: "POST", body: JSON.stringify(change) };
        const answer = await fetch(`${simulator.url}/__simulator/clock`, init);
        return [answer.status, await answer.json()];
      };

      expect(await move({ advanceSeconds: 86_400 })).toEqual([200, { now: "2026-02-28T10:00:00.000Z" }]);
      expect(await move({ now: "2027-01-01T00:00:00Z" })).toEqual([200, { now: "2027-01-01T00:00:00.000Z" }]);
      expect((await move({ advanceDays: 1 }))[0]).toBe(400);
      expect(simulator.clock.now()).toEqual(new Date("2027-01-01T00:00:00Z"));
    });
  });
});

describe("what the clock ends", () => {
  it("a token dies at 00:00 UTC at the start of its expires_at", async () => {
    await withSimulator({ now }, async ({ simulator, gitlab }) => {
      const { id } = await newUser(gitlab, "robot");
      const { token } = await newToken(gitlab, id, { expires_at: "2026-03-01" });

      simulator.clock.set("2026-02-28T23:59:59Z");
      const before = await statusOf(gitlab, "GET /user", token);
      simulator.clock.advance({ seconds: 1 });

      expect([before, await statusOf(gitlab, "GET /user", token)]).toEqual([200, 401]);
    });
  });

  it("on its last day a token is not active, and not in GitLab's list of inactive ones either", async () => {
    await withSimulator({ now }, async ({ simulator, gitlab }) => {
      const { id } = await newUser(gitlab, "robot");
      const token = await newToken(gitlab, id, { expires_at: "2026-03-01", name: "dying" });
      const named = async (state: string) => {
        const query = { user_id: id, state, search: "dying" };
        return bodyOf(await gitlab.send("GET /personal_access_tokens", { as: gitlab.token, query }));
      };

      simulator.clock.set("2026-03-01T12:00:00Z");

      expect([await named("active"), await named("inactive")]).toEqual([[], []]);
      simulator.clock.advance({ days: 1 });
      expect(await named("inactive")).toMatchObject([{ id: token.id, active: false, revoked: false }]);
    });
  });

  it("an expired token says so, and one that is revoked besides says that it is expired", async () => {
    await withSimulator({ now }, async ({ simulator, gitlab }) => {
      const { id } = await newUser(gitlab, "robot");
      const { token } = await newToken(gitlab, id, { expires_at: "2026-03-01" });
      await gitlab.do("DELETE /personal_access_tokens/self", { as: token });
      const reason = async () => bodyOf(await gitlab.send("GET /user", { as: token }));

      const revoked = await reason();
      simulator.clock.advance({ days: 30 });

      expect(revoked).toMatchObject({ error_description: expect.stringContaining("Token was revoked.") });
      expect(await reason()).toMatchObject({ error_description: expect.stringContaining("Token is expired.") });
    });
  });

  it("a membership ends on its last day", async () => {
    await withSimulator({ now }, async ({ simulator, gitlab }) => {
      const { billing, stranger } = await aTeam(gitlab);
      const path = { id: billing.id };
      const json = { user_id: stranger.id, access_level: REPORTER, expires_at: "2026-03-01" };
      await gitlab.do("POST /projects/:id/members", { path, json });
      const seen = async () => (await gitlab.send("GET /projects/:id", { path, as: stranger.token })).status;

      const before = await seen();
      simulator.clock.set("2026-03-01T00:00:00Z");

      expect([before, await seen()]).toEqual([200, 404]);
    });
  });

  it("a project that was marked for deletion goes after 30 days, and its entries elsewhere with it", async () => {
    await withSimulator({ now }, async ({ simulator, gitlab }) => {
      const { billing, acme } = await aTeam(gitlab);
      const target = await newProject(gitlab, "deploy", { namespace_id: acme.id });
      const list = "/projects/:id/job_token_scope/allowlist";
      await gitlab.do(`POST ${list}`, { path: { id: billing.id }, json: { target_project_id: target.id } });
      await gitlab.do("DELETE /projects/:id", { path: { id: target.id } });
      const total = async () => {
        const answer = await gitlab.send(`GET ${list}`, { path: { id: billing.id }, as: gitlab.token });
        return answer.headers.get("x-total");
      };

      simulator.clock.advance({ days: 29 });
      const before = await total();
      simulator.clock.advance({ days: 1 });

      expect([before, await total()]).toEqual(["2", "1"]);
      const gone = await gitlab.send("GET /projects/:id", { path: { id: target.id }, as: gitlab.token });
      expect(gone.status).toBe(404);
    });
  });

  it("a group that was marked goes with all that is in it, a restored one stays", async () => {
    await withSimulator({ now }, async ({ simulator, gitlab }) => {
      const [lost, kept] = [await newGroup(gitlab, "lost"), await newGroup(gitlab, "kept")];
      const inside = await newProject(gitlab, "inside", { namespace_id: lost.id });
      for (const { id } of [lost, kept]) await gitlab.do("DELETE /groups/:id", { path: { id } });
      await gitlab.do("POST /groups/:id/restore", { path: { id: kept.id } });

      simulator.clock.advance({ days: 31 });

      const status = async (endpoint: string, id: number | string) =>
        (await gitlab.send(endpoint, { path: { id }, as: gitlab.token })).status;
      expect(await status("GET /groups/:id", lost.id)).toBe(404);
      expect(await status("GET /projects/:id", inside.id)).toBe(404);
      expect(await status("GET /groups/:id", kept.full_path)).toBe(200);
    });
  });
});
