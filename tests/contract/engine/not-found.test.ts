import { notSeenIn } from "../../../provider/domain/not-seen";
import { GitLabApi } from "../../support/gitlab/gitlab-api";
import type { Named } from "../../support/gitlab/world";
import { useStage } from "../../support/in-process/use-stage";
import { failureOf } from "../../support/pulumi/failure";
import type { Program, Stack } from "../../support/pulumi/stack";
import { declaredIn } from "./declared-in";

const stage = useStage();
const { run, deployed } = stage;
let billing: Named;
let deploy: Named;

beforeEach(async () => {
  billing = await stage.world.project("billing");
  deploy = await stage.world.project("deploy");
});

const all = () => declaredIn({ billing, deploy });
const list = (targets: readonly string[], groups: readonly string[] = []): Program => ({
  list: { type: "JobTokenAllowlist", args: { project: billing.path, projects: targets, groups } },
});

const requests = (path: RegExp) => stage.simulator.requests.matching({ path });

describe("a project that the credential can't see any more", () => {
  let before: Stack;
  let blind: Record<string, string>;
  beforeEach(async () => {
    before = await deployed(all());
    blind = { GITLAB_TOKEN: await stage.world.tokenOf(undefined) };
  });

  it("keeps its state in a refresh, with one warning that the report can read", async () => {
    const { stack, warnings } = run(before, blind);
    stack.state.delete("runner");

    expect(await stack.refresh()).toEqual([]);
    expect(stack.outputs("variable")).toEqual(before.outputs("variable"));
    expect(warnings()).toHaveLength(1);
    expect(notSeenIn(warnings()[0] ?? "")).toContain(`project ${billing.path} (${billing.id})`);
    expect(warnings()[0]).toContain(`GITLAB_CI_ACCESS_GONE=${billing.id}`);
    expect(requests(/\/projects\/\d+$/)).toHaveLength(1);
    expect(requests(/appearance/)).toHaveLength(1);
  });

  it.each(["scope", "entry", "variable"])("makes the removal of its %s fail, and names the ways out", async (name) => {
    const { stack } = run(before, blind);
    for (const other of before.state.keys()) if (other !== name) stack.state.delete(other);
    const message = await failureOf(stack.destroy());

    expect(message).toMatch(/is gone, or the credential can't see it/);
    for (const way of ["let the credential see it", `GITLAB_CI_ACCESS_GONE=${billing.id}`, "pulumi state delete"])
      expect(message).toContain(way);
    expect(await stage.world.allowlist(billing, "project")).toEqual([deploy.id]);
  });

  it("makes an update fail, which also names --continue-on-error", async () => {
    const { stack } = run(before, blind);
    const changed = { type: "JobTokenScope", args: { project: billing.path, enabled: false } };

    expect(await failureOf(stack.up({ scope: changed }))).toContain("--continue-on-error");
  });

  it("is gone where a person says so", async () => {
    const { stack, warnings } = run(before, { ...blind, GITLAB_CI_ACCESS_GONE: ` 7, ${billing.id}` });
    stack.state.delete("runner");

    expect((await stack.refresh()).sort()).toEqual(["gone entry", "gone scope", "gone variable"]);
    expect(warnings()).toEqual([]);
    const removal = run(before, { ...blind, GITLAB_CI_ACCESS_GONE: `group:7,project:${billing.id}` }).stack;
    removal.state.delete("runner");
    await removal.destroy();
    expect(removal.state.size).toBe(0);
  });

  it("is not gone where that person speaks of something else, and a wrong word is an error", async () => {
    const { stack } = run(before, { ...blind, GITLAB_CI_ACCESS_GONE: `${billing.id}0` });
    stack.state.delete("runner");
    expect(await stack.refresh()).toEqual([]);

    const { stack: ofGroup } = run(before, { ...blind, GITLAB_CI_ACCESS_GONE: `group:${billing.id}` });
    ofGroup.state.delete("runner");
    expect(await ofGroup.refresh()).toEqual([]);

    const { stack: wrong } = run(before, { ...blind, GITLAB_CI_ACCESS_GONE: billing.path });
    expect(await failureOf(wrong.refresh())).toContain("GITLAB_CI_ACCESS_GONE");
  });
});

describe("a project that is really gone", () => {
  it("is gone to an administrator", async () => {
    const before = await deployed(all());
    await stage.world.deleteForGood(billing);

    expect((await run(before).stack.refresh()).sort()).toEqual([
      "gone entry",
      "gone runner",
      "gone scope",
      "gone variable",
    ]);
    const { stack } = run(before);
    await stack.destroy();
    expect(stack.state.size).toBe(0);
  });

  it("may be hidden as far as anybody else can tell: its state stays", async () => {
    const before = await deployed(all());
    const token = await stage.world.tokenOf("maintainer");
    await stage.world.deleteForGood(billing);
    const { stack, warnings } = run(before, { GITLAB_TOKEN: token });
    stack.state.delete("runner");

    expect(await stack.refresh()).toEqual([]);
    expect(warnings()).toHaveLength(1);
  });
});

describe("what is gone in a project that is there", () => {
  it("is gone", async () => {
    const before = await deployed(all());
    await stage.world.api.delete(`/projects/${billing.id}/variables/K`);
    await stage.world.api.delete(`/projects/${billing.id}/job_token_scope/allowlist/${deploy.id}`);

    expect((await run(before).stack.refresh()).sort()).toEqual(["gone entry", "gone variable"]);
    const { stack } = run(before);
    await stack.destroy();
    expect(stack.state.size).toBe(0);
  });
});

describe("a target that can't be found", () => {
  it("may be hidden: the group that may be its only access stays", async () => {
    const ops = await stage.world.subgroup("ops");
    const tool = await stage.world.project("tool", ops);
    const before = await deployed(list([], [ops.path]));
    const { stack } = run(before, { GITLAB_TOKEN: await maintainerOf(billing) });

    await failureOf(stack.up(list([tool.path])));
    expect(await stage.world.allowlist(billing, "group")).toEqual([ops.id]);
  });

  it("holds back nothing that has no part in it", async () => {
    const other = await stage.world.subgroup("other");
    const before = await deployed(list([deploy.path], [other.path]));
    const { stack } = run(before);

    await failureOf(stack.up(list([`${stage.world.group.path}/nowhere`])));
    expect(await stage.world.allowlist(billing, "group")).toEqual([]);
    expect(await stage.world.allowlist(billing, "project")).toEqual([]);
  });
});

/** A user who sees this one project and nothing else. */
async function maintainerOf(project: Named): Promise<string> {
  const token = await stage.world.tokenOf(undefined);
  const { id } = await new GitLabApi(stage.simulator.url, token).get<{ id: number }>("/user");
  await stage.world.api.post(`/projects/${project.id}/members`, { user_id: id, access_level: 40 });
  return token;
}

describe("a project that is archived or will be deleted", () => {
  it.each(["entry", "variable"])("says so where a change of its %s is refused", async (name) => {
    const before = await deployed(all());
    await stage.world.api.post(`/projects/${billing.id}/archive`, {});
    stage.simulator.faults.add({
      method: name === "variable" ? "PUT" : "DELETE",
      fault: { kind: "status", status: 403, body: { message: "403 Forbidden" } },
    });
    const { stack } = run(before);
    for (const other of before.state.keys()) if (other !== name) stack.state.delete(other);
    const act =
      name === "variable"
        ? stack.up({
            variable: { type: "ProjectVariable", args: { project: billing.path, key: "K", value: "other-value" } },
          })
        : stack.destroy();
    expect(await failureOf(act)).toMatch(/is archived.*unarchive it/s);
  });

  it("needs no removal where it will be deleted: a refused one is done, with a warning", async () => {
    const before = await deployed(all());
    await stage.world.api.delete(`/projects/${billing.id}`);
    stage.simulator.faults.add({
      method: "DELETE",
      fault: { kind: "status", status: 403, body: { message: "403 Forbidden" } },
    });
    const { stack, warnings } = run(before);
    await stack.destroy();

    expect(stack.state.size).toBe(0);
    expect(warnings().filter((text) => text.includes("scheduled for deletion"))).toHaveLength(1);
  });
});
