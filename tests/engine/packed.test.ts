import { expectSuccess, followReadme, type Manager, PATIENCE_MS, type Packed, packed } from "../support/newcomer";
import { sdk } from "../support/versions";

describe("the README's program, by copy and paste in an empty folder with the packed package,", () => {
  let pack: Packed;
  beforeAll(async () => {
    pack = await packed();
  });
  afterAll(() => pack.remove());

  it.each<Manager>(["npm", "pnpm", "yarn"])(
    "is refused without callers, then deployed and destroyed, with %s",
    async (manager) => {
      const experience = await followReadme(pack.tarball, { manager });

      expectSuccess(experience);
      expect(experience.versions.sdk).toBe(sdk.pinned);
    },
    PATIENCE_MS,
  );

  it(
    "does the same with the oldest @pulumi/pulumi that package.json allows",
    async () => {
      const experience = await followReadme(pack.tarball, { sdk: sdk.oldest });

      expectSuccess(experience);
      expect(experience.versions.sdk).toBe(sdk.oldest);
    },
    PATIENCE_MS,
  );
});
