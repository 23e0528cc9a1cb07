import { notSeenIn } from "../../../provider/domain/not-seen";
import { GitLabApi } from "../../support/gitlab/gitlab-api";
import type { Named } from "../../support/gitlab/world";
import { useStage } from "../../support/in-process/use-stage";
import { failureOf } from "../../support/pulumi/failure";
import type { Program, Stack } from "../../support/pulumi/stack";

const stage = useStage();
const { run } = stage;
let billing: Named;
let deploy: Named;

beforeEach(async () => {
  billing = await stage.world.project("billing");
  deploy = await stage.world.project("deploy");
});

const all = (): Program => ({
  scope: { type: "JobTokenScope", args: { project: billing.path } },
  entry: { type: "ScopeAllowlistEntry", args: { project: billing.path, targetProject: deploy.path } },
  variable: { type: "ProjectVariable", args: { project: billing.path, key: "K", value: "secret-value-1" } },
  runner: { type: "UserRunner", args: { runnerType: "project_type", project: billing.path } },
});
const list = (targets: readonly string[], groups: readonly string[] = []): Program => ({
  list: { type: "JobTokenAllowlist", args: { project: billing.path, projects: targets, groups } },
});

const everything = (): Program => ({
  ...all(),
  list: { type: "JobTokenAllowlist", args: { project: deploy.path, projects: [billing.path], groups: [] } },
});

async function deployed(program: Program): Promise<Stack> {
  const { stack } = run(undefined);
  await stack.up(program);
  return stack;
}

const requests = (path: RegExp) => stage.simulator.requests.matching({ path });

describe("a 404 that is not GitLab's", () => {
  it.each([
    ["an ingress's page", { kind: "html", status: 404 }],
    ["a gateway's message", { kind: "status", status: 404, body: { message: "no Route matched with those values" } }],
    ["a gateway's status", { kind: "status", status: 404, body: { status: 404 } }],
    ["a router that does not know the path", { kind: "status", status: 404, body: { error: "404 Not Found" } }],
    ["an empty answer", { kind: "status", status: 404, body: "" }],
  ] as const)("of %s empties no state, and nothing is taken for removed", async (_name, fault) => {
    const before = await deployed(everything());
    const { stack } = run(before);
    stage.simulator.faults.add({ fault });

    await expect(stack.refresh()).rejects.toThrow();
    for (const name of before.state.keys()) {
      const { stack: one } = run(before);
      for (const other of before.state.keys()) if (other !== name) one.state.delete(other);
      await failureOf(one.refresh());
      await failureOf(one.destroy());
      expect(one.outputs(name)).toEqual(before.outputs(name));
    }
    stage.simulator.faults.clear();
    expect(await stage.world.allowlist(billing, "project")).toEqual([deploy.id]);
    expect(await stage.world.allowlist(deploy, "project")).toEqual([billing.id]);
    expect(await run(before).stack.up(everything())).toEqual([]);
  });

  it("says that a proxy decodes %2F, where GitLab's router got a path that it does not know", async () => {
    stage.simulator.faults.add({ fault: { kind: "status", status: 404, body: { error: "404 Not Found" } } });

    expect(await failureOf(run(undefined).stack.up({ scope: all().scope ?? fail() }))).toMatch(
      /proxy.*%2F.*numeric ids/s,
    );
  });
});

it.each([
  ["a gateway's message", { kind: "status", status: 401, body: { message: "Unauthorized" } }],
  ["a gateway's page", { kind: "html", status: 401 }],
] as const)("a 401 that is not GitLab's, %s, is no proof that a token is dead", async (_name, fault) => {
  const rotationConfiguration = { expirationDays: 30, rotateBeforeDays: 7 };
  const token = { name: "ci", scopes: ["read_api", "self_rotate"], accessLevel: "reporter", rotationConfiguration };
  for (const rotateWith of ["provider", "self"]) {
    const before = await deployed({
      it: { type: "RotatingProjectToken", args: { project: billing.path, ...token, rotateWith } },
    });
    const notFound = { kind: "status", status: 404, body: { message: "404 Not Found" } } as const;
    stage.simulator.faults.add({ path: /\/access_tokens\/\d+$/, fault: notFound });
    stage.simulator.faults.add({ path: /personal_access_tokens\/self$/, fault });

    await expect(run(before).stack.refresh()).rejects.toThrow();
    await expect(run(before).stack.destroy()).rejects.toThrow();
    stage.simulator.faults.clear();
    expect(await run(before).stack.refresh()).toEqual([]);
  }
});

describe("a success that is not GitLab's", () => {
  it.each([
    ["a text", "OK"],
    ["JSON of something else", { status: "ok" }],
    ["an empty list", []],
  ])("with %s takes nothing out of the state that GitLab still has", async (_name, body) => {
    const before = await deployed(everything());
    stage.simulator.faults.add({ method: "DELETE", fault: { kind: "status", status: 200, body } });
    for (const name of ["entry", "variable", "runner", "list"]) {
      const { stack } = run(before);
      for (const other of before.state.keys()) if (other !== name) stack.state.delete(other);

      expect(await failureOf(stack.destroy())).toContain("Something before GitLab answered");
      expect(stack.state.has(name)).toBe(true);
    }
    stage.simulator.faults.clear();
    expect(await run(before).stack.up(everything())).toEqual([]);
  });

  it("is no update either", async () => {
    const before = await deployed(all());
    stage.simulator.faults.add({ method: "PUT", fault: { kind: "status", status: 200, body: "OK" } });
    const changed = { variable: { type: "ProjectVariable", args: { ...all().variable?.args, value: "another-one" } } };
    const { stack } = run(before);

    expect(await failureOf(stack.up({ ...all(), ...changed }))).toContain("does not have the documented shape");
    expect(stack.outputs("variable")).toEqual(before.outputs("variable"));
  });
});

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

function fail(): never {
  throw new Error("there is no such declaration");
}
