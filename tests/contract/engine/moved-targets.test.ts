import type { Named } from "../../support/gitlab/world";
import { useStage } from "../../support/in-process/use-stage";
import type { Program } from "../../support/pulumi/stack";

/** What happens to a target that is let in already. tests/contract/engine/moved-paths.test.ts has paths that are written anew. */
const stage = useStage();
const { run } = stage;
let billing: Named;
let deploy: Named;
let tools: Named;
let mallory: Named;

beforeEach(async () => {
  billing = await stage.world.project("billing");
  deploy = await stage.world.project("deploy");
  tools = await stage.world.subgroup("tools");
  mallory = await stage.world.subgroup("mallory");
});

const transferred = (project: Named) =>
  stage.world.api.put(`/projects/${project.id}/transfer`, { namespace: mallory.path });
const renamed = (project: Named, path: string) => stage.world.api.put(`/projects/${project.id}`, { path, name: path });

const list = (more: object = {}): Program => ({
  it: {
    type: "JobTokenAllowlist",
    args: { project: billing.path, projects: [deploy.path], groups: [tools.path], ...more },
  },
});
const entry = (more: object = {}): Program => ({
  it: { type: "ScopeAllowlistEntry", args: { project: billing.path, targetProject: deploy.path, ...more } },
});
const groupEntry = (more: object = {}): Program => ({
  it: { type: "GroupAllowlistEntry", args: { project: billing.path, targetGroup: tools.path, ...more } },
});

const ways: [string, (more?: object) => Program, () => Named, (path: string) => object][] = [
  ["an entry", entry, () => deploy, (path) => ({ targetProjectPath: path })],
  ["a project in a list", list, () => deploy, (path) => ({ paths: { [`project ${deploy.path}`]: path } })],
  [
    "a project in a list with permissions",
    () => list({ permissions: ["read_packages"] }),
    () => deploy,
    (path) => ({ paths: { [`project ${deploy.path}`]: path } }),
  ],
];

describe.each(ways)("%s that moves into another namespace later", (_name, program, target, recorded) => {
  it("is a warning of the refresh and an output, at no further request, and no change of the list", async () => {
    const { stack: first } = run();
    await first.up(program());
    const begun = stage.simulator.requests.length;
    await run(first).stack.refresh();
    const usual = stage.simulator.requests.length - begun;
    await transferred(target());
    const before = stage.simulator.requests.length;
    const { stack, warnings } = run(first);
    await stack.refresh();

    expect(stage.simulator.requests.length - before).toBe(usual);
    expect(warnings().join()).toContain(`is at ${mallory.path}/deploy in GitLab`);
    expect(stack.outputs("it")).toMatchObject(recorded(`${mallory.path}/deploy`));
    expect(await run(stack).stack.up(program())).toEqual([]);
    expect(await stage.world.allowlist(billing, "project")).toEqual([deploy.id]);
  });

  it("is known to the preview of an update, which shows policies inputs only", async () => {
    const { stack } = run();
    await stack.up(program());
    await transferred(target());
    await stack.refresh();

    expect(stack.state.get("it")?.inputs).toMatchObject(recorded(`${mallory.path}/deploy`));
    const { stack: next } = run(stack);
    await next.up(program());
    expect(next.state.get("it")?.inputs).toMatchObject(recorded(`${mallory.path}/deploy`));
  });

  it("is no longer recorded once the program has the new path", async () => {
    const { stack } = run();
    await stack.up(program());
    await transferred(target());
    await stack.refresh();
    const followed = JSON.parse(JSON.stringify(program()).replaceAll(deploy.path, `${mallory.path}/deploy`));
    const { stack: next, warnings } = run(stack);

    expect(await next.up(followed)).toEqual(["update it"]);
    expect(warnings()).toEqual([]);
    expect(pathsIn(next.outputs("it"))).toEqual([]);
    expect(pathsIn(next.state.get("it")?.inputs ?? {})).toEqual([]);
    expect(await run(next).stack.refresh()).toEqual([]);
  });
});

it.each([
  ["an entry", groupEntry, (path: string) => ({ targetGroupPath: path })],
  ["a list", list, (path: string) => ({ paths: { [`group ${tools.path}`]: path } })],
])("a group that moves later is recorded by the refresh, in %s", async (_name, program, recorded) => {
  const { stack: first } = run();
  await first.up(program());
  await stage.world.api.put(`/groups/${tools.id}`, { path: "tools-2" });
  const { stack, warnings } = run(first);
  await stack.refresh();

  expect(warnings().join()).toContain(`is at ${stage.world.group.path}/tools-2 in GitLab`);
  expect(stack.outputs("it")).toMatchObject(recorded(`${stage.world.group.path}/tools-2`));
  expect(await run(stack).stack.up(program())).toEqual([]);
});

it.each([
  ["an entry", entry],
  ["a list", list],
])("a foreign project at the path of one of ours changes nothing, and is noticed, in %s", async (_name, program) => {
  const { stack: first } = run();
  await first.up(program());
  await renamed(deploy, "deploy-old");
  await stage.world.project("deploy");
  const { stack, warnings } = run(first);
  await stack.refresh();

  expect(warnings().join()).toContain(`is at ${stage.world.group.path}/deploy-old in GitLab`);
  expect(await run(stack).stack.up(program())).toEqual([]);
  expect(await stage.world.allowlist(billing, "project")).toEqual([deploy.id]);
});

describe("the list of a project", () => {
  it("that has moved itself is noticed by the refresh, and so is a foreign project at its path", async () => {
    const { stack: first } = run();
    await first.up(list());
    await renamed(billing, "billing-old");
    await stage.world.project("billing");
    const { stack, warnings } = run(first);
    await stack.refresh();

    expect(warnings().join()).toContain(`is at ${stage.world.group.path}/billing-old in GitLab`);
    expect(stack.outputs("it")).toMatchObject({ projectPath: `${stage.world.group.path}/billing-old` });
    expect(await run(stack).stack.up(list())).toEqual([]);
  });

  it("adds a target that has another name in the same group, with a warning, and records it", async () => {
    await renamed(deploy, "deploy-2");
    const { stack, warnings } = run();
    await stack.up(list());

    expect(warnings().join()).toContain(`is at ${stage.world.group.path}/deploy-2 in GitLab`);
    expect(stack.outputs("it")).toMatchObject({
      paths: { [`project ${deploy.path}`]: `${stage.world.group.path}/deploy-2` },
    });
    expect(await stage.world.allowlist(billing, "project")).toEqual([deploy.id]);
  });

  it("records a target that is about to be deleted by the name that GitLab gives it", async () => {
    const { stack: first } = run();
    await first.up(list());
    await stage.world.api.delete(`/projects/${deploy.id}`);
    const { stack, warnings } = run(first);
    await stack.refresh();

    const path = `${deploy.path}-deletion_scheduled-${deploy.id}`;
    expect(warnings().join()).toContain(`is at ${path} in GitLab`);
    expect(stack.outputs("it")).toMatchObject({ paths: { [`project ${deploy.path}`]: path } });
  });

  it("records a target that moves while the run adds it", async () => {
    const stop = stage.simulator.watch(async ({ method, path }) => {
      if (method !== "POST" || !path.endsWith("/allowlist")) return;
      stop();
      await transferred(deploy);
    });
    const { stack, warnings } = run();
    await stack.up(list());

    expect(warnings().join()).toContain(`is at ${mallory.path}/deploy in GitLab`);
    expect(stack.outputs("it")).toMatchObject({ paths: { [`project ${deploy.path}`]: `${mallory.path}/deploy` } });
  });

  it("records a move also in a run that fails", async () => {
    const { stack: first } = run();
    await first.up(list());
    await transferred(deploy);
    const { stack } = run(first);
    const failure = await stack.up(list({ projects: [deploy.path, `${stage.world.group.path}/nobody`] })).catch(String);

    expect(failure).toContain("nobody");
    expect(stack.outputs("it")).toMatchObject({ paths: { [`project ${deploy.path}`]: `${mallory.path}/deploy` } });
  });

  it("goes on with what is let in already: a change beside it is made, with a warning", async () => {
    const reports = await stage.world.project("reports");
    const { stack: first } = run();
    await first.up(list());
    await transferred(deploy);
    const { stack, warnings } = run(first);
    await stack.up(list({ projects: [deploy.path, reports.path] }));

    expect(warnings().join()).toContain(`is at ${mallory.path}/deploy in GitLab`);
    expect(await stage.world.allowlist(billing, "project")).toEqual([deploy.id, reports.id]);
  });

  it("takes the case of a path for no move, and has no such output where nothing moved", async () => {
    const shouted = list({ projects: [deploy.path.toUpperCase()], groups: [tools.path.toUpperCase()] });
    const { stack, warnings } = run();
    await stack.up(shouted);
    await stack.refresh();

    expect(warnings()).toEqual([]);
    expect(pathsIn(stack.outputs("it"))).toEqual([]);
  });

  it("keeps what is recorded where the credential sees the list no more", async () => {
    const { stack: first } = run();
    await first.up(list());
    await transferred(deploy);
    await first.refresh();
    const blind = await stage.world.tokenOf(undefined);
    const { stack, warnings } = run(first, { GITLAB_TOKEN: blind });
    await stack.refresh();

    expect(warnings().join()).toContain("its state was kept as it was");
    expect(stack.outputs("it")).toEqual(first.outputs("it"));
  });
});

it("an entry whose target moved away takes narrower permissions, with a warning: it lets in nobody new", async () => {
  const { stack: first } = run();
  await first.up(entry({ permissions: ["read_packages", "read_jobs"] }));
  await transferred(deploy);
  const { stack, warnings } = run(first);
  await stack.refresh();

  expect(await stack.up(entry({ permissions: ["read_jobs"] }))).toEqual(["update it"]);
  expect(warnings().join()).toContain(`is at ${mallory.path}/deploy in GitLab`);
});

it("ignoreChanges, which puts the old inputs into the new ones, takes what a refresh has put there", async () => {
  const { stack } = run();
  await stack.up(list());
  await transferred(deploy);
  await stack.refresh();
  const { __key: _, ...args } = stack.state.get("it")?.inputs ?? {};

  expect(await run(stack).stack.up({ it: { type: "JobTokenAllowlist", args } })).toEqual([]);
});

it("nobody writes such a path into a program", async () => {
  const paths = { [`project ${deploy.path}`]: `${stage.world.group.path}/deploy` };

  await expect(run().stack.up(list({ paths }))).rejects.toThrow('there is no input "paths"');
  await expect(run().stack.up(entry({ targetProjectPath: deploy.path }))).rejects.toThrow(
    'there is no input "targetProjectPath"',
  );
});

function pathsIn(properties: object): string[] {
  return Object.keys(properties).filter((key) => /Path$|^paths$/.test(key));
}
