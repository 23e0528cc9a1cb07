import type { GitLabApi } from "../../../../support/gitlab/gitlab-api";
import { aTeam, newBot, newGroup, newProject, newRunner, newToken } from "../../facts/world";
import { bodyOf, idsOf, withSimulator } from "../../with-simulator";

const now = "2026-02-27T10:00:00Z";
const reset = "POST /runners/:id/reset_authentication_token";

const verified = async (gitlab: GitLabApi, token: string, systemId = "s_1") =>
  (await gitlab.send("POST /runners/verify", { json: { token, system_id: systemId } })).status;

const detailsOf = async (gitlab: GitLabApi, id: number) =>
  bodyOf(await gitlab.send("GET /runners/:id", { path: { id }, as: gitlab.token }));

const statusOf = async (gitlab: GitLabApi, endpoint: string, call: Parameters<GitLabApi["send"]>[1]) =>
  (await gitlab.send(endpoint, call)).status;

interface NewToken {
  readonly token: string;
  readonly token_expires_at: string | null;
}

describe("a runner's token", () => {
  it("works until it is reset, and the new one from then on", async () => {
    await withSimulator({ now }, async ({ gitlab }) => {
      const runner = await newRunner(gitlab);
      const before = await verified(gitlab, runner.token);
      const next = (await gitlab.do(reset, { path: { id: runner.id } })) as NewToken;

      expect([before, await verified(gitlab, runner.token), await verified(gitlab, next.token)]).toEqual([
        200, 403, 200,
      ]);
    });
  });

  it("dies when it expires, and can be reset by a person even then", async () => {
    await withSimulator({ now }, async ({ gitlab, simulator }) => {
      await gitlab.do("PUT /application/settings", { json: { runner_token_expiration_interval: 3600 } });
      const runner = await newRunner(gitlab);

      simulator.clock.advance({ minutes: 59, seconds: 59 });
      const before = await verified(gitlab, runner.token);
      simulator.clock.advance({ seconds: 1 });

      expect([before, await verified(gitlab, runner.token)]).toEqual([200, 403]);
      const next = (await gitlab.do(reset, { path: { id: runner.id } })) as NewToken;
      expect(next.token_expires_at).toBe("2026-02-27T12:00:00.000Z");
      expect(await verified(gitlab, next.token)).toBe(200);
    });
  });

  it("expires after the shortest interval that applies to its place", async () => {
    await withSimulator({ now }, async ({ gitlab, simulator }) => {
      const top = await newGroup(gitlab, "top");
      const sub = await newGroup(gitlab, "sub", { parent_id: top.id });
      const project = await newProject(gitlab, "deep", { namespace_id: sub.id });
      const ofGroup = { runner_type: "group_type", group_id: sub.id };
      const ofProject = { runner_type: "project_type", project_id: project.id };
      const expiry = async (json: object) =>
        ((await gitlab.do("POST /user/runners", { json })) as NewToken).token_expires_at;

      const never = await expiry(ofGroup);
      await gitlab.do("PUT /application/settings", {
        json: { group_runner_token_expiration_interval: 9000, project_runner_token_expiration_interval: 9000 },
      });
      simulator.setOnPage(top.full_path, "subgroup_runner_token_expiration_interval", 7200);
      simulator.setOnPage(top.full_path, "runner_token_expiration_interval", 60);
      simulator.setOnPage(sub.full_path, "project_runner_token_expiration_interval", 3600);

      expect([never, await expiry(ofGroup), await expiry(ofProject)]).toEqual([
        null,
        "2026-02-27T12:00:00.000Z",
        "2026-02-27T11:00:00.000Z",
      ]);
    });
  });
});

describe("making runners", () => {
  it.each([
    ["the group itself", "own"],
    ["a group above", "top"],
  ])("can be switched off by %s for everybody but administrators", async (_, where) => {
    await withSimulator({ now }, async ({ gitlab, simulator }) => {
      const { acme, owner } = await aTeam(gitlab);
      const sub = await newGroup(gitlab, "sub", { parent_id: acme.id });
      simulator.setOnPage(where === "own" ? sub.full_path : acme.full_path, "runner_registration_enabled", false);
      const json = { runner_type: "group_type", group_id: sub.id };

      expect([
        await statusOf(gitlab, "POST /user/runners", { as: owner.token, json }),
        await statusOf(gitlab, "POST /user/runners", { as: gitlab.token, json }),
      ]).toEqual([403, 201]);
    });
  });

  it("can be switched off by a project", async () => {
    await withSimulator({ now }, async ({ gitlab, simulator }) => {
      const { billing, maintainer } = await aTeam(gitlab);
      const json = { runner_type: "project_type", project_id: billing.id };
      const make = () => statusOf(gitlab, "POST /user/runners", { as: maintainer.token, json });

      const before = await make();
      simulator.setOnPage(billing.path_with_namespace, "runner_registration_enabled", false);

      expect([before, await make()]).toEqual([201, 403]);
    });
  });

  it("is open to a bot that may do nothing else, but reading and deleting are not", async () => {
    await withSimulator({ now }, async ({ gitlab }) => {
      const { billing } = await aTeam(gitlab);
      const bot = await newBot(gitlab, { in: "projects", id: billing.id }, { scopes: ["create_runner"] });
      const json = { runner_type: "project_type", project_id: billing.id };

      const made = await gitlab.send("POST /user/runners", { as: bot.token, json });
      const { id } = JSON.parse(made.text);

      expect([
        made.status,
        await statusOf(gitlab, "GET /runners/:id", { path: { id }, as: bot.token }),
        await statusOf(gitlab, "DELETE /runners/:id", { path: { id }, as: bot.token }),
      ]).toEqual([201, 403, 403]);
    });
  });

  it("with an old registration token ends when the top-level group or the instance says so", async () => {
    await withSimulator({ now }, async ({ gitlab, simulator }) => {
      const { acme, billing } = await aTeam(gitlab);
      const path = { id: billing.id };
      const old = (await gitlab.do("POST /projects/:id/runners/reset_registration_token", { path })) as NewToken;
      const register = () => statusOf(gitlab, "POST /runners", { json: { token: old.token } });

      const allowed = await register();
      simulator.setOnPage(acme.full_path, "allow_runner_registration_token", false);
      const closed = await register();
      simulator.setOnPage(acme.full_path, "allow_runner_registration_token", true);
      await gitlab.do("PUT /application/settings", { json: { valid_runner_registrars: [] } });

      expect([allowed, closed, await register()]).toEqual([201, 410, 403]);
    });
  });
});

describe("a runner's status", () => {
  it("goes from never contacted to online, offline and stale", async () => {
    await withSimulator({ now }, async ({ gitlab, simulator }) => {
      const runner = await newRunner(gitlab, { paused: true });
      const seen: unknown[] = [];
      const look = async () => seen.push(((await detailsOf(gitlab, runner.id)) as { status: string }).status);

      await look();
      await verified(gitlab, runner.token);
      await look();
      await gitlab.do("PUT /runners/:id", { path: { id: runner.id }, json: { paused: false } });
      await look();
      simulator.clock.advance({ hours: 2 });
      await look();
      simulator.clock.advance({ days: 7 });
      await look();

      expect(seen).toEqual(["never_contacted", "paused", "online", "offline", "stale"]);
    });
  });

  it("is of all its machines, each of which is a manager", async () => {
    await withSimulator({ now }, async ({ gitlab, simulator }) => {
      const runner = await newRunner(gitlab);
      await verified(gitlab, runner.token, "s_1");
      simulator.clock.advance({ hours: 3 });
      await verified(gitlab, runner.token, "s_2");
      await verified(gitlab, runner.token, "s_2");

      const path = { id: runner.id };
      expect(bodyOf(await gitlab.send("GET /runners/:id/managers", { path, as: gitlab.token }))).toMatchObject([
        { system_id: "s_1", status: "offline" },
        { system_id: "s_2", status: "online" },
      ]);
    });
  });
});

describe("a runner that more than one place uses", () => {
  it("goes to the next project when its owner is deleted, and away with the last", async () => {
    await withSimulator({ now }, async ({ gitlab, simulator }) => {
      const [first, second] = [await newProject(gitlab, "first"), await newProject(gitlab, "second")];
      const runner = await newRunner(gitlab, { runner_type: "project_type", project_id: first.id });
      await gitlab.do("POST /projects/:id/runners", { path: { id: second.id }, json: { runner_id: runner.id } });
      const remove = async (id: number) => {
        await gitlab.do("DELETE /projects/:id", { path: { id } });
        simulator.clock.advance({ days: 31 });
      };

      await remove(first.id);
      const between = await detailsOf(gitlab, runner.id);
      await remove(second.id);

      expect(between).toMatchObject({ projects: [{ id: second.id }] });
      expect(await detailsOf(gitlab, runner.id)).toEqual({ message: "404 Runner Not Found" });
    });
  });

  it("is seen by maintainers of projects that run on it, who may not change it", async () => {
    await withSimulator({ now }, async ({ gitlab }) => {
      const { acme, maintainer, developer } = await aTeam(gitlab);
      const { id } = await newRunner(gitlab, { runner_type: "group_type", group_id: acme.id });
      const asked = (method: string, as: string) =>
        statusOf(gitlab, `${method} /runners/:id`, {
          path: { id },
          as,
          ...(method === "PUT" ? { json: { paused: true } } : {}),
        });

      expect([
        await asked("GET", maintainer.token),
        await asked("PUT", maintainer.token),
        await asked("GET", developer.token),
      ]).toEqual([200, 403, 403]);
    });
  });

  it("is not listed for a project that has switched such runners off", async () => {
    await withSimulator({ now }, async ({ gitlab }) => {
      const { acme, billing } = await aTeam(gitlab);
      await newRunner(gitlab);
      await newRunner(gitlab, { runner_type: "group_type", group_id: acme.id });
      const own = await newRunner(gitlab, { runner_type: "project_type", project_id: billing.id });
      const path = { id: billing.id };
      await gitlab.do("PUT /projects/:id", {
        path,
        json: { shared_runners_enabled: false, group_runners_enabled: false },
      });

      expect(idsOf(await gitlab.send("GET /projects/:id/runners", { path, as: gitlab.token }))).toEqual([own.id]);
    });
  });
});

describe("the request log", () => {
  it("keeps no runner's token", async () => {
    await withSimulator({ now }, async ({ gitlab, simulator }) => {
      const runner = await newRunner(gitlab);
      const { token } = await newToken(gitlab, 1);
      await gitlab.send("DELETE /runners", { query: { token: runner.token, private_token: token } });

      const log = JSON.stringify(simulator.requests.all);

      expect(simulator.issuedSecrets().filter((secret) => log.includes(secret))).toEqual([]);
    });
  });
});
