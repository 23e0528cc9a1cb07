import { limitTokenAccessLevel } from "../../../../policies/index";
import { groupToken, projectToken, UNKNOWN, userRunner } from "../declared";
import { run } from "../fake-stack";

const findings = (accessLevel: string, config?: object) =>
  run(limitTokenAccessLevel, [projectToken("nightly", { project: "acme/billing", accessLevel })], config);

describe("limit-token-access-level", () => {
  it.each(["guest", "planner", "reporter", "security_manager", "developer"])("accepts a %s's token", async (level) => {
    expect(await findings(level)).toEqual([]);
  });

  it("refuses an owner's with its name, its value and the fix", async () => {
    expect(await findings("owner")).toEqual([
      {
        level: "the rule's",
        about: "nightly",
        message: `'nightly' has accessLevel: "owner". Choose one of guest, planner, reporter, security_manager, developer.`,
      },
    ]);
  });

  it("says a maintainer's in an advisory line", async () => {
    expect(await findings("maintainer")).toMatchObject([
      { level: "advisory", message: expect.stringContaining(`has accessLevel: "maintainer"`) },
    ]);
  });

  it("judges a group's token too", async () => {
    const stack = [groupToken("nightly", { group: "acme", accessLevel: "owner" })];

    expect(await run(limitTokenAccessLevel, stack)).toMatchObject([{ level: "the rule's" }]);
  });

  it("takes the levels from the configuration as a set: none stands for those below it", async () => {
    const config = { levels: ["reporter", "maintainer"] };

    expect(await findings("maintainer", config)).toEqual([]);
    expect(await findings("developer", config)).toMatchObject([{ level: "advisory" }]);
    expect(await findings("owner", config)).toMatchObject([{ level: "the rule's" }]);
  });

  it("accepts an owner's where the configuration names it", async () => {
    expect(await findings("owner", { levels: ["owner"] })).toEqual([]);
  });

  it("refuses a configuration with a level that GitLab doesn't have", async () => {
    await expect(findings("guest", { levels: ["admin"] })).rejects.toThrow("levels");
  });

  it("can't tell of a level that is not known yet, and says so", async () => {
    expect(await findings(UNKNOWN)).toEqual([
      {
        level: "advisory",
        about: "nightly",
        message: "'nightly': can't tell whether its accessLevel is allowed: the value is not known yet.",
      },
    ]);
  });

  it("has nothing to say about a runner, whose access level is another thing", async () => {
    expect(await run(limitTokenAccessLevel, [userRunner("a", { accessLevel: "owner" })])).toEqual([]);
  });

  it("has waivers", async () => {
    const except = [{ match: "acme/billing", reason: "agreed" }];

    expect(await findings("owner", { except })).toMatchObject([
      { level: "advisory", message: expect.stringMatching(/^Waived/) },
    ]);
    expect(await findings("maintainer", { except })).toEqual([]);
  });
});
