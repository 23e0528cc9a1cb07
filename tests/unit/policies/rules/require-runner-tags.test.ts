import { requireRunnerTags } from "../../../../policies/index";
import { foreign, UNKNOWN, userRunner } from "../declared";
import { run } from "../fake-stack";

const compliant = { runnerType: "project_type", project: "acme/billing", runUntagged: false, tagList: ["billing"] };

const findings = (change: object, config?: object) =>
  run(requireRunnerTags, [userRunner("billing", { ...compliant, ...change })], config);

describe("require-runner-tags", () => {
  it("accepts a runner that takes only jobs with its tags", async () => {
    expect(await findings({})).toEqual([]);
  });

  it.each([true, undefined])(
    "refuses a project's runner with runUntagged: %p, with its name and the fix",
    async (runUntagged) => {
      expect(await findings({ runUntagged })).toEqual([
        {
          level: "the rule's",
          about: "billing",
          message:
            "'billing' has runUntagged: true, so it takes any job without tags. Set runUntagged: false and a tagList.",
        },
      ]);
    },
  );

  it.each(["group_type", "instance_type"])("says it of a runner of %s in an advisory line", async (runnerType) => {
    expect(await findings({ runnerType, runUntagged: true })).toMatchObject([
      { level: "advisory", message: expect.stringContaining("'billing' has runUntagged: true") },
    ]);
    expect(await findings({ runnerType })).toEqual([]);
  });

  it.each([{ runUntagged: UNKNOWN }, { runUntagged: true, runnerType: UNKNOWN }])(
    "can't tell of %p, and says so",
    async (change) => {
      expect(await findings(change)).toEqual([
        {
          level: "advisory",
          about: "billing",
          message: "'billing': can't tell whether it takes jobs without tags: a value is not known yet.",
        },
      ]);
    },
  );

  it("accepts a runner whose type is not known yet and that takes no job without tags", async () => {
    expect(await findings({ runnerType: UNKNOWN })).toEqual([]);
  });

  it("has nothing to say about other resources", async () => {
    expect(await run(requireRunnerTags, [{ ...foreign("a"), props: { ...compliant, runUntagged: true } }])).toEqual([]);
  });

  it("has waivers", async () => {
    const except = [{ match: "acme/billing", reason: "agreed" }];

    expect(await findings({ runUntagged: true }, { except })).toMatchObject([
      { level: "advisory", message: expect.stringMatching(/^Waived \("agreed"\)/) },
    ]);
    expect(await findings({ runUntagged: UNKNOWN }, { except })).toEqual([]);
  });

  it("judges a runner of pulumi-gitlab, in that package's words", async () => {
    const theirs = (props: Record<string, unknown>) =>
      run(requireRunnerTags, [{ type: "gitlab:index/userRunner:UserRunner", name: "theirs", props }]);

    expect(await theirs({ runnerType: "project_type", projectId: 1 })).toMatchObject([
      { level: "the rule's", message: expect.stringContaining("has untagged: true") },
    ]);
    expect(await theirs({ runnerType: "project_type", projectId: 1, untagged: false, tagLists: ["a"] })).toEqual([]);
  });
});
