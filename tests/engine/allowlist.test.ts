import { fails, type Scenario, scenario, succeeds } from "../support/scenario";

const list = (name: string, { billing }: Scenario, projects: readonly string[]) =>
  `new gitlab.JobTokenAllowlist("${name}", { project: "${billing.path}", projects: ${JSON.stringify(projects)} });`;
const callersOf = ({ world, billing }: Scenario) => world.allowlist(billing, "project");

it(
  "stops a first run that would remove what nobody saw; shows in preview what comes and goes, and nothing of the order; removes what a refresh has shown, and keeps with a warning what came after it",
  scenario(async (scene) => {
    const { simulator, project, world, billing, deploy } = scene;
    const [reports, build, stranger] = [
      await world.project("reports"),
      await world.project("build"),
      await world.project("stranger"),
    ];
    const byHand = ({ id }: { readonly id: number }) =>
      world.api.post(`/projects/${billing.id}/job_token_scope/allowlist`, { target_project_id: id });
    await byHand(deploy);
    await project.program(list("a", scene, [build.path]));
    const message = await fails(project.up());
    expect(await callersOf(scene)).toEqual([deploy.id]);
    const [, pasted] = /\(projects: \[([^\]]*)\]\)/.exec(message) ?? [];
    await project.program(
      `new gitlab.JobTokenAllowlist("a", { project: "${billing.path}", projects: [${pasted}, "${build.path}"] });`,
    );
    simulator.requests.clear();
    await succeeds(project.up());
    expect(simulator.requests.matching({ method: "DELETE" })).toEqual([]);

    await project.program(list("a", scene, [build.path, deploy.path]));
    await succeeds(project.preview("--expect-no-changes"));
    await byHand(reports);
    await succeeds(project.refresh());
    await project.program(list("a", scene, [build.path, "acme/new"]));
    const shown = await succeeds(project.preview("--diff"));
    expect(shown).toMatch(new RegExp(`- ${deploy.path} *: "project"`));
    expect(shown).toMatch(new RegExp(`- ${reports.path} *: "project"`));
    expect(shown).toMatch(/\+ acme\/new *: "project"/);
    expect(shown).toMatch(/~ projects \(hidden\)/);
    expect(shown.match(new RegExp(build.path, "g"))).toHaveLength(1); // Unchanged, in the map alone.

    await byHand(stranger);
    await project.program(list("a", scene, [build.path]));
    const warned = await succeeds(project.up());
    expect(warned).toMatch(new RegExp(`warning: .* no preview has shown: project ${stranger.path}\\.`));
    expect(await callersOf(scene)).toEqual([build.id, stranger.id]);
  }),
);

it(
  "refuses two declarations of one thing in preview, with both names",
  scenario(async (scene) => {
    const { project } = scene;
    await project.program(list("one", scene, []) + list("two", scene, []));
    expect(await fails(project.preview())).toMatch(/"(one|two)" and "(one|two)" both declare the projects in/);
  }),
);
