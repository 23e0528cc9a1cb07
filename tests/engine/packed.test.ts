import { expectSuccess, followReadme, PATIENCE_MS, type Packed, packed } from "../support/newcomer";
import { sdk } from "../support/versions";

let pack: Packed;
beforeAll(async () => {
  pack = await packed();
});
afterAll(() => pack.remove());

it(
  "the README's program, by copy and paste in an empty folder with the packed package, is refused without callers, then deployed and destroyed",
  async () => {
    const experience = await followReadme(pack.tarball);

    expectSuccess(experience);
    expect(experience.versions.sdk).toBe(sdk.pinned);
  },
  PATIENCE_MS,
);
