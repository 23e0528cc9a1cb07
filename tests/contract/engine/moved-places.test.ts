import type { Named } from "../../support/gitlab/world";
import { useStage } from "../../support/in-process/use-stage";
import type { Program } from "../../support/pulumi/stack";

/** What a refresh says of the place of a resource that has moved. tests/contract/engine/moved-targets.test.ts has what is let in. */
const stage = useStage();
const { run } = stage;
let deploy: Named;
let tools: Named;

beforeEach(async () => {
  deploy = await stage.world.project("deploy");
  tools = await stage.world.subgroup("tools");
});

const runner = (args: object): Program => ({ it: { type: "UserRunner", args: { ...args } } });
const pushes = (args: object): Program => ({
  it: { type: "JobTokenScope", args: { ...args, enabled: true, pushRepositoryForJobTokenAllowed: false } },
});

describe.each<[string, () => Program, () => Named, string]>([
  [
    "a project's runner",
    () => runner({ runnerType: "project_type", project: deploy.path }),
    () => deploy,
    "projectPath",
  ],
  ["a group's runner", () => runner({ runnerType: "group_type", group: tools.path }), () => tools, "groupPath"],
  ["a switch with settings for pushes", () => pushes({ project: deploy.path }), () => deploy, "projectPath"],
])("%s", (_name, program, place, output) => {
  it("is told where its place is now by the answers that a refresh has anyway", async () => {
    const { stack: first } = run();
    await first.up(program());
    const kind = output === "groupPath" ? "groups" : "projects";
    await stage.world.api.put(`/${kind}/${place().id}`, { path: "another", name: "another" });
    const { stack, warnings } = run(first);
    await stack.refresh();

    expect(warnings().join()).toContain(`is at ${stage.world.group.path}/another in GitLab`);
    expect(stack.outputs("it")).toMatchObject({ [output]: `${stage.world.group.path}/another` });
    expect(await run(stack).stack.up(program())).toEqual([]);
  });
});
