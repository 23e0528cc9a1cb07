import { join } from "node:path";
import { EmptyFolder } from "../support/empty-folder";
import { expectSuccess, followReadme, PATIENCE_MS, type Packed, packed } from "../support/newcomer";
import { succeeds } from "../support/scenario";
import { sdk } from "../support/versions";

/** The newest SDKs want Node 22. */
const together = [
  { node: "20", sdks: [sdk.oldest, sdk.pinned] },
  { node: "22", sdks: [sdk.oldest, sdk.pinned, sdk.newest] },
  { node: "24", sdks: [sdk.oldest, sdk.pinned, sdk.newest] },
];

let pack: Packed;
beforeAll(async () => {
  pack = await packed();
});
afterAll(() => pack.remove());

describe.each(together)("on Node $node", ({ node, sdks }) => {
  let home: EmptyFolder;
  let bin: string;
  beforeAll(async () => {
    home = await EmptyFolder.create();
    bin = join(home.dir, "node_modules/node/bin");
    await succeeds(home.sh(`npm install --no-audit --no-fund node@${node}`));
  });
  afterAll(() => home.remove());

  it.each(sdks)(
    "the README's program runs with @pulumi/pulumi %s",
    async (version) => {
      const experience = await followReadme(pack.tarball, { sdk: version, node: bin });

      expectSuccess(experience);
      expect(experience.versions.node).toMatch(new RegExp(`^${node}\\.`));
      if (version !== sdk.newest) expect(experience.versions.sdk).toBe(version);
    },
    PATIENCE_MS,
  );

  if (node === "20") return; // Node strips types from 22.18 on.
  it(
    "the README's program runs as TypeScript without a compiler",
    async () => {
      expectSuccess(await followReadme(pack.tarball, { node: bin, nodeStripsTypes: true }));
    },
    PATIENCE_MS,
  );
});
