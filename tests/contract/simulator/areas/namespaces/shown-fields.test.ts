import type { GitLabApi } from "../../../../support/gitlab/gitlab-api";
import { addMember, aTeam, newGroup, OWNER } from "../../facts/world";
import { bodyOf, withSimulator } from "../../with-simulator";

const TOKEN = /^GR1348941[\w-]+$/;

async function shown(gitlab: GitLabApi, path: string, as: string) {
  return bodyOf(await gitlab.send(`GET ${path}`, { as })) as Record<string, unknown>;
}

describe("runners_token", () => {
  it("is shown to maintainers of a project and owners of a group, and registers a runner", async () => {
    await withSimulator({}, async ({ gitlab }) => {
      const { acme, billing, owner, maintainer } = await aTeam(gitlab);

      const { runners_token: ofProject } = await shown(gitlab, `/projects/${billing.id}`, maintainer.token);
      const { runners_token: ofGroup } = await shown(gitlab, `/groups/${acme.id}`, owner.token);

      expect([ofProject, ofGroup]).toEqual([expect.stringMatching(TOKEN), expect.stringMatching(TOKEN)]);
      expect(await gitlab.post("/runners", { token: ofProject })).toMatchObject({ id: 1 });
      expect(await gitlab.get(`/projects/${billing.id}/runners`)).toMatchObject([{ runner_type: "project_type" }]);
    });
  });

  it("is no field for anybody else", async () => {
    await withSimulator({}, async ({ gitlab }) => {
      const { acme, billing, developer } = await aTeam(gitlab);

      expect(await shown(gitlab, `/projects/${billing.id}`, developer.token)).not.toHaveProperty("runners_token");
      expect(await shown(gitlab, `/groups/${acme.id}`, developer.token)).not.toHaveProperty("runners_token");
    });
  });

  it("is another one after a reset, and the former one registers nothing", async () => {
    await withSimulator({}, async ({ gitlab }) => {
      const { billing, maintainer } = await aTeam(gitlab);
      const { runners_token: former } = await shown(gitlab, `/projects/${billing.id}`, maintainer.token);

      const reset = await gitlab.post<{ token: string }>(`/projects/${billing.id}/runners/reset_registration_token`);

      expect(await shown(gitlab, `/projects/${billing.id}`, maintainer.token)).toMatchObject({
        runners_token: reset.token,
      });
      expect((await gitlab.send("POST /runners", { json: { token: former } })).status).toBe(403);
    });
  });

  it("is null where the instance allows no registration tokens", async () => {
    await withSimulator({}, async ({ gitlab }) => {
      const { billing, maintainer } = await aTeam(gitlab);
      await gitlab.put("/application/settings", { allow_runner_registration_token: false });

      const { runners_token: token } = await shown(gitlab, `/projects/${billing.id}`, maintainer.token);
      const reset = await gitlab.send("POST /projects/:id/runners/reset_registration_token", {
        path: { id: billing.id },
        as: maintainer.token,
      });

      expect([token, reset.status]).toEqual([null, 403]);
    });
  });
});

it("statistics of groups are for administrators who ask, and count the projects in the group", async () => {
  await withSimulator({}, async ({ gitlab }) => {
    const { acme, billing, owner } = await aTeam(gitlab);
    const json = { branch: "main", commit_message: "x", content: "12345" };
    await gitlab.do("POST /projects/:id/repository/files/:file_path", {
      path: { id: billing.id, file_path: "a" },
      json,
    });

    const asked = async (as: string) =>
      bodyOf(await gitlab.send("GET /groups", { as, query: { statistics: true, search: acme.path } }));

    expect(await asked(gitlab.token)).toMatchObject([{ statistics: { storage_size: 5, repository_size: 5 } }]);
    expect(await asked(owner.token)).not.toMatchObject([{ statistics: {} }]);
  });
});

it("groups that are invited are named to those who may see them", async () => {
  await withSimulator({}, async ({ gitlab }) => {
    const { billing, developer, maintainer } = await aTeam(gitlab);
    const guests = await newGroup(gitlab, "guests");
    await addMember(gitlab, { in: "groups", id: guests.id, user: maintainer, level: OWNER });
    await gitlab.post(`/projects/${billing.id}/share`, { group_id: guests.id, group_access: 30 });

    expect(await shown(gitlab, `/projects/${billing.id}`, maintainer.token)).toMatchObject({
      shared_with_groups: [{ group_id: guests.id, group_full_path: guests.full_path }],
    });
    expect(await shown(gitlab, `/projects/${billing.id}`, developer.token)).toMatchObject({ shared_with_groups: [] });
  });
});
