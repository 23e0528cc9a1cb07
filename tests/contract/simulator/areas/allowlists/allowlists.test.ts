import type { GitLabApi } from "../../../../support/gitlab/gitlab-api";
import { addMember, aTeam, enforceJobTokenScope, newGroup, newProject } from "../../facts/world";
import { bodyOf, idsOf, withSimulator } from "../../with-simulator";

const scope = "/projects/:id/job_token_scope";
const projects = `${scope}/allowlist` as const;
const groups = `${scope}/groups_allowlist` as const;

const listed = async (gitlab: GitLabApi, endpoint: string, id: number) =>
  idsOf(await gitlab.send(`GET ${endpoint}`, { path: { id }, as: gitlab.token, query: { per_page: 100 } }));

const letIn = (gitlab: GitLabApi, id: number, targetId: number) =>
  gitlab.do(`POST ${projects}`, { path: { id }, json: { target_project_id: targetId } });

describe("GET …/job_token_scope", () => {
  const enabled = async (gitlab: GitLabApi, id: number) =>
    bodyOf(await gitlab.send(`GET ${scope}`, { path: { id }, as: gitlab.token }));

  it("says true while the instance enforces protection, and what is stored as soon as it does not", async () => {
    await withSimulator({ enforceJobTokenScope: false }, async ({ gitlab }) => {
      const { billing } = await aTeam(gitlab);
      await gitlab.do(`PATCH ${scope}`, { path: { id: billing.id }, json: { enabled: false } });

      await enforceJobTokenScope(gitlab, true);
      const enforced = await enabled(gitlab, billing.id);
      await enforceJobTokenScope(gitlab, false);

      expect(enforced).toEqual({ inbound_enabled: true, outbound_enabled: false });
      expect(await enabled(gitlab, billing.id)).toEqual({ inbound_enabled: false, outbound_enabled: false });
    });
  });

  it("says true for a new project, also where the instance enforces nothing", async () => {
    await withSimulator({ enforceJobTokenScope: false }, async ({ gitlab }) => {
      const { billing } = await aTeam(gitlab);

      expect(await enabled(gitlab, billing.id)).toMatchObject({ inbound_enabled: true });
    });
  });

  it("PATCH enabled: true stores it although enforcement hides the difference", async () => {
    await withSimulator({ enforceJobTokenScope: false }, async ({ gitlab }) => {
      const { billing } = await aTeam(gitlab);
      await gitlab.do(`PATCH ${scope}`, { path: { id: billing.id }, json: { enabled: false } });
      await enforceJobTokenScope(gitlab, true);

      await gitlab.do(`PATCH ${scope}`, { path: { id: billing.id }, json: { enabled: true } });
      await enforceJobTokenScope(gitlab, false);

      expect(await enabled(gitlab, billing.id)).toMatchObject({ inbound_enabled: true });
    });
  });
});

describe("…/allowlist", () => {
  it("lists the project itself and its entries by id, whatever the order they came in", async () => {
    await withSimulator({}, async ({ gitlab }) => {
      const { acme, billing } = await aTeam(gitlab);
      const [first, second] = [await newProject(gitlab, "first"), await newProject(gitlab, "second")];
      const protectedOne = await newProject(gitlab, "protected", { namespace_id: acme.id });

      for (const { id } of [second, billing, first]) await letIn(gitlab, protectedOne.id, id);

      expect(await listed(gitlab, projects, protectedOne.id)).toEqual([
        billing.id,
        first.id,
        second.id,
        protectedOne.id,
      ]);
    });
  });

  it("is one project's own: letting A into B lets nobody into A", async () => {
    await withSimulator({}, async ({ gitlab }) => {
      const { billing } = await aTeam(gitlab);
      const other = await newProject(gitlab, "other");

      await letIn(gitlab, billing.id, other.id);

      expect(await listed(gitlab, projects, other.id)).toEqual([other.id]);
    });
  });

  it("DELETE takes one entry away, and it can be added again", async () => {
    await withSimulator({}, async ({ gitlab }) => {
      const { billing } = await aTeam(gitlab);
      const [gone, kept] = [await newProject(gitlab, "gone"), await newProject(gitlab, "kept")];
      for (const { id } of [gone, kept]) await letIn(gitlab, billing.id, id);

      await gitlab.do(`DELETE ${projects}/:target`, { path: { id: billing.id, target: gone.id } });
      const between = await listed(gitlab, projects, billing.id);
      await letIn(gitlab, billing.id, gone.id);

      expect(between).toEqual([billing.id, kept.id]);
      expect(await listed(gitlab, projects, billing.id)).toEqual([billing.id, gone.id, kept.id]);
    });
  });

  it("POST answers 400 on a full list whether the target is new, listed or the project itself, until one entry goes", async () => {
    await withSimulator({}, async ({ gitlab }) => {
      const { billing } = await aTeam(gitlab);
      const targets: number[] = [];
      for (let count = 0; count < 201; count += 1) targets.push((await newProject(gitlab, "one-of-many")).id);
      const [extra = 0, ...fitting] = targets;
      for (const id of fitting) await letIn(gitlab, billing.id, id);
      const refusal = async (target: number) => {
        const json = { target_project_id: target };
        return bodyOf(await gitlab.send(`POST ${projects}`, { path: { id: billing.id }, as: gitlab.token, json }));
      };
      const full = "Source project exceeds the allowable number of project links in this direction";

      expect(await refusal(extra)).toEqual({ message: `400 Bad request - Validation failed: ${full}` });
      expect(await refusal(fitting[0] ?? 0)).toEqual({ message: `400 Bad request - Validation failed: ${full}` });
      expect(await refusal(billing.id)).toEqual({
        message: `400 Bad request - Validation failed: Target project can't be the same as the source project, ${full}`,
      });
      await gitlab.do(`DELETE ${projects}/:target`, { path: { id: billing.id, target: fitting[0] ?? 0 } });
      expect(await refusal(extra)).toEqual({ source_project_id: billing.id, target_project_id: extra });
    });
  });

  it("the limit on groups is counted apart from that on projects", async () => {
    await withSimulator({}, async ({ gitlab }) => {
      const { billing } = await aTeam(gitlab);
      for (let count = 0; count < 200; count += 1) {
        const { id } = await newGroup(gitlab, "one-of-many");
        await gitlab.do(`POST ${groups}`, { path: { id: billing.id }, json: { target_group_id: id } });
      }

      await letIn(gitlab, billing.id, (await newProject(gitlab, "still")).id);

      expect(await listed(gitlab, projects, billing.id)).toHaveLength(2);
    });
  });

  it("of two additions at the same time one answers 201 and the other 400", async () => {
    await withSimulator({ latencyMs: 20 }, async ({ gitlab }) => {
      const { billing } = await aTeam(gitlab);
      const target = await newProject(gitlab, "deploy");
      const call = { path: { id: billing.id }, as: gitlab.token, json: { target_project_id: target.id } };

      const answers = await Promise.all([gitlab.send(`POST ${projects}`, call), gitlab.send(`POST ${projects}`, call)]);

      expect(answers.map(({ status }) => status).sort()).toEqual([201, 400]);
    });
  });

  it("a maintainer who is a guest in the target may let it in", async () => {
    await withSimulator({}, async ({ gitlab }) => {
      const { billing, maintainer } = await aTeam(gitlab);
      const target = await newProject(gitlab, "deploy");
      await addMember(gitlab, { in: "projects", id: target.id, user: maintainer, level: 10 });

      const json = { target_project_id: target.id };
      const answer = await gitlab.send(`POST ${projects}`, { path: { id: billing.id }, as: maintainer.token, json });

      expect(answer.status).toBe(201);
    });
  });
});

describe("…/groups_allowlist", () => {
  it("starts empty and lists groups by id, with nothing but id, name and address", async () => {
    await withSimulator({}, async ({ simulator, gitlab }) => {
      const { acme, billing } = await aTeam(gitlab);
      const before = await listed(gitlab, groups, billing.id);

      await gitlab.do(`POST ${groups}`, { path: { id: billing.id }, json: { target_group_id: acme.id } });

      expect(before).toEqual([]);
      expect(bodyOf(await gitlab.send(`GET ${groups}`, { path: { id: billing.id }, as: gitlab.token }))).toEqual([
        { id: acme.id, name: acme.name, web_url: `${simulator.url}/groups/${acme.full_path}` },
      ]);
    });
  });
});
