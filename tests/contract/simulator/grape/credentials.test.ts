import type { GitLabApi } from "../../../support/gitlab/gitlab-api";
import { aTeam, newToken, newUser } from "../facts/world";
import { bodyOf, withSimulator } from "../with-simulator";

const scope = "GET /projects/:id/job_token_scope";
const allScopes = "read_user ai_workflows api read_api";

const statusOf = async (gitlab: GitLabApi, endpoint: string, id: number | string, as: string) =>
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

describe("sudo", () => {
  const who = async (gitlab: GitLabApi, as: string, sudo: number | string) => {
    const answer = await gitlab.send("GET /user", { as, headers: { sudo: String(sudo) } });
    return [answer.status, bodyOf(answer)];
  };

  it("lets an administrator act as somebody else, by id or by name", async () => {
    await withSimulator({}, async ({ gitlab }) => {
      const { id, username } = await newUser(gitlab, "someone");

      expect(await who(gitlab, gitlab.token, id)).toMatchObject([200, { username }]);
      expect(await who(gitlab, gitlab.token, username.toUpperCase())).toMatchObject([200, { id }]);
    });
  });

  it("is refused to everybody else, without the scope, and for nobody", async () => {
    await withSimulator({}, async ({ gitlab }) => {
      const { token } = await newUser(gitlab, "someone");
      const narrow = await newToken(gitlab, 1, { scopes: ["api"] });

      expect(await who(gitlab, token, "root")).toEqual([403, { message: "403 Forbidden - Must be admin to use sudo" }]);
      expect(await who(gitlab, narrow.token, "ghost")).toMatchObject([403, { scope: "sudo" }]);
      expect(await who(gitlab, gitlab.token, "nobody")).toEqual([
        404,
        { message: "404 User with ID or username 'nobody' Not Found" },
      ]);
    });
  });
});
