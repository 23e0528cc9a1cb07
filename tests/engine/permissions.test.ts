import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { permissionsIn, permit, pushSettingsOf } from "../support/gitlab/permissions";
import { fails, isAtRest, scenario, succeeds, summaryOf } from "../support/scenario";

it(
  "creates, narrows, widens, adopts, repairs, renames, replaces and turns into a list what entries give, by ids and paths, and then has nothing to do",
  scenario(async ({ simulator, project, world, billing, deploy }) => {
    const tooling = await world.project("tooling");
    const platform = await world.subgroup("platform");
    const build = await world.project("build", platform);
    const single = (name: string, permissions: unknown) =>
      `new gitlab.ScopeAllowlistEntry("${name}", { project: "${billing.path}", targetProject: ${deploy.id}, permissions: ${JSON.stringify(permissions)} });`;
    const list = (own: unknown, push = false) =>
      `new gitlab.JobTokenAllowlist("tooling", { project: ${tooling.id}, enabled: true, projects: ["${deploy.path}", { project: "${build.path}", permissions: ${JSON.stringify(own)} }],
        groups: [{ group: "${platform.path}", permissions: [] }], permissions: ["read_packages"],
        pushRepositoryForJobTokenAllowed: ${push}, crossProjectPushForJobTokenAllowed: ${push} });`;
    const given = async () => [await permissionsIn(world, billing), await permissionsIn(world, tooling)];
    const removals = () => simulator.requests.matching({ method: "DELETE" });

    await permit(world, { project: tooling.path, target: build.path }, "default", "add");
    await project.program(single("deploy", ["read_packages"]) + list(["read_jobs"]));
    const refused = await fails(project.up());
    expect(refused).toContain(`projects: [{project: "${build.path}", permissions: "default"}]`);
    expect((await given())[1]).toEqual({ [build.path]: "default permissions" });

    await permit(world, { project: tooling.path, target: build.path }, ["read_jobs"], "update");
    await succeeds(project.up());
    const holds = { [deploy.path]: "read_packages", [build.path]: "read_jobs", [platform.path]: "cloning only" };
    expect(await given()).toEqual([{ [deploy.path]: "read_packages" }, holds]);
    await isAtRest(project);

    await permit(world, { project: billing.path, target: deploy.path }, "default", "update");
    await permit(world, { project: tooling.path, target: platform.path }, "default", "update");
    expect(summaryOf(await succeeds(project.refresh()))).toMatchObject({ update: 2 });
    await project.program(single("deploy", []) + list(["admin_jobs", "read_releases"], true));
    const said = await succeeds(project.run(["up", "--yes", "--diff"]));
    const [, shown = ""] = /^Previewing update(.*)^Updating/ms.exec(said) ?? [];
    expect(shown).toMatch(
      new RegExp(`~ ${build.path} *: "project: read_jobs" => "project: admin_jobs, read_releases"`),
    );
    expect(shown).toMatch(new RegExp(`~ ${platform.path} *: "group: default permissions" => "group: cloning only"`));
    expect(said).toContain("default permissions → cloning only");
    expect(await given()).toEqual([
      { [deploy.path]: "cloning only" },
      { ...holds, [build.path]: "admin_jobs, read_releases" },
    ]);
    expect(await pushSettingsOf(world, tooling)).toEqual([true, true]);

    simulator.requests.clear();
    await project.program(single("renamed", []) + list(["admin_jobs", "read_releases"], true));
    await succeeds(project.up("--replace", "**tooling"));
    const whole = `new gitlab.JobTokenAllowlist("billing", { project: "${billing.path}", projects: ["${deploy.path}"], permissions: [] });`;
    await project.program(whole + list(["admin_jobs", "read_releases"], true));
    await succeeds(project.up());
    expect(removals()).toEqual([]);
    expect(await given()).toEqual([
      { [deploy.path]: "cloning only" },
      { ...holds, [build.path]: "admin_jobs, read_releases" },
    ]);
    await isAtRest(project);

    await permit(world, { project: tooling.path, target: billing.path }, "default", "add");
    const asked = ["--group", world.group.path, "--stack", "dev", "--format", "json", "--output", "audit.json"];
    await succeeds(project.command(["audit", ...asked]));
    const { findings } = JSON.parse(await readFile(join(project.dir, "audit.json"), "utf8"));
    const ofCode = findings.filter(({ rule }: { rule: string }) => rule.includes("code"));
    expect(ofCode.map(({ what }: { what: string }) => what)).toEqual([
      `${tooling.path} lets in ${billing.path}, which the state does not have.`,
    ]);
  }),
);
