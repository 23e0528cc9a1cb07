import { killedWhileMaking, letGo, lostByDoctor } from "../support/doctor-kill";
import { scenario } from "../support/scenario";
import { liveSecrets } from "../support/secret-owners";

it(
  "the doctor names the very token that a killed run made and lost, and lets it go on a person's word",
  scenario(async (scene) => {
    const before = await liveSecrets(scene);
    await killedWhileMaking("token", "read", scene);
    const lost = (await liveSecrets(scene)).filter((secret) => !before.includes(secret));
    expect(lost).toHaveLength(1);

    const named = await lostByDoctor(scene);
    expect(named).toEqual([expect.stringMatching(/^token:\d+$/)]);
    await letGo(scene, named);

    expect(await liveSecrets(scene)).toEqual(before);
    expect(await lostByDoctor(scene)).toEqual([]);
  }),
);
