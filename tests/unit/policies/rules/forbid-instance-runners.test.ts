import { forbidInstanceRunners } from "../../../../policies/index";
import { foreign, UNKNOWN, userRunner } from "../declared";
import { run } from "../fake-stack";

const findings = (runnerType: string, config?: object) =>
  run(forbidInstanceRunners, [userRunner("shared", { runnerType, runUntagged: false, tagList: ["docker"] })], config);

describe("forbid-instance-runners", () => {
  it.each(["group_type", "project_type", UNKNOWN])("accepts a runner of type %s", async (runnerType) => {
    expect(await findings(runnerType)).toEqual([]);
  });

  it("refuses a runner of the instance with its name, its value and the fix", async () => {
    expect(await findings("instance_type")).toEqual([
      {
        level: "the rule's",
        about: "shared",
        message: `'shared' has runnerType: "instance_type", so it runs the jobs of every project. Make it a group's or a project's.`,
      },
    ]);
  });

  it("is off until its level is set", () => {
    expect(forbidInstanceRunners.enforcementLevel).toBe("disabled");
  });

  it("has nothing to say about other resources", async () => {
    expect(await run(forbidInstanceRunners, [{ ...foreign("a"), props: { runnerType: "instance_type" } }])).toEqual([]);
  });

  it("has waivers", async () => {
    const except = [{ resource: "shar*", reason: "agreed" }];

    expect(await findings("instance_type", { except })).toMatchObject([{ level: "advisory" }]);
  });
});
