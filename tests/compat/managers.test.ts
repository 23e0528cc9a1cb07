import { expectSuccess, followReadme, type Manager, PATIENCE_MS, type Packed, packed } from "../support/newcomer";
import { sdk } from "../support/versions";

let pack: Packed;
beforeAll(async () => {
  pack = await packed();
});
afterAll(() => pack.remove());

/** npm's is in `npm test`: tests/engine/packed.test.ts. */
it.each<Manager>(["pnpm", "yarn"])(
  "the README's program, by copy and paste in an empty folder, is refused without callers, then deployed and destroyed, with %s",
  async (manager) => {
    const experience = await followReadme(pack.tarball, { manager });

    expectSuccess(experience);
    expect(experience.versions.sdk).toBe(sdk.pinned);
  },
  PATIENCE_MS,
);
