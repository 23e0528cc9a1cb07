import type { Gitlab } from "./facts/gitlab";
import { addMember, aTeam, DEVELOPER, MAINTAINER, newGroup, newProject, newToken, newUser, OWNER } from "./facts/world";
import { bodyOf, idsOf, withSimulator } from "./with-simulator";

const scope = "GET /projects/:id/job_token_scope";
const allScopes = "read_user ai_workflows api read_api";

const statusOf = async (gitlab: Gitlab, endpoint: string, id: number | string, as: string) =>
  (await gitlab.send(endpoint, { path: { id }, as })).status;

describe("credentials", () => {
  it("start with the administrator root, whose token is the given one", async () => {
    await withSimulator({ token: "my-own-token" }, async ({ simulator, gitlab }) => {
      expect(simulator.token).toBe("my-own-token");
      expect(bodyOf(await gitlab.send("GET /user", { as: "my-own-token" }))).toMatchObject({
        username: "root",
        is_admin: true,
      });
    });
  });

  it("are new at each start otherwise", async () => {
    await withSimulator({}, async ({ simulator: first }) => {
      await withSimulator({}, async ({ simulator: second }) => {
        expect(first.token).toMatch(/^glpat-[\w-]{20}$/);
        expect(second.token).not.toBe(first.token);
      });
    });
  });

  it("PRIVATE-TOKEN counts where both are sent", async () => {
    await withSimulator({}, async ({ simulator, gitlab }) => {
      const headers = { authorization: `Bearer ${simulator.token}` };

      expect((await gitlab.send("GET /user", { as: "wrong", headers })).status).toBe(401);
      expect(
        (await gitlab.send("GET /user", { as: simulator.token, headers: { authorization: "Bearer x" } })).status,
      ).toBe(200);
    });
  });

  it("are taken from the parameter private_token", async () => {
    await withSimulator({}, async ({ simulator, gitlab }) => {
      const answer = await gitlab.send("GET /user", { query: { private_token: simulator.token } });

      expect(answer.status).toBe(200);
    });
  });

  it.each(["glcbt-64_abcdefghij", "acme-glcbt-64_abcdefghij"])(
    "a CI job token (%s) opens nothing here",
    async (token) => {
      await withSimulator({}, async ({ gitlab }) => {
        const { billing } = await aTeam(gitlab);
        const path = { id: billing.id };

        expect(await gitlab.send(scope, { path, as: token })).toMatchObject({
          status: 401,
          text: '{"message":"401 Unauthorized"}',
        });
        expect((await gitlab.send(scope, { path, headers: { "job-token": token } })).status).toBe(401);
      });
    },
  );

  it("say in WWW-Authenticate why they are not taken", async () => {
    await withSimulator({}, async ({ gitlab }) => {
      const { token } = await newUser(gitlab, "leaver");
      await gitlab.do("DELETE /personal_access_tokens/self", { as: token });

      const { headers } = await gitlab.send("GET /user", { as: token });

      expect(headers.get("www-authenticate")).toBe(
        'Bearer realm="Protected by OAuth 2.0", error="invalid_token", ' +
          'error_description="Token was revoked. You have to re-authorize from the user."',
      );
    });
  });

  it("of a user who is blocked answer 403 until the user is unblocked", async () => {
    await withSimulator({}, async ({ gitlab }) => {
      const { id, token } = await newUser(gitlab, "troublemaker");
      await gitlab.do("POST /users/:id/block", { path: { id } });

      const blocked = await gitlab.send("GET /user", { as: token });
      await gitlab.do("POST /users/:id/unblock", { path: { id } });

      expect(blocked).toMatchObject({
        status: 403,
        text: '{"message":"403 Forbidden - Your account has been blocked."}',
      });
      expect((await gitlab.send("GET /user", { as: token })).status).toBe(200);
    });
  });

  it("remember when they were used last, to ten minutes", async () => {
    await withSimulator({ now: "2026-05-01T08:00:00Z" }, async ({ simulator, gitlab }) => {
      const { token } = await newUser(gitlab, "robot");
      const lastUsed = async () => bodyOf(await gitlab.send("GET /personal_access_tokens/self", { as: token }));

      expect(await lastUsed()).toMatchObject({ last_used_at: "2026-05-01T08:00:00.000Z" });
      simulator.clock.advance({ minutes: 9 });
      expect(await lastUsed()).toMatchObject({ last_used_at: "2026-05-01T08:00:00.000Z" });
      simulator.clock.advance({ minutes: 1 });
      expect(await lastUsed()).toMatchObject({ last_used_at: "2026-05-01T08:10:00.000Z" });
    });
  });
});

describe("scopes", () => {
  it.each([
    ["read_user", 200],
    ["read_api", 200],
    ["api", 200],
    ["read_repository", 403],
    ["self_rotate", 403],
  ])("%s: GET /user answers %i", async (name, status) => {
    await withSimulator({}, async ({ gitlab }) => {
      const { id } = await newUser(gitlab, "robot");
      const { token } = await newToken(gitlab, id, { scopes: [name] });

      expect((await gitlab.send("GET /user", { as: token })).status).toBe(status);
    });
  });

  it("read_user opens users, and no project", async () => {
    await withSimulator({}, async ({ gitlab }) => {
      const { billing, maintainer } = await aTeam(gitlab);
      const { token } = await newToken(gitlab, maintainer.id, { scopes: ["read_user"] });

      expect(await statusOf(gitlab, "GET /users/:id", maintainer.id, token)).toBe(200);
      expect(await statusOf(gitlab, "GET /projects/:id", billing.id, token)).toBe(403);
    });
  });

  it("are named in the refusal, those of the endpoint first", async () => {
    await withSimulator({}, async ({ gitlab }) => {
      const { id } = await newUser(gitlab, "robot");
      const { token } = await newToken(gitlab, id, { scopes: ["read_repository"] });

      expect(bodyOf(await gitlab.send("GET /user", { as: token }))).toMatchObject({ scope: allScopes });
      expect(bodyOf(await gitlab.send("POST /groups", { as: token }))).toMatchObject({
        scope: "ai_workflows api read_api",
      });
    });
  });
});

describe("roles", () => {
  it("reach down from a group to the projects in its subgroups", async () => {
    await withSimulator({}, async ({ gitlab }) => {
      const { acme, stranger } = await aTeam(gitlab);
      const sub = await newGroup(gitlab, "payments", { parent_id: acme.id });
      const project = await newProject(gitlab, "invoices", { namespace_id: sub.id });

      const before = await statusOf(gitlab, scope, project.id, stranger.token);
      await addMember(gitlab, { in: "groups", id: acme.id, user: stranger, level: MAINTAINER });

      expect([before, await statusOf(gitlab, scope, project.id, stranger.token)]).toEqual([404, 200]);
    });
  });

  it("the highest counts where there are several", async () => {
    await withSimulator({}, async ({ gitlab }) => {
      const { acme, billing, stranger } = await aTeam(gitlab);
      await addMember(gitlab, { in: "groups", id: acme.id, user: stranger, level: DEVELOPER });
      await addMember(gitlab, { in: "projects", id: billing.id, user: stranger, level: MAINTAINER });

      const all = await gitlab.send("GET /projects/:id/members/all", { path: { id: billing.id }, as: gitlab.token });

      expect(await statusOf(gitlab, scope, billing.id, stranger.token)).toBe(200);
      expect(bodyOf(all)).toEqual(
        expect.arrayContaining([expect.objectContaining({ id: stranger.id, access_level: MAINTAINER })]),
      );
      expect(idsOf(all).filter((id) => id === stranger.id)).toHaveLength(1);
    });
  });

  it("cannot be less than in the group above", async () => {
    await withSimulator({}, async ({ gitlab }) => {
      const { acme, billing, stranger } = await aTeam(gitlab);
      await addMember(gitlab, { in: "groups", id: acme.id, user: stranger, level: MAINTAINER });

      const answer = await gitlab.send("POST /projects/:id/members", {
        path: { id: billing.id },
        as: gitlab.token,
        json: { user_id: stranger.id, access_level: DEVELOPER },
      });

      const rule = `should be greater than or equal to Maintainer inherited membership from group ${acme.name}`;
      expect([answer.status, bodyOf(answer)]).toEqual([400, { message: { access_level: [rule] } }]);
    });
  });

  it("cannot be granted higher than one's own", async () => {
    await withSimulator({}, async ({ gitlab }) => {
      const { billing, maintainer, stranger } = await aTeam(gitlab);
      const json = { user_id: stranger.id, access_level: OWNER };

      const answer = await gitlab.send("POST /projects/:id/members", {
        path: { id: billing.id },
        as: maintainer.token,
        json,
      });

      expect(answer.status).toBe(403);
    });
  });

  it("are gone with the membership", async () => {
    await withSimulator({}, async ({ gitlab }) => {
      const { billing, maintainer } = await aTeam(gitlab);
      const before = await statusOf(gitlab, scope, billing.id, maintainer.token);

      await gitlab.do("DELETE /projects/:id/members/:user_id", { path: { id: billing.id, user_id: maintainer.id } });

      expect([before, await statusOf(gitlab, scope, billing.id, maintainer.token)]).toEqual([200, 404]);
    });
  });

  it("the last owner of a group cannot leave it", async () => {
    await withSimulator({}, async ({ gitlab }) => {
      const group = await newGroup(gitlab, "acme");

      const answer = await gitlab.send("DELETE /groups/:id/members/:user_id", {
        path: { id: group.id, user_id: 1 },
        as: gitlab.token,
      });

      expect(answer.status).toBe(403);
    });
  });
});

describe("visibility", () => {
  it.each([
    ["public", 200, 200],
    ["internal", 404, 200],
    ["private", 404, 404],
  ])("a %s project: %i without a token, %i for a stranger", async (visibility, nobody, somebody) => {
    await withSimulator({}, async ({ gitlab }) => {
      const { stranger } = await aTeam(gitlab);
      const { id } = await newProject(gitlab, "open", { visibility });

      expect((await gitlab.send("GET /projects/:id", { path: { id } })).status).toBe(nobody);
      expect(await statusOf(gitlab, "GET /projects/:id", id, stranger.token)).toBe(somebody);
    });
  });

  it("job token settings of a public project are none of a stranger's business", async () => {
    await withSimulator({}, async ({ gitlab }) => {
      const { stranger } = await aTeam(gitlab);
      const { id } = await newProject(gitlab, "open", { visibility: "public" });

      expect(await statusOf(gitlab, scope, id, stranger.token)).toBe(403);
      expect((await gitlab.send(scope, { path: { id } })).status).toBe(401);
    });
  });

  it("an internal project is closed to external users", async () => {
    await withSimulator({}, async ({ gitlab }) => {
      const { id } = await newProject(gitlab, "internal", { visibility: "internal" });
      const profile = { username: "guest1", name: "Guest", email: "guest@example.com", external: true };
      const json = { ...profile, force_random_password: true };
      const user = bodyOf(await gitlab.send("POST /users", { as: gitlab.token, json })) as { id: number };
      const { token } = await newToken(gitlab, user.id);

      expect(await statusOf(gitlab, "GET /projects/:id", id, token)).toBe(404);
    });
  });

  it("a private group is seen by those who are in a project below it", async () => {
    await withSimulator({}, async ({ gitlab }) => {
      const { acme, developer, stranger } = await aTeam(gitlab);

      expect(await statusOf(gitlab, "GET /groups/:id", acme.id, developer.token)).toBe(200);
      expect(await statusOf(gitlab, "GET /groups/:id", acme.id, stranger.token)).toBe(404);
    });
  });

  it("nothing is more open than the group that holds it", async () => {
    await withSimulator({}, async ({ gitlab }) => {
      const { acme } = await aTeam(gitlab);
      const project = { name: "open", namespace_id: acme.id, visibility: "public" };
      const group = { name: "open", path: "open", parent_id: acme.id, visibility: "internal" };

      expect(bodyOf(await gitlab.send("POST /projects", { as: gitlab.token, json: project }))).toEqual({
        message: { visibility_level: ["public is not allowed in a private group."] },
      });
      expect(bodyOf(await gitlab.send("POST /groups", { as: gitlab.token, json: group }))).toEqual({
        message:
          'Failed to save group {:visibility_level=>["internal is not allowed since the parent group has a private visibility."]}',
      });
    });
  });
});

describe("routes", () => {
  it("a known path with the wrong verb answers 405 and says which are right", async () => {
    await withSimulator({}, async ({ gitlab }) => {
      const answer = await gitlab.send("POST /version", { as: gitlab.token });

      expect([answer.status, answer.text]).toEqual([405, '{"error":"405 Not Allowed"}']);
      expect(answer.headers.get("allow")).toBe("OPTIONS, GET, HEAD");
    });
  });

  it("HEAD answers as GET does, without a body", async () => {
    await withSimulator({}, async ({ gitlab }) => {
      const answer = await gitlab.send("HEAD /version", { as: gitlab.token });

      expect([answer.status, answer.text, answer.headers.get("content-type")]).toEqual([200, "", "application/json"]);
    });
  });

  it("an unknown one is reported, without the token that was in it", async () => {
    const lines: string[] = [];
    await withSimulator({ log: (line) => lines.push(line) }, async ({ gitlab }) => {
      await gitlab.send("GET /no/such/thing", { query: { private_token: "secret-value", page: 2 } });

      expect(lines).toEqual([
        "GET /api/v4/no/such/thing?private_token=[redacted]&page=2: there is no such endpoint in the simulated GitLab",
      ]);
    });
  });

  it("a body in a form that GitLab does not read is refused", async () => {
    await withSimulator({}, async ({ gitlab }) => {
      const xml = { "content-type": "text/xml" };
      const answer = await gitlab.send("POST /groups", { as: gitlab.token, json: {}, headers: {} });
      const response = await fetch(`${gitlab.origin}/api/v4/groups`, {
        method: "POST",
        headers: { ...xml, "private-token": gitlab.token },
        body: "<group/>",
      });

      expect(answer.status).toBe(400);
      expect([response.status, await response.json()]).toEqual([
        415,
        { error: "The provided content-type 'text/xml' is not supported." },
      ]);
    });
  });

  it("parameters are read from multipart bodies too", async () => {
    await withSimulator({}, async ({ gitlab }) => {
      const body = new FormData();
      body.append("name", "Überblick");
      body.append("path", "overview");

      const response = await fetch(`${gitlab.origin}/api/v4/groups`, {
        method: "POST",
        headers: { "private-token": gitlab.token },
        body,
      });

      expect(await response.json()).toMatchObject({ name: "Überblick", path: "overview" });
    });
  });
});
