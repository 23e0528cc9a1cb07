import { deployed } from "../support/one-of-each";
import { fails, scenario, succeeds } from "../support/scenario";

const REFRESH = ["refresh", "--yes", "--skip-preview"];
const DESTROY = ["destroy", "--yes", "--skip-preview"];

it(
  "destroy behind a web page with 404 fails; a project out of sight brings one warning, and destroy fails and says what to do; the state stays",
  scenario(async (scene) => {
    const { project, simulator, world, billing, deploy } = scene;
    const all = await deployed(scene);
    const page = simulator.faults.add({ fault: { kind: "html", status: 404 } });

    await fails(project.destroy());
    expect(await project.resources()).toHaveLength(all);

    page.remove();
    const blind = { GITLAB_TOKEN: await world.tokenOf(undefined) };
    const warned = await succeeds(project.run(REFRESH, blind));
    expect(await project.resources()).toHaveLength(all);
    expect(new Set(warned.match(/(?<=warning: ).*/g)).size).toBe(1);
    const refused = await fails(project.run(DESTROY, blind));
    for (const way of ["GITLAB_CI_ACCESS_GONE", "pulumi state delete"]) expect(refused).toContain(way);

    expect(await world.allowlist(billing, "project")).toEqual([deploy.id]);
    await succeeds(project.refresh("--expect-no-changes"));
  }),
);
