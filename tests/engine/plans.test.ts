import { scenario, succeeds, summaryOf } from "../support/scenario";
import { liveSecrets, tokenAndRunner } from "../support/secret-owners";

const [DAY_1, DAY_2, DUE] = ["2027-01-01T12:00:00Z", "2027-01-02T08:00:00Z", "2027-01-24T12:00:00Z"];

it(
  "a saved plan holds for what it creates, rotates and replaces, and on the next day where nothing is due",
  scenario(
    async (scene) => {
      const { project, simulator } = scene;
      const at = (now: string) => ({ GITLAB_CI_ACCESS_NOW: now });
      const byPlan = async (days: { preview: string; up: string }, ...flags: string[]) => {
        await succeeds(project.run(["preview", "--save-plan", "plan.json", ...flags], at(days.preview)));
        const up = ["up", "--yes", "--skip-preview", "--plan", "plan.json", ...flags];
        return summaryOf(await succeeds(project.run(up, at(days.up))));
      };
      await project.program(tokenAndRunner(scene, ""));
      await succeeds(project.run(["up", "--yes", "--skip-preview"], at(DAY_1)));
      const before = await liveSecrets(scene);
      expect(await byPlan({ preview: DAY_1, up: DAY_2 })).toEqual({ unchanged: 3 });

      simulator.clock.set(DUE);
      await project.program(tokenAndRunner(scene, "") + tokenAndRunner(scene, "-new"));
      const runner = "urn:pulumi:dev::access::pulumi-nodejs:dynamic/gitlab:UserRunner::machine";
      const steps = await byPlan({ preview: DUE, up: DUE }, "--replace", runner);
      expect(steps).toEqual({ create: 2, update: 1, replace: 1, unchanged: 1 });

      const after = await liveSecrets(scene);
      expect(after).toHaveLength(4);
      expect(after.filter((secret) => before.includes(secret))).toEqual([]);
    },
    { simulator: { now: DAY_1 } },
  ),
);
