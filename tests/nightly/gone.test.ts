import { deployed, runner } from "../support/one-of-each";
import { fails, scenario, succeeds } from "../support/scenario";

const DESTROY = ["destroy", "--yes", "--skip-preview"];

it(
  "a project that is gone is destroyed without sight only when a person says that it is gone",
  scenario(async (scene) => {
    const { project, world, billing } = scene;
    await deployed(scene);
    const blind = { GITLAB_TOKEN: await world.tokenOf(undefined) };
    await world.deleteForGood(billing);

    expect(await fails(project.run(DESTROY, blind))).toContain("GITLAB_CI_ACCESS_GONE");
    await succeeds(project.run(DESTROY, { ...blind, GITLAB_CI_ACCESS_GONE: `${billing.id}` }));
    expect(await project.resources()).toEqual([]);
  }),
);

it(
  "a project that is gone leaves the state in an administrator's refresh",
  scenario(async (scene) => {
    await deployed(scene, runner(scene));
    await scene.world.deleteForGood(scene.billing);

    await succeeds(scene.project.refresh());

    expect(await scene.project.resources()).toEqual([]);
  }),
);
