import type { GitLabApi } from "../../../support/gitlab/gitlab-api";
import { addMember, aTeam, DEVELOPER, MAINTAINER, newGroup, newProject, newToken, OWNER } from "../facts/world";
import { bodyOf, idsOf, withSimulator } from "../with-simulator";

const scope = "GET /projects/:id/job_token_scope";

const statusOf = async (gitlab: GitLabApi, endpoint: string, id: number | string, as: string) =>
  (await gitlab.send(endpoint, { path: { id }, as })).status;

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

  it("a group is not closed over what is more open in it", async () => {
    await withSimulator({}, async ({ gitlab }) => {
      const group = await newGroup(gitlab, "open", { visibility: "public" });
      await newProject(gitlab, "inside", { namespace_id: group.id, visibility: "public" });
      await newGroup(gitlab, "below", { parent_id: group.id, visibility: "public" });

      const json = { visibility: "private" };
      const answer = await gitlab.send("PUT /groups/:id", { path: { id: group.id }, as: gitlab.token, json });

      expect([answer.status, bodyOf(answer)]).toEqual([
        400,
        {
          message: {
            visibility_level: [
              "private is not allowed since this group contains projects with higher visibility.",
              "private is not allowed since there are sub-groups with higher visibility.",
            ],
          },
        },
      ]);
    });
  });

  it("what moves into a more closed group is closed with all that is in it", async () => {
    await withSimulator({}, async ({ gitlab }) => {
      const { acme, stranger } = await aTeam(gitlab);
      const group = await newGroup(gitlab, "open", { visibility: "public" });
      const inside = await newProject(gitlab, "inside", { namespace_id: group.id, visibility: "public" });
      const alone = await newProject(gitlab, "alone", { visibility: "public" });

      await gitlab.do("POST /groups/:id/transfer", { path: { id: group.id }, json: { group_id: acme.id } });
      await gitlab.do("PUT /projects/:id/transfer", { path: { id: alone.id }, json: { namespace: acme.full_path } });

      expect(await statusOf(gitlab, "GET /groups/:id", group.id, stranger.token)).toBe(404);
      expect(await statusOf(gitlab, "GET /projects/:id", inside.id, stranger.token)).toBe(404);
      expect(await statusOf(gitlab, "GET /projects/:id", alone.id, stranger.token)).toBe(404);
    });
  });

  it("a new project has the visibility of the instance's setting where none is given", async () => {
    await withSimulator({}, async ({ gitlab }) => {
      await gitlab.do("PUT /application/settings", { json: { default_project_visibility: "internal" } });

      const answer = await gitlab.send("POST /projects", { as: gitlab.token, json: { name: "usual" } });

      expect(bodyOf(answer)).toMatchObject({ visibility: "internal" });
    });
  });
});
