import { deployed, runner } from "../support/one-of-each";
import { fails, scenario, succeeds } from "../support/scenario";

const REFRESH = ["refresh", "--yes", "--skip-preview"];
const DESTROY = ["destroy", "--yes", "--skip-preview"];

it(
  "refresh and destroy behind a web page with 404 fail, and the state stays",
  scenario(async (scene) => {
    const { project, simulator, world, billing, deploy } = scene;
    const all = await deployed(scene, runner(scene));
    const page = simulator.faults.add({ fault: { kind: "html", status: 404 } });

    await fails(project.refresh());
    expect(await project.resources()).toHaveLength(all);
    await fails(project.destroy());
    expect(await project.resources()).toHaveLength(all);

    page.remove();
    expect(await world.allowlist(billing, "project")).toEqual([deploy.id]);
    await succeeds(project.refresh("--expect-no-changes"));
  }),
);

it(
  "a project out of sight stays in the state with one warning, and destroy fails and says what to do",
  scenario(async (scene) => {
    const { project, world, billing, deploy } = scene;
    const all = await deployed(scene);
    const blind = { GITLAB_TOKEN: await world.tokenOf(undefined) };

    const warned = await succeeds(project.run(REFRESH, blind));
    expect(await project.resources()).toHaveLength(all);
    expect(new Set(warned.match(/(?<=warning: ).*/g)).size).toBe(1);
    const refused = await fails(project.run(DESTROY, blind));
    for (const way of ["GITLAB_CI_ACCESS_GONE", "pulumi state delete"]) expect(refused).toContain(way);
    expect(await world.allowlist(billing, "project")).toEqual([deploy.id]);
  }),
);
