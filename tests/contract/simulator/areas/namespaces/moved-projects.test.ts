import type { GitLabApi } from "../../../../support/gitlab/gitlab-api";
import { aTeam, newGroup, newProject } from "../../facts/world";
import { bodyOf, withSimulator } from "../../with-simulator";

const at = (gitlab: GitLabApi, address: number | string) =>
  gitlab.send("GET /projects/:id", { path: { id: address }, as: gitlab.token });

const locationOf = async (gitlab: GitLabApi, address: string) => {
  const { status, headers } = await at(gitlab, address);
  return [status, headers.get("location")];
};

describe("a project that was renamed or moved", () => {
  it("is found by every path it ever had", async () => {
    await withSimulator({}, async ({ simulator, gitlab }) => {
      const { acme, billing } = await aTeam(gitlab);
      for (const path of ["invoices", "ledger"]) {
        await gitlab.do("PUT /projects/:id", { path: { id: billing.id }, json: { path } });
      }

      const home = [301, `${simulator.url}/api/v4/projects/${billing.id}`];
      expect(await locationOf(gitlab, billing.path_with_namespace)).toEqual(home);
      expect(await locationOf(gitlab, `${acme.full_path}/INVOICES`)).toEqual(home);
      expect((await at(gitlab, `${acme.full_path}/ledger`)).status).toBe(200);
    });
  });

  it("is found by its old path after a group above it was renamed, although the group is not", async () => {
    await withSimulator({}, async ({ simulator, gitlab }) => {
      const { acme, billing } = await aTeam(gitlab);
      await gitlab.do("PUT /groups/:id", { path: { id: acme.id }, json: { path: "renamed" } });

      const group = await gitlab.send("GET /groups/:id", { path: { id: acme.full_path }, as: gitlab.token });

      expect(group.status).toBe(404);
      expect(await locationOf(gitlab, billing.path_with_namespace)).toEqual([
        301,
        `${simulator.url}/api/v4/projects/${billing.id}`,
      ]);
      expect(bodyOf(await at(gitlab, `renamed/${billing.path}`))).toMatchObject({
        id: billing.id,
        web_url: `${simulator.url}/renamed/${billing.path}`,
      });
    });
  });

  it("is found by its old path after its group was moved below another", async () => {
    await withSimulator({}, async ({ gitlab }) => {
      const { acme, billing } = await aTeam(gitlab);
      const above = await newGroup(gitlab, "above");
      await gitlab.do("POST /groups/:id/transfer", { path: { id: acme.id }, json: { group_id: above.id } });

      expect((await at(gitlab, billing.path_with_namespace)).status).toBe(301);
      expect(bodyOf(await at(gitlab, `${above.full_path}/${billing.path_with_namespace}`))).toMatchObject({
        id: billing.id,
        name_with_namespace: `${above.name} / ${acme.name} / ${billing.name}`,
      });
    });
  });

  it("loses an old path to whoever takes it", async () => {
    await withSimulator({}, async ({ gitlab }) => {
      const { acme, billing } = await aTeam(gitlab);
      await gitlab.do("PUT /projects/:id", { path: { id: billing.id }, json: { path: "invoices", name: "invoices" } });
      const json = { name: "new", path: billing.path, namespace_id: acme.id };
      const next = bodyOf(await gitlab.send("POST /projects", { as: gitlab.token, json }));

      expect(bodyOf(await at(gitlab, billing.path_with_namespace))).toMatchObject({ id: (next as { id: number }).id });
    });
  });

  it("keeps its entries, and its place in the lists of others", async () => {
    await withSimulator({}, async ({ gitlab }) => {
      const { billing } = await aTeam(gitlab);
      const target = await newProject(gitlab, "deploy");
      const list = "/projects/:id/job_token_scope/allowlist";
      await gitlab.do(`POST ${list}`, { path: { id: billing.id }, json: { target_project_id: target.id } });

      await gitlab.do("PUT /projects/:id", { path: { id: target.id }, json: { path: "deployment" } });
      await gitlab.do("PUT /projects/:id", { path: { id: billing.id }, json: { path: "invoices" } });

      expect(bodyOf(await gitlab.send(`GET ${list}`, { path: { id: billing.id }, as: gitlab.token }))).toMatchObject([
        { id: billing.id, path: "invoices" },
        { id: target.id, path: "deployment" },
      ]);
    });
  });

  it("shows nothing of itself to those who may not see it", async () => {
    await withSimulator({}, async ({ gitlab }) => {
      const { billing, stranger } = await aTeam(gitlab);
      await gitlab.do("PUT /projects/:id", { path: { id: billing.id }, json: { path: "invoices" } });

      const path = { id: billing.path_with_namespace };

      expect((await gitlab.send("GET /projects/:id", { path, as: stranger.token })).status).toBe(404);
      expect((await gitlab.send("DELETE /projects/:id", { path, as: stranger.token })).status).toBe(404);
    });
  });

  it("leads clients that follow redirects to its answer", async () => {
    await withSimulator({}, async ({ simulator, gitlab }) => {
      const { billing } = await aTeam(gitlab);
      await gitlab.do("PUT /projects/:id", { path: { id: billing.id }, json: { path: "invoices" } });

      const old = encodeURIComponent(billing.path_with_namespace);
      const answer = await fetch(`${simulator.url}/api/v4/projects/${old}/job_token_scope?a=b`, {
        headers: { "private-token": gitlab.token },
      });

      expect(answer.url).toBe(`${simulator.url}/api/v4/projects/${billing.id}/job_token_scope?a=b`);
      expect(await answer.json()).toEqual({ inbound_enabled: true, outbound_enabled: false });
    });
  });
});

describe("a move that GitLab refuses", () => {
  const transferred = (gitlab: GitLabApi, endpoint: string, id: number, json: unknown) =>
    gitlab.send(endpoint, { path: { id }, as: gitlab.token, json });

  it("PUT /projects/:id/transfer answers 400 when the name is taken there", async () => {
    await withSimulator({}, async ({ gitlab }) => {
      const { billing } = await aTeam(gitlab);
      const other = await newGroup(gitlab, "other");
      const json = { name: "something", path: billing.path, namespace_id: other.id };
      await gitlab.do("POST /projects", { json });

      const answer = await transferred(gitlab, "PUT /projects/:id/transfer", billing.id, { namespace: other.id });

      const reason = "Project with same name or path in target namespace already exists";
      expect([answer.status, bodyOf(answer)]).toEqual([
        400,
        { message: `Failed to transfer project {:new_namespace=>["${reason}"]}` },
      ]);
    });
  });

  it("POST /groups/:id/transfer answers 400 when a group would be below itself", async () => {
    await withSimulator({}, async ({ gitlab }) => {
      const top = await newGroup(gitlab, "top");
      const below = await newGroup(gitlab, "below", { parent_id: top.id });

      const answer = await transferred(gitlab, "POST /groups/:id/transfer", top.id, { group_id: below.id });

      expect([answer.status, bodyOf(answer)]).toEqual([
        400,
        { message: "Transfer failed: Cannot transfer group to one of its subgroup." },
      ]);
    });
  });
});
