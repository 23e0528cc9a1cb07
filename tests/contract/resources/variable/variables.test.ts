import { type Simulator, startSimulator } from "pulumi-gitlab-ci-access/simulator";
import { type Named, World } from "../../../support/gitlab/world";
import { Runs } from "../../../support/in-process/runs";
import { failureOf } from "../../../support/pulumi/failure";
import type { Properties } from "../../../support/pulumi/provider";

let simulator: Simulator;
let world: World;
let project: Named;
let runs: Runs;

async function setTheStage(premium: boolean): Promise<void> {
  simulator = await startSimulator({ edition: premium ? "premium" : "free" });
  world = await World.create(simulator.url, simulator.token);
  project = await world.project("billing");
  runs = new Runs(simulator);
}

afterEach(async () => {
  await runs.stop();
  await simulator.close();
});

const ofProject = (more: Properties = {}) => ({
  type: "ProjectVariable",
  args: { project: project.id, key: "TOKEN", value: "of-the-project", ...more },
});
const ofGroup = (more: Properties = {}) => ({
  type: "GroupVariable",
  args: { group: world.group.id, key: "TOKEN", value: "of-the-group", ...more },
});

async function valuesIn(place: string): Promise<string[]> {
  const variables = await world.api.get<{ value: string; environment_scope: string }[]>(`${place}/variables`);
  return variables.map(({ value, environment_scope }) => `${environment_scope}: ${value}`);
}
const inProject = () => valuesIn(`/projects/${project.id}`);
const inGroup = () => valuesIn(`/groups/${world.group.id}`);

describe.each([
  { kind: "project", declare: ofProject, values: inProject },
  { kind: "group", declare: ofGroup, values: inGroup },
])("two declarations of one variable of a $kind", ({ declare, values }) => {
  beforeEach(() => setTheStage(true));

  it("with another scope or key are two things, and each goes on its own", async () => {
    const { stack } = runs.run();
    const stays = { stays: declare({ value: "stays" }) };
    await stack.up({ ...stays, scoped: declare({ environmentScope: "production" }), other: declare({ key: "OTHER" }) });
    expect(await values()).toHaveLength(3);

    await runs.run(stack).stack.up(stays);

    expect(await values()).toEqual(["*: stays"]);
  });
});

describe("a variable of a group", () => {
  it("is another thing than that of a project, under the same key and even the same id", async () => {
    await setTheStage(true);
    for (let n = 0; project.id !== world.group.id; n += 1) project = await world.project(`project-${n}`);
    const { stack } = runs.run();
    await stack.up({ group: ofGroup(), project: ofProject() });

    await runs.run(stack).stack.up({ project: ofProject() });

    expect([await inGroup(), await inProject()]).toEqual([[], ["*: of-the-project"]]);
  });

  it("for one environment is not left behind for all of them where GitLab has no scopes for groups", async () => {
    await setTheStage(false);
    const { stack } = runs.run();

    const message = await failureOf(stack.up({ it: ofGroup({ environmentScope: "production" }) }));

    expect(message).toMatch(/TOKEN for environment production.*removed at once.*need GitLab Premium.*ProjectVariable/s);
    expect(message).not.toContain("of-the-group");
    expect([await inGroup(), stack.state.size]).toEqual([[], 0]);
  });

  it("for one environment leaves alone what is there for all of them, and says why it can't be made", async () => {
    await setTheStage(false);
    await world.api.post(`/groups/${world.group.id}/variables`, { key: "TOKEN", value: "someone-elses" });

    const message = await failureOf(runs.run().stack.up({ it: ofGroup({ environmentScope: "production" }) }));

    expect(message).toMatch(/answered 400.*already been taken.*need Premium.*leave environmentScope out/s);
    expect(await inGroup()).toEqual(["*: someone-elses"]);
  });
});

it("says what stands against a value that GitLab doesn't mask", async () => {
  await setTheStage(true);

  const message = await failureOf(runs.run().stack.up({ it: ofProject({ value: "odd$characters%", masked: true }) }));

  expect(message).toMatch(/answered 400.*special characters/s);
});

describe.each([
  { kind: "project", declare: ofProject },
  { kind: "group", declare: ofGroup },
])("an answer that repeats what was sent", ({ kind, declare }) => {
  const sent = "hunter2 & the/database";
  const spellings = [sent, encodeURIComponent(sent), "hunter2+%26+the%2Fdatabase"];

  it.each(["POST", "PUT"] as const)(`shows no value of a ${kind}'s variable in the error of a %s`, async (method) => {
    await setTheStage(true);
    const { stack } = runs.run();
    if (method === "PUT") await stack.up({ it: declare() });
    const message = `request blocked: value=${spellings.join(" ")}`;
    simulator.faults.add({ method, path: /variables/, fault: { kind: "status", status: 400, body: { message } } });
    const said = await failureOf(stack.up({ it: declare({ value: sent }) }));

    expect(said).toContain("request blocked");
    expect(spellings.filter((spelling) => said.includes(spelling))).toEqual([]);
  });
});
