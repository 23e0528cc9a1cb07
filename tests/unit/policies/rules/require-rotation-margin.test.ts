import { requireRotationMargin } from "../../../../policies/index";
import { groupToken, projectToken, UNKNOWN, userRunner } from "../declared";
import { run } from "../fake-stack";

const rotation = { expirationDays: 30, rotateBeforeDays: 7 };
const declaring = (change: object) => ({ project: "acme/billing", rotationConfiguration: { ...rotation, ...change } });

const findings = (change: object, config?: object) =>
  run(requireRotationMargin, [projectToken("nightly", declaring(change))], config);

/** The least margin that the rule accepts, as a user finds it: one day less is refused. */
async function leastMargin(expirationDays: number, config?: object): Promise<number> {
  for (let rotateBeforeDays = 1; rotateBeforeDays < 400; rotateBeforeDays += 1) {
    if ((await findings({ expirationDays, rotateBeforeDays }, config)).length === 0) return rotateBeforeDays;
  }
  throw new Error("The rule accepts no margin at all.");
}

describe("require-rotation-margin", () => {
  it("accepts a token that is renewed a week before its end", async () => {
    expect(await findings({})).toEqual([]);
  });

  it("refuses one that is renewed a day later, with its name, its value and the fix", async () => {
    expect(await findings({ rotateBeforeDays: 6 })).toEqual([
      {
        level: "the rule's",
        about: "nightly",
        message: "'nightly' has rotateBeforeDays: 6, too little for a run to fail. Set it to 7 or more.",
      },
    ]);
  });

  it.each([
    [365, 7],
    [21, 7],
    [18, 6],
    [16, 6],
    [15, 5],
    [6, 2],
    [3, 2],
  ])("asks a token that lives %i days for %i", async (expirationDays, margin) => {
    expect(await leastMargin(expirationDays)).toBe(margin);
  });

  it.each([
    [2, 7],
    [4, 8],
    [14, 28],
  ])("asks for two runs where they are %i days apart: %i", async (runEveryDays, margin) => {
    expect(await leastMargin(90, { runEveryDays })).toBe(margin);
  });

  it("says that a token lives too short for any margin", async () => {
    expect(await findings({ expirationDays: 2, rotateBeforeDays: 1 })).toMatchObject([
      { level: "the rule's", message: expect.stringMatching(/Set it to 2 or more, and expirationDays above that\.$/) },
    ]);
  });

  it("judges a group's token too", async () => {
    const stack = [groupToken("nightly", { ...declaring({ rotateBeforeDays: 1 }), group: "acme" })];

    expect(await run(requireRotationMargin, stack)).toHaveLength(1);
  });

  it("refuses less than two runs while the token's life is not known yet", async () => {
    expect(await findings({ expirationDays: UNKNOWN, rotateBeforeDays: 1 })).toMatchObject([{ level: "the rule's" }]);
  });

  it("accepts a week while the token's life is not known yet", async () => {
    expect(await findings({ expirationDays: UNKNOWN })).toEqual([]);
  });

  it.each([{ expirationDays: UNKNOWN, rotateBeforeDays: 6 }, { rotateBeforeDays: UNKNOWN }])(
    "can't tell of %p, and says so",
    async (change) => {
      expect(await findings(change)).toEqual([
        {
          level: "advisory",
          about: "nightly",
          message: "'nightly': can't tell whether it is renewed early enough: a value is not known yet.",
        },
      ]);
    },
  );

  it("can't tell of a configuration that is not known yet at all", async () => {
    const unknown = projectToken("nightly", { project: "acme/billing", rotationConfiguration: UNKNOWN });

    expect(await run(requireRotationMargin, [unknown])).toMatchObject([{ level: "advisory" }]);
  });

  it("has nothing to say about a runner, whose token's life is GitLab's setting", async () => {
    expect(await run(requireRotationMargin, [userRunner("a", { rotateBeforeDays: 1 })])).toEqual([]);
  });

  it("has waivers", async () => {
    const except = [{ resource: "nightly", reason: "agreed" }];

    expect(await findings({ rotateBeforeDays: 1 }, { except })).toMatchObject([{ level: "advisory" }]);
    expect(await findings({ rotateBeforeDays: UNKNOWN }, { except })).toEqual([]);
  });

  describe("with the end of the present token", () => {
    beforeEach(() => {
      process.env.GITLAB_CI_ACCESS_NOW = "2027-01-01";
    });

    afterEach(() => {
      delete process.env.GITLAB_CI_ACCESS_NOW;
      delete process.env.GITLAB_CI_ACCESS_ROTATION;
    });

    const rotationConfiguration = { expirationDays: 30, rotateBeforeDays: 7 };
    const ending = (expiresAt: unknown) =>
      run(requireRotationMargin, [
        projectToken("nightly", { project: "acme/billing", rotationConfiguration, expiresAt }),
      ]);

    it("refuses a date that is further away than a rotation would have it: no run renews it before", async () => {
      expect(await ending("2099-01-01")).toMatchObject([
        {
          level: "the rule's",
          message: expect.stringContaining("'nightly' ends on 2099-01-01, later than a rotation"),
        },
      ]);
      expect([await ending("2027-01-31"), await ending(UNKNOWN)]).toEqual([[], []]);
    });

    it("lets a token that is on hold live on", async () => {
      process.env.GITLAB_CI_ACCESS_ROTATION = "hold";

      expect(await ending("2027-03-01")).toEqual([]);
    });
  });
});
