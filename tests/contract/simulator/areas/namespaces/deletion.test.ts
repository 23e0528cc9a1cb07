import type { GitLabApi } from "../../../../support/gitlab/gitlab-api";
import { addMember, aTeam, newGroup, newProject, newUser, OWNER, type Project } from "../../facts/world";
import { idsOf, withSimulator } from "../../with-simulator";

const allowlist = "/projects/:id/job_token_scope/allowlist";
const groupsAllowlist = "/projects/:id/job_token_scope/groups_allowlist";

const listed = async (gitlab: GitLabApi, endpoint: string, id: number) =>
  idsOf(await gitlab.send(`GET ${endpoint}`, { path: { id }, as: gitlab.token }));

/** At once and for good, in the two steps that GitLab asks for. */
async function removed(gitlab: GitLabApi, { id, path_with_namespace }: Project): Promise<void> {
  await gitlab.do("DELETE /projects/:id", { path: { id } });
  const query = { permanently_remove: true, full_path: `${path_with_namespace}-deletion_scheduled-${id}` };
  await gitlab.do("DELETE /projects/:id", { path: { id }, query });
}

describe("DELETE /projects/:id", () => {
  it("for good takes the project out of every list", async () => {
    await withSimulator({}, async ({ gitlab }) => {
      const { billing } = await aTeam(gitlab);
      const [gone, kept] = [await newProject(gitlab, "gone"), await newProject(gitlab, "kept")];
      for (const { id } of [gone, kept]) {
        await gitlab.do(`POST ${allowlist}`, { path: { id: billing.id }, json: { target_project_id: id } });
      }

      await removed(gitlab, gone);

      expect(await listed(gitlab, allowlist, billing.id)).toEqual([billing.id, kept.id]);
      const again = { path: { id: billing.id, target: gone.id }, as: gitlab.token };
      expect((await gitlab.send(`DELETE ${allowlist}/:target`, again)).status).toBe(404);
    });
  });

  it("never gives an id out again", async () => {
    await withSimulator({}, async ({ gitlab }) => {
      const old = await newProject(gitlab, "old");
      await removed(gitlab, old);

      expect((await newProject(gitlab, "new")).id).toBeGreaterThan(old.id);
    });
  });

  it("takes away the project's variables and members, which a new one of its path does not inherit", async () => {
    await withSimulator({}, async ({ gitlab }) => {
      const { acme, billing, developer } = await aTeam(gitlab);
      await gitlab.do("POST /projects/:id/variables", { path: { id: billing.id }, json: { key: "KEY", value: "x" } });
      await removed(gitlab, billing);

      const json = { name: billing.name, path: billing.path, namespace_id: acme.id };
      await gitlab.do("POST /projects", { json });

      const path = { id: billing.path_with_namespace };
      const variables = await gitlab.send("GET /projects/:id/variables", { path, as: gitlab.token });
      expect([variables.status, variables.text]).toEqual([200, "[]"]);
      expect((await gitlab.send("GET /projects/:id", { path, as: developer.token })).status).toBe(404);
    });
  });
});

describe("DELETE /groups/:id", () => {
  it("for good is for subgroups only, and takes along what is below, in every list", async () => {
    await withSimulator({}, async ({ gitlab }) => {
      const { acme, billing } = await aTeam(gitlab);
      const sub = await newGroup(gitlab, "sub", { parent_id: acme.id });
      const below = await newGroup(gitlab, "below", { parent_id: sub.id });
      const inside = await newProject(gitlab, "inside", { namespace_id: below.id });
      await gitlab.do(`POST ${allowlist}`, { path: { id: billing.id }, json: { target_project_id: inside.id } });
      for (const { id } of [sub, below, acme]) {
        await gitlab.do(`POST ${groupsAllowlist}`, { path: { id: billing.id }, json: { target_group_id: id } });
      }

      await gitlab.do("DELETE /groups/:id", { path: { id: sub.id } });
      const query = { permanently_remove: true, full_path: `${sub.full_path}-deletion_scheduled-${sub.id}` };
      await gitlab.do("DELETE /groups/:id", { path: { id: sub.id }, query });

      expect(await listed(gitlab, allowlist, billing.id)).toEqual([billing.id]);
      expect(await listed(gitlab, groupsAllowlist, billing.id)).toEqual([acme.id]);
      const top = { path: { id: acme.id }, as: gitlab.token, query: { permanently_remove: true } };
      expect(await gitlab.send("DELETE /groups/:id", top)).toMatchObject({
        status: 400,
        text: '{"message":"`permanently_remove` option is only available for subgroups."}',
      });
    });
  });

  it("marks a group; what is in it stays there until then, under the new path", async () => {
    await withSimulator({}, async ({ gitlab }) => {
      const { acme, billing } = await aTeam(gitlab);

      await gitlab.do("DELETE /groups/:id", { path: { id: acme.id } });

      const marked = `${acme.full_path}-deletion_scheduled-${acme.id}`;
      const answer = await gitlab.send("GET /projects/:id", { path: { id: billing.id }, as: gitlab.token });
      expect(JSON.parse(answer.text)).toMatchObject({ path_with_namespace: `${marked}/${billing.path}` });
      const inside = await gitlab.send("DELETE /projects/:id", { path: { id: billing.id }, as: gitlab.token });
      expect(inside.status).toBe(202);
    });
  });
});

describe("DELETE /users/:id", () => {
  it("ends the user's tokens, memberships and personal projects", async () => {
    await withSimulator({}, async ({ gitlab }) => {
      const { acme, billing } = await aTeam(gitlab);
      const leaver = await newUser(gitlab, "leaver");
      await addMember(gitlab, { in: "groups", id: acme.id, user: leaver, level: OWNER });
      const personal = JSON.parse(
        (await gitlab.send("POST /projects", { as: leaver.token, json: { name: "own" } })).text,
      );
      await gitlab.do(`POST ${allowlist}`, { path: { id: billing.id }, json: { target_project_id: personal.id } });

      await gitlab.do("DELETE /users/:id", { path: { id: leaver.id } });

      expect((await gitlab.send("GET /user", { as: leaver.token })).status).toBe(401);
      expect(
        idsOf(await gitlab.send("GET /groups/:id/members", { path: { id: acme.id }, as: gitlab.token })),
      ).not.toContain(leaver.id);
      expect(await listed(gitlab, allowlist, billing.id)).toEqual([billing.id]);
    });
  });

  it("with hard_delete takes along the groups that nobody else owns", async () => {
    await withSimulator({}, async ({ gitlab }) => {
      const founder = await newUser(gitlab, "founder");
      const json = { name: "Founded", path: "founded" };
      await gitlab.do("POST /groups", { as: founder.token, json });

      await gitlab.do("DELETE /users/:id", { path: { id: founder.id }, query: { hard_delete: true } });

      const group = await gitlab.send("GET /groups/:id", { path: { id: "founded" }, as: gitlab.token });
      expect(group.status).toBe(404);
    });
  });
});
