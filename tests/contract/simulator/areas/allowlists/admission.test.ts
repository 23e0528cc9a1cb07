import type { Permissions } from "../../../../../provider/domain/permissions";
import type { RecordedRequest } from "../../../../../simulator";
import type { GitLabApi } from "../../../../support/gitlab/gitlab-api";
import { permit, setPushSettings } from "../../../../support/gitlab/permissions";
import { type Named, World } from "../../../../support/gitlab/world";
import { enforceJobTokenScope, newGroup, newProject } from "../../facts/world";
import { withSimulator } from "../../with-simulator";

async function aProjectAndItsCaller(gitlab: GitLabApi) {
  const outer = await newGroup(gitlab, "outer");
  const inner = await newGroup(gitlab, "inner", { parent_id: outer.id });
  const caller = await newProject(gitlab, "caller", { namespace_id: inner.id });
  return { outer, caller, billing: await newProject(gitlab, "billing") };
}

describe("admits", () => {
  it("is said of the project itself, of what is listed, and of all below a group that is listed", async () => {
    await withSimulator({}, async ({ simulator, gitlab }) => {
      const { outer, caller, billing } = await aProjectAndItsCaller(gitlab);
      const scope = "/projects/:id/job_token_scope";
      const at = { path: { id: billing.id } };
      const says = () => simulator.admits(billing.id, caller.id);
      expect([simulator.admits(billing.id, billing.id), says()]).toEqual([true, false]);

      await gitlab.do(`POST ${scope}/allowlist`, { ...at, json: { target_project_id: caller.id } });
      expect(says()).toBe(true);
      await gitlab.do(`DELETE ${scope}/allowlist/:target`, { path: { id: billing.id, target: caller.id } });
      expect(says()).toBe(false);
      await gitlab.do(`POST ${scope}/groups_allowlist`, { ...at, json: { target_group_id: outer.id } });
      expect(says()).toBe(true);
      expect(simulator.admits(caller.id, billing.id)).toBe(false);
    });
  });

  it("is said of everybody while the switch is off and the instance enforces nothing", async () => {
    await withSimulator({ enforceJobTokenScope: false }, async ({ simulator, gitlab }) => {
      const { caller, billing } = await aProjectAndItsCaller(gitlab);

      await gitlab.do("PATCH /projects/:id/job_token_scope", { path: { id: billing.id }, json: { enabled: false } });
      expect(simulator.admits(billing.id, caller.id)).toBe(true);
      await enforceJobTokenScope(gitlab, true);
      expect(simulator.admits(billing.id, caller.id)).toBe(false);
    });
  });

  it("is said of nobody who does not exist", async () => {
    await withSimulator({}, async ({ simulator, gitlab }) => {
      const { billing } = await aProjectAndItsCaller(gitlab);

      expect([simulator.admits(billing.id, 999_999), simulator.admits(999_999, billing.id)]).toEqual([false, false]);
    });
  });
});

describe("jobTokenAccess", () => {
  it("is what the closest entry gives, whether that is more or less, and pushes need both settings", async () => {
    await withSimulator({}, async ({ simulator }) => {
      const world = await World.create(simulator.url, simulator.token);
      const outer = await world.subgroup("outer");
      const inner = await world.subgroup("inner", outer);
      const [billing, caller] = [await world.project("billing"), await world.project("caller", inner)];
      const give = (target: Named, permissions: Permissions) =>
        permit(world, { project: billing.path, target: target.path }, permissions, "add");
      const access = () => simulator.jobTokenAccess(billing.id, caller.id);
      expect(access()).toBeUndefined();

      await give(outer, "default");
      expect(access()).toEqual({ permissions: "default", push: false });
      await setPushSettings(world, billing.path, [true, true]);
      expect(access()).toEqual({ permissions: "default", push: true });
      await give(inner, ["read_jobs"]);
      expect(access()).toEqual({ permissions: ["read_jobs"], push: false });
      await give(caller, ["admin_repositories"]);
      expect(access()).toEqual({ permissions: ["admin_repositories"], push: true });
      expect(simulator.jobTokenAccess(billing.id, billing.id)).toEqual({ permissions: "default", push: true });
    });
  });
});

describe("watch", () => {
  it("has every request seen that GitLab acted on, and holds its answer back, until it is stopped", async () => {
    await withSimulator({}, async ({ simulator, gitlab }) => {
      const seen: RecordedRequest[] = [];
      let answered = false;
      const stop = simulator.watch(async (request) => {
        await new Promise((resolve) => setImmediate(resolve));
        expect(answered).toBe(false);
        seen.push(request);
      });
      simulator.faults.add({ path: "/api/v4/user", times: 1, fault: { kind: "status", status: 500 } });

      for (const expected of [0, 1]) {
        answered = false;
        await gitlab.send("GET /user", { as: gitlab.token });
        answered = true;
        expect(seen).toHaveLength(expected);
      }
      stop();
      await gitlab.send("GET /user", { as: gitlab.token });

      expect(seen.map(({ method, path, user }) => `${user}: ${method} ${path}`)).toEqual(["root: GET /api/v4/user"]);
    });
  });

  it.each([
    [
      "throws",
      () => {
        throw new Error("seen too much");
      },
    ],
    ["rejects", () => Promise.reject(new Error("seen too much"))],
  ])("that %s changes no answer, and fails whoever closes the simulator", async (_, watcher) => {
    const closed = withSimulator({}, async ({ simulator, gitlab }) => {
      simulator.watch(watcher);
      expect((await gitlab.send("GET /user", { as: gitlab.token })).status).toBe(200);
    });

    await expect(closed).rejects.toThrow("seen too much");
  });
});
