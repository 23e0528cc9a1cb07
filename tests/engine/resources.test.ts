import { fails, isAtRest, scenario, succeeds, summaryOf } from "../support/scenario";

const everyCombination = (
  billing: { id: number; path: string },
  deploy: { id: number; path: string },
  group: { id: number; path: string },
  [shop, docs]: readonly [{ path: string }, { path: string }],
) => `
  const byPath = new gitlab.ScopeAllowlistEntry("by-path", { project: "${billing.path}", targetProject: "${deploy.path}" });
  const byId = new gitlab.ScopeAllowlistEntry("by-id", { project: ${deploy.id}, targetProject: "${billing.id}" });
  const groupByPath = new gitlab.GroupAllowlistEntry("group-by-path", { project: "${billing.path}", targetGroup: "/${group.path}/" });
  const groupById = new gitlab.GroupAllowlistEntry("group-by-id", { project: ${deploy.id}, targetGroup: ${group.id} });
  new gitlab.JobTokenScope("closed", { project: "${billing.path}" }, { dependsOn: [byPath, groupByPath] });
  new gitlab.JobTokenScope("open", { project: ${deploy.id}, enabled: false }, { dependsOn: [byId, groupById] });
  const first = new gitlab.ScopeAllowlistEntry("first", { project: "${shop.path}", targetProject: "${docs.path}" });
  const second = new gitlab.ScopeAllowlistEntry("second", { project: first.targetProjectId, targetProject: first.projectId });
  new gitlab.JobTokenScope("switch", { project: second.projectId.apply(Number), enabled: first.adopted.apply((adopted) => !adopted) });
`;

it(
  "previews without credential, unknown addresses as they are, applies, has nothing to do twice, nothing to refresh, puts back what someone changed by hand, and destroys",
  scenario(async ({ world, project, billing, deploy }) => {
    const group = await world.subgroup("platform");
    const [shop, docs] = [await world.project("shop"), await world.project("docs")];
    await project.program(everyCombination(billing, deploy, group, [shop, docs]));

    const preview = await succeeds(project.run(["preview"], { GITLAB_TOKEN: "" }));
    expect(summaryOf(preview)).toEqual({ create: 10 });
    expect(await world.allowlist(billing, "project")).toEqual([]);

    await succeeds(project.up());
    expect(await world.allowlist(billing, "project")).toEqual([deploy.id]);
    expect(await world.allowlist(billing, "group")).toEqual([group.id]);
    expect([await world.isClosed(billing), await world.isClosed(deploy)]).toEqual([true, false]);
    expect(await world.allowlist(docs, "project")).toEqual([shop.id]);

    await isAtRest(project);

    await world.api.delete(`/projects/${billing.id}/job_token_scope/allowlist/${deploy.id}`);
    await world.api.patch(`/projects/${billing.id}/job_token_scope`, { enabled: false });
    const repaired = await succeeds(project.up("--refresh"));
    expect(summaryOf(repaired)).toMatchObject({ create: 1, update: 1 });
    expect(await world.allowlist(billing, "project")).toEqual([deploy.id]);
    expect(await world.isClosed(billing)).toBe(true);

    await succeeds(project.destroy());
    expect(await world.allowlist(billing, "project")).toEqual([]);
    expect(await world.allowlist(deploy, "group")).toEqual([]);
  }),
);

it(
  "follows a rename in GitLab without replacing anything, and replaces an entry whose target is another project, the new one first",
  scenario(async ({ simulator, world, project, billing, deploy }) => {
    const reports = await world.project("reports");
    const program = (path: string, target: string | number) =>
      project.program(
        `new gitlab.ScopeAllowlistEntry("caller", { project: "${path}", targetProject: ${JSON.stringify(target)} });`,
      );
    const renamed = `${world.group.path}/invoicing`;
    await program(billing.path, deploy.id);
    await succeeds(project.up());
    await world.api.put(`/projects/${billing.id}`, { path: "invoicing" });
    await program(renamed, deploy.id);
    simulator.requests.clear();

    expect(summaryOf(await succeeds(project.up()))).toEqual({ update: 1, unchanged: 1 });
    expect(simulator.requests.matching({ method: "GET", path: /^\/api\/v4\/projects\/[^/]*invoicing$/ })).toHaveLength(
      1,
    );

    await program(renamed, reports.path);
    simulator.requests.clear();
    expect(summaryOf(await succeeds(project.up()))).toEqual({ replace: 1, unchanged: 1 });
    expect(await world.allowlist(billing, "project")).toEqual([reports.id]);
    const writes = simulator.requests.matching({ path: /allowlist/ }).filter(({ method }) => method !== "GET");
    expect(writes.map(({ method }) => method)).toEqual(["POST", "DELETE"]);
  }),
);

it(
  "reports all mistakes of a resource in preview, in words, and touches nothing",
  scenario(async ({ simulator, project }) => {
    await project.program(`
      new gitlab.ScopeAllowlistEntry("odd", { project: "https://gitlab.com/acme/billing/-/settings", targetProject: "deploy", enable: true });`);
    simulator.requests.clear();

    const output = await fails(project.preview());

    expect(output).toContain('project is a URL: write the path only, "acme/billing"');
    expect(output).toContain(
      'targetProject "deploy" lacks its group: write the full path, like "acme/deploy", or the numeric id',
    );
    expect(output).toContain('there is no input "enable": there are "project", "targetProject", "permissions"');
    expect(simulator.requests).toHaveLength(0);
  }),
);
