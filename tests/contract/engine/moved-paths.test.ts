import type { Named } from "../../support/gitlab/world";
import { useStage } from "../../support/in-process/use-stage";
import { failureOf } from "../../support/pulumi/failure";
import type { Program } from "../../support/pulumi/stack";

const stage = useStage();
const { run } = stage;
let billing: Named;
let deploy: Named;
let mallory: Named;

beforeEach(async () => {
  billing = await stage.world.project("billing");
  deploy = await stage.world.project("deploy");
  mallory = await stage.world.subgroup("mallory");
});

const moved = (project: Named) => stage.world.api.put(`/projects/${project.id}/transfer`, { namespace: mallory.path });
const renamed = (project: Named, path: string) => stage.world.api.put(`/projects/${project.id}`, { path });

const entry = (): Program => ({
  it: { type: "ScopeAllowlistEntry", args: { project: billing.path, targetProject: deploy.path } },
});
const list = (): Program => ({
  it: { type: "JobTokenAllowlist", args: { project: billing.path, projects: [deploy.path], groups: [] } },
});

describe.each([
  ["an entry", entry],
  ["a list", list],
])("a path that leads into another namespace, in %s", (_name, program) => {
  it("lets nobody in, and names the new path and the id", async () => {
    await moved(deploy);
    const message = await failureOf(run().stack.up(program()));

    expect(message).toContain(`${mallory.path}/deploy`);
    expect(message).toContain(`the id ${deploy.id}`);
    expect(await stage.world.allowlist(billing, "project")).toEqual([]);
  });

  it("that is the opened project's own is a warning, and the real path is an output", async () => {
    await moved(billing);
    const { stack, warnings } = run();
    await stack.up(program());

    expect(warnings().join()).toContain(`is at ${mallory.path}/billing in GitLab`);
    expect(stack.outputs("it").projectPath).toBe(`${mallory.path}/billing`);
    expect(await stage.world.allowlist(billing, "project")).toEqual([deploy.id]);
  });
});

it("another name in the same group is a warning for a target, too", async () => {
  await renamed(deploy, "deploy-2");
  const { stack, warnings } = run();
  await stack.up(entry());

  expect(warnings().join()).toContain(`is at ${stage.world.group.path}/deploy-2 in GitLab`);
  expect(stack.outputs("it")).toMatchObject({ targetProjectPath: `${stage.world.group.path}/deploy-2` });
});

it("an old path is told where the step fails, too: it may be the reason", async () => {
  await renamed(deploy, "deploy-2");
  stage.simulator.faults.add({ method: "POST", path: /allowlist$/, fault: { kind: "status", status: 403 } });
  const { stack, warnings } = run();

  await failureOf(stack.up(entry()));

  expect(warnings()).toEqual([expect.stringContaining(`is at ${stage.world.group.path}/deploy-2 in GitLab`)]);
});

it("the path that is in use is no warning, in whatever case", async () => {
  const { stack, warnings } = run();
  await stack.up({
    it: { type: "ScopeAllowlistEntry", args: { project: billing.path.toUpperCase(), targetProject: deploy.path } },
  });

  expect(warnings()).toEqual([]);
  expect(Object.keys(stack.outputs("it")).filter((key) => key.endsWith("Path"))).toEqual([]);
});

it("a refresh warns, and records where the project is, at no further request", async () => {
  const { stack: before } = run();
  await before.up(entry());
  await renamed(billing, "billing-old");
  const sent = stage.simulator.requests.length;
  const { stack, warnings } = run(before);
  await stack.refresh();

  expect(stage.simulator.requests.length - sent).toBe(1);
  expect(warnings().join()).toContain(`is at ${stage.world.group.path}/billing-old in GitLab`);
  expect(stack.outputs("it").projectPath).toBe(`${stage.world.group.path}/billing-old`);
  expect(await run(stack).stack.up(entry())).toEqual([]);
});

it("a new path that the program follows is recorded by the update", async () => {
  const { stack: before } = run();
  await before.up(entry());
  await renamed(billing, "billing-2");
  const followed = {
    it: {
      type: "ScopeAllowlistEntry",
      args: { project: `${stage.world.group.path}/billing-2`, targetProject: deploy.path },
    },
  };
  const { stack } = run(before);
  await stack.up(followed);
  const after = run(stack).stack;
  await after.refresh();

  expect(after.outputs("it")).toEqual(stack.outputs("it"));
});
