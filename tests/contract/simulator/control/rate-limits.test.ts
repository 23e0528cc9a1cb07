import type { GitLabApi } from "../../../support/gitlab/gitlab-api";
import { aTeam } from "../facts/world";
import { withSimulator } from "../with-simulator";

const now = "2026-03-01T12:00:20Z";
const twoAMinute = [{ name: "throttle_authenticated_api", limit: 2 }];

async function statuses(gitlab: GitLabApi, count: number, as = gitlab.token): Promise<number[]> {
  const seen: number[] = [];
  for (let sent = 0; sent < count; sent += 1) seen.push((await gitlab.send("GET /version", { as })).status);
  return seen;
}

describe("rate limits", () => {
  it("are off without being asked for", async () => {
    await withSimulator({}, async ({ gitlab }) => {
      expect(new Set(await statuses(gitlab, 500))).toEqual(new Set([200]));
    });
  });

  it("answer as GitLab's throttles do once there were too many in a minute", async () => {
    await withSimulator({ now, rateLimits: twoAMinute }, async ({ gitlab }) => {
      await statuses(gitlab, 3);

      const { status, headers, text } = await gitlab.send("GET /version", { as: gitlab.token });

      expect([status, text, headers.get("content-type")]).toEqual([429, "Retry later\n", "text/plain"]);
      expect(Object.fromEntries([...headers].filter(([name]) => /^(ratelimit|retry)/.test(name)))).toEqual({
        "ratelimit-name": "throttle_authenticated_api",
        "ratelimit-limit": "2",
        "ratelimit-observed": "4",
        "ratelimit-remaining": "0",
        "ratelimit-reset": String(Date.parse("2026-03-01T12:01:00Z") / 1000),
        "ratelimit-resettime": "Sun, 01 Mar 2026 12:01:00 GMT",
        "retry-after": "40",
      });
    });
  });

  it("end with the minute", async () => {
    await withSimulator({ now, rateLimits: twoAMinute }, async ({ simulator, gitlab }) => {
      const before = await statuses(gitlab, 3);
      simulator.clock.advance({ seconds: 40 });

      expect([before, await statuses(gitlab, 3)]).toEqual([
        [200, 200, 429],
        [200, 200, 429],
      ]);
    });
  });

  it("count per user, not per token, and refused requests too", async () => {
    await withSimulator({ now, rateLimits: [{ name: "test", limit: 3, path: "/version" }] }, async ({ gitlab }) => {
      const { developer, owner } = await aTeam(gitlab);
      const json = { name: "second", scopes: ["self_rotate"] };
      const path = { id: owner.id };
      const second = await gitlab.send("POST /users/:id/personal_access_tokens", { path, as: gitlab.token, json });

      expect(await statuses(gitlab, 2, owner.token)).toEqual([200, 200]);
      expect(await statuses(gitlab, 2, JSON.parse(second.text).token)).toEqual([403, 429]);
      expect(await statuses(gitlab, 1, developer.token)).toEqual([200]);
    });
  });

  it("keep GitLab from acting on what they refuse", async () => {
    await withSimulator({ now, rateLimits: [{ name: "test", limit: 1, method: "POST" }] }, async ({ gitlab }) => {
      const create = (path: string) => gitlab.send("POST /groups", { as: gitlab.token, json: { name: path, path } });
      const created = [(await create("one")).status, (await create("two")).status];

      const two = await gitlab.send("GET /groups/:id", { path: { id: "two" }, as: gitlab.token });

      expect([created, two.status]).toEqual([[201, 429], 404]);
    });
  });

  it("those of GitLab.com let 400 look-ups of a project pass in a minute, and answer the next with an object", async () => {
    await withSimulator({ now, rateLimits: "gitlab.com" }, async ({ gitlab }) => {
      const { billing } = await aTeam(gitlab);
      const look = () => gitlab.send("GET /projects/:id", { path: { id: billing.id }, as: gitlab.token });
      const seen: number[] = [];
      for (let sent = 0; sent < 400; sent += 1) seen.push((await look()).status);

      const { status, text, headers } = await look();

      expect(new Set(seen)).toEqual(new Set([200]));
      expect([status, headers.get("retry-after"), text]).toEqual([
        429,
        null,
        '{"message":{"error":"This endpoint has been requested too many times. Try again later."}}',
      ]);
    });
  });
});
