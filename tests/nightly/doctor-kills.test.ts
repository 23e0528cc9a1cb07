import { killedWhileMaking, letGo, lostByDoctor } from "../support/doctor-kill";
import { scenario } from "../support/scenario";
import { liveSecrets } from "../support/secret-owners";

const KILLS = 20;

it(
  `the doctor names what each of ${KILLS} killed runs made and lost, and nothing else`,
  scenario(async (scene) => {
    const before = await liveSecrets(scene);
    for (let round = 1; round <= KILLS; round += 1) {
      await killedWhileMaking(round % 2 === 0 ? "runner" : "token", `made-in-${round}`, scene);
      expect((await liveSecrets(scene)).length).toBe(before.length + 1);
      const named = await lostByDoctor(scene);
      expect(named).toHaveLength(1);
      await letGo(scene, named);
      expect(await liveSecrets(scene)).toEqual(before);
    }
  }),
  KILLS * 120_000,
);
