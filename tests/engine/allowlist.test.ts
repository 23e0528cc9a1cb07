import { fails, type Scenario, scenario, succeeds } from "../support/scenario";

const list = (name: string, { billing }: Scenario, projects: readonly string[], opts = "{}") =>
  `new gitlab.JobTokenAllowlist("${name}", { project: "${billing.path}", projects: ${JSON.stringify(projects)} }, ${opts});`;
const entry = ({ billing, deploy }: Scenario) =>
  `new gitlab.ScopeAllowlistEntry("deploy", { project: "${billing.path}", targetProject: "${deploy.path}" });`;
const callersOf = ({ world, billing }: Scenario) => world.allowlist(billing, "project");

/** Runs the program; nobody who was let in before may be locked out on the way. */
async function upWithoutRemovals({ simulator, project }: Scenario, program: string): Promise<void> {
  await project.program(program);
  simulator.requests.clear();
  await succeeds(project.up());
  expect(simulator.requests.matching({ method: "DELETE" })).toEqual([]);
}

it(
  "loses nothing from single entries to a list, renamed, under a parent, replaced, and back to entries",
  scenario(async (scene) => {
    const { project, deploy } = scene;
    await project.program(entry(scene));
    await succeeds(project.up());

    await upWithoutRemovals(scene, list("a", scene, [deploy.path]));
    await succeeds(project.up("--expect-no-changes"));
    await succeeds(project.refresh("--expect-no-changes"));
    await upWithoutRemovals(scene, list("b", scene, [deploy.path]));
    await upWithoutRemovals(
      scene,
      `const parent = new pulumi.ComponentResource("acme:access:Billing", "billing");
       ${list("b", scene, [deploy.path], "{ parent }")}`,
    );
    scene.simulator.requests.clear();
    await succeeds(project.up("--replace", "**"));
    expect(scene.simulator.requests.matching({ method: "DELETE" })).toEqual([]);
    await upWithoutRemovals(scene, entry(scene));

    expect(await callersOf(scene)).toEqual([deploy.id]);
    await succeeds(project.refresh("--expect-no-changes"));
  }),
);

it(
  "shows in preview what goes, and removes after a refresh what someone added by hand",
  scenario(async (scene) => {
    const { project, world, billing, deploy } = scene;
    const reports = await world.project("reports");
    await project.program(list("a", scene, [deploy.path]));
    await succeeds(project.up());
    await world.api.post(`/projects/${billing.id}/job_token_scope/allowlist`, { target_project_id: reports.id });

    await succeeds(project.refresh());
    expect(await succeeds(project.preview("--diff"))).toMatch(new RegExp(`- ${reports.path}: "project"`));
    await succeeds(project.up());

    expect(await callersOf(scene)).toEqual([deploy.id]);
  }),
);

it(
  "stops a first run that would remove what nobody saw, with the text to paste",
  scenario(async (scene) => {
    const { project, world, billing, deploy } = scene;
    const reports = await world.project("reports");
    await world.api.post(`/projects/${billing.id}/job_token_scope/allowlist`, { target_project_id: reports.id });
    await project.program(list("a", scene, [deploy.path]));

    expect(await fails(project.up())).toContain(`projects: ["${reports.path}"]`);
    expect(await callersOf(scene)).toEqual([reports.id]);
  }),
);

it(
  "refuses two lists of one project in preview, with both names",
  scenario(async (scene) => {
    await scene.project.program(list("one", scene, []) + list("two", scene, []));

    expect(await fails(scene.project.preview())).toMatch(/"(one|two)" and "(one|two)" both declare the projects in/);
  }),
);
