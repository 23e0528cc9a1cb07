import { requireProtectedRunner } from "../../../../policies/index";
import { foreign, UNKNOWN, userRunner } from "../declared";
import { run } from "../fake-stack";

const compliant = {
  runnerType: "group_type",
  group: "acme/platform",
  accessLevel: "ref_protected",
  runUntagged: false,
  tagList: ["deploy-eu"],
};
const open = { accessLevel: "not_protected" };

const findings = (change: object, config?: object) =>
  run(requireProtectedRunner, [userRunner("deploy", { ...compliant, ...change })], config);

describe("require-protected-runner", () => {
  it("accepts a runner that deploys from protected branches", async () => {
    expect(await findings({})).toEqual([]);
  });

  it.each(["not_protected", undefined])(
    "refuses one with accessLevel: %p, with its name, its tag and the fix",
    async (accessLevel) => {
      expect(await findings({ accessLevel })).toEqual([
        {
          level: "the rule's",
          about: "deploy",
          message: `'deploy' has the tag deploy-eu and takes jobs of any branch. Set accessLevel: "ref_protected".`,
        },
      ]);
    },
  );

  it.each(["prod", "Production", "prod/eu", "deployment", "release-2"])(
    "takes the tag %s for one that deploys",
    async (tag) => {
      expect(await findings({ ...open, tagList: ["docker", tag] })).toHaveLength(1);
    },
  );

  it.each(["docker", "nonprod", "predeploy"])("takes the tag %s for one that does not", async (tag) => {
    expect(await findings({ ...open, tagList: [tag] })).toEqual([]);
  });

  it("takes the tags from the configuration", async () => {
    expect(await findings(open, { tags: ["signing"] })).toEqual([]);
    expect(await findings({ ...open, tagList: ["signing"] }, { tags: ["signing"] })).toHaveLength(1);
    expect(await findings({ ...open, tagList: ["eu/signing"] }, { tags: ["*/sign*"] })).toHaveLength(1);
  });

  it.each([
    { accessLevel: UNKNOWN },
    { ...open, tagList: UNKNOWN },
    { ...open, tagList: [UNKNOWN] },
    { ...open, tagList: undefined },
  ])("does not refuse %p", async (change) => {
    expect(await findings(change)).toEqual([]);
  });

  it("sees a tag beside one that is not known yet", async () => {
    expect(await findings({ ...open, tagList: [UNKNOWN, "deploy"] })).toHaveLength(1);
  });

  it("shows no tag that looks like a token", async () => {
    const like = ["deploy ", "glpat", "-abcdefghijklmnopqrst"].join("");

    const [finding] = await findings({ ...open, tagList: [like] });

    expect(finding?.message).toContain("the tag (not shown)");
  });

  it("has nothing to say about other resources", async () => {
    const other = { ...foreign("a"), props: { ...compliant, ...open } };

    expect(await run(requireProtectedRunner, [other])).toEqual([]);
  });

  it("has waivers", async () => {
    const except = [{ match: "acme/platform", reason: "agreed" }];

    expect(await findings(open, { except })).toMatchObject([{ level: "advisory" }]);
  });
});
