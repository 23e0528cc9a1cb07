import { fails, type Scenario, scenario, succeeds } from "../support/scenario";

const list = (name: string, { billing }: Scenario, projects: readonly string[], { opts = "{}", more = "" } = {}) =>
  `new gitlab.JobTokenAllowlist("${name}", { project: "${billing.path}", projects: ${JSON.stringify(projects)}${more} }, ${opts});`;
const closed = { more: ", enabled: true" };
const single = ({ billing, deploy }: Scenario) =>
  `const entry = new gitlab.ScopeAllowlistEntry("deploy", { project: "${billing.path}", targetProject: "${deploy.path}" });
   new gitlab.JobTokenScope("billing", { project: "${billing.path}" }, { dependsOn: entry });`;
const callersOf = ({ world, billing }: Scenario) => world.allowlist(billing, "project");

it(
  "loses nothing, not for a moment, from single entries to a list, renamed, aliased, under a parent, replaced, and back",
  scenario(async (scene) => {
    const { simulator, project, billing, deploy, world } = scene;
    let lockedOut = false;
    await project.program(single(scene));
    await succeeds(project.up());
    simulator.requests.clear();
    simulator.watch(() => {
      lockedOut ||= !simulator.admits(billing.id, deploy.id);
    });

    const parent = 'const parent = new pulumi.ComponentResource("acme:access:Billing", "billing");';
    await project.program(list("a", scene, [deploy.path], closed));
    await succeeds(project.up());
    await succeeds(project.refresh("--expect-no-changes"));
    await project.program(list("b", scene, [deploy.path], closed));
    await succeeds(project.up());
    await project.program(list("c", scene, [deploy.path], { ...closed, opts: '{ aliases: [{ name: "b" }] }' }));
    await succeeds(project.up("--expect-no-changes"));
    await project.program(parent + list("c", scene, [deploy.path], { ...closed, opts: "{ parent }" }));
    await succeeds(project.up());
    await succeeds(project.up("--replace", "**"));
    await project.program(single(scene));
    await succeeds(project.up());

    expect(simulator.requests.matching({ method: "DELETE" })).toEqual([]);
    expect([lockedOut, await callersOf(scene), await world.isClosed(billing)]).toEqual([false, [deploy.id], true]);
    await succeeds(project.refresh("--expect-no-changes"));
    await succeeds(project.up("--expect-no-changes"));
  }),
);

it(
  "shows in preview what comes and goes, and nothing of the order; removes after a refresh what someone added by hand",
  scenario(async (scene) => {
    const { project, world, billing, deploy } = scene;
    const [reports, build] = [await world.project("reports"), await world.project("build")];
    await project.program(list("a", scene, [deploy.path, build.path]));
    await succeeds(project.up());
    await project.program(list("a", scene, [build.path, deploy.path]));
    await succeeds(project.preview("--expect-no-changes"));
    await world.api.post(`/projects/${billing.id}/job_token_scope/allowlist`, { target_project_id: reports.id });

    await succeeds(project.refresh());
    await project.program(list("a", scene, [build.path, "acme/new"]));
    const shown = await succeeds(project.preview("--diff"));
    expect(shown).toMatch(new RegExp(`- ${deploy.path} *: "project"`));
    expect(shown).toMatch(new RegExp(`- ${reports.path} *: "project"`));
    expect(shown).toMatch(/\+ acme\/new *: "project"/);
    expect(shown).toMatch(/~ projects \(hidden\)/);
    expect(shown.match(new RegExp(build.path, "g"))).toHaveLength(1); // Unchanged, in the map alone.
    await project.program(list("a", scene, [build.path]));
    await succeeds(project.up());

    expect(await callersOf(scene)).toEqual([build.id]);
  }),
);

it(
  "stops a first run that would remove what nobody saw; the text that it prints, pasted, works",
  scenario(async (scene) => {
    const { simulator, project, world, billing, deploy } = scene;
    const reports = await world.project("reports");
    await world.api.post(`/projects/${billing.id}/job_token_scope/allowlist`, { target_project_id: reports.id });
    await project.program(list("a", scene, [deploy.path]));

    const message = await fails(project.up());
    expect(await callersOf(scene)).toEqual([reports.id]);
    const [, pasted] = /\((projects: \[[^\]]*\])\)/.exec(message) ?? [];
    await project.program(`new gitlab.JobTokenAllowlist("a", { project: "${billing.path}", ${pasted} });`);
    simulator.requests.clear();
    await succeeds(project.up());

    expect(simulator.requests.matching({ method: "DELETE" })).toEqual([]);
    expect(await callersOf(scene)).toEqual([reports.id]);
  }),
);

it(
  "keeps with a warning what was added by hand since the state was written, shows it in the next preview, and then removes it",
  scenario(async (scene) => {
    const { project, world, billing, deploy } = scene;
    const [reports, stranger] = [await world.project("reports"), await world.project("stranger")];
    await project.program(list("a", scene, [deploy.path], { more: ", groups: []" }));
    await succeeds(project.up());
    await world.api.post(`/projects/${billing.id}/job_token_scope/allowlist`, { target_project_id: stranger.id });
    await project.program(list("a", scene, [reports.path]));

    const output = await succeeds(project.up());
    expect(output).toContain(`groups of project ${billing.path} is no longer declared and so no longer managed`);
    expect(output).toMatch(new RegExp(`warning: .* no preview has shown: project ${stranger.path}\\.`));
    expect(await callersOf(scene)).toEqual([reports.id, stranger.id]);
    expect(await succeeds(project.preview())).toMatch(
      new RegExp(`nobody declared: project ${stranger.path}\\. What of them is not declared now is removed`),
    );
    await succeeds(project.up());

    expect(await callersOf(scene)).toEqual([reports.id]);
    await succeeds(project.refresh("--expect-no-changes"));
    await succeeds(project.up("--expect-no-changes"));
  }),
);

it(
  "refuses two declarations of one thing in preview, with both names",
  scenario(async (scene) => {
    const { project, billing, deploy } = scene;
    await project.program(list("one", scene, []) + list("two", scene, []));
    expect(await fails(project.preview())).toMatch(/"(one|two)" and "(one|two)" both declare the projects in/);

    await project.program(
      `${list("one", scene, [deploy.path])} new gitlab.ScopeAllowlistEntry("entry", { project: "${billing.path}", targetProject: "${deploy.path}" });`,
    );
    expect(await fails(project.preview())).toMatch(/"(one|entry)" and "(one|entry)" both declare the projects in/);
  }),
);
