import { limitTokenOverlap } from "../../../../policies/index";
import { longestOverlap } from "../../../../provider/domain/calendar";
import { groupToken, projectToken, UNKNOWN, userRunner } from "../declared";
import { run } from "../fake-stack";

const compliant = {
  project: "acme/billing",
  rotationConfiguration: { expirationDays: 90, rotateBeforeDays: 30 },
  strategy: "overlap",
  overlapDays: 14,
};

const findings = (change: object, config?: object) =>
  run(limitTokenOverlap, [projectToken("mirror", { ...compliant, ...change })], config);

describe("limit-token-overlap", () => {
  it("accepts a previous token that stays 14 days", async () => {
    expect(await findings({})).toEqual([]);
  });

  it("refuses one that stays a day longer, with its name, its value and the fix", async () => {
    expect(await findings({ overlapDays: 15 })).toEqual([
      {
        level: "the rule's",
        about: "mirror",
        message: "'mirror' keeps the previous token for 15 days. Set overlapDays to 14 or less.",
      },
    ]);
  });

  it.each([
    { expirationDays: 90, rotateBeforeDays: 30 },
    { expirationDays: 40, rotateBeforeDays: 22 },
    { expirationDays: 60, rotateBeforeDays: 15 },
  ])("judges the overlap that is the default with %p", async (rotationConfiguration) => {
    const days = longestOverlap(rotationConfiguration);

    expect(await findings({ rotationConfiguration, overlapDays: undefined })).toMatchObject([
      { message: expect.stringContaining(`for ${days} days`) },
    ]);
  });

  it("accepts a default that is short enough", async () => {
    const rotationConfiguration = { expirationDays: 30, rotateBeforeDays: 7 };

    expect(await findings({ rotationConfiguration, overlapDays: undefined })).toEqual([]);
  });

  it.each(["rotate", undefined, UNKNOWN])("has nothing to say of strategy %p", async (strategy) => {
    expect(await findings({ strategy, overlapDays: undefined })).toEqual([]);
  });

  it.each([{ overlapDays: UNKNOWN }, { overlapDays: undefined, rotationConfiguration: UNKNOWN }])(
    "does not refuse %p",
    async (change) => {
      expect(await findings(change)).toEqual([]);
    },
  );

  it("judges a group's token too", async () => {
    const stack = [groupToken("mirror", { ...compliant, group: "acme", overlapDays: 20 })];

    expect(await run(limitTokenOverlap, stack)).toHaveLength(1);
  });

  it("takes the number from the configuration", async () => {
    expect(await findings({ overlapDays: 1 }, { maxDays: 0 })).toHaveLength(1);
    expect(await findings({ overlapDays: 20 }, { maxDays: 20 })).toEqual([]);
  });

  it("has nothing to say about other resources", async () => {
    expect(await run(limitTokenOverlap, [userRunner("a", { ...compliant, overlapDays: 20 })])).toEqual([]);
  });

  it("has waivers", async () => {
    const except = [{ resource: "mirror", reason: "agreed" }];

    expect(await findings({ overlapDays: 20 }, { except })).toMatchObject([{ level: "advisory" }]);
  });

  it("judges the day on which the present previous token ends, whatever the strategy says", async () => {
    process.env.GITLAB_CI_ACCESS_NOW = "2027-01-01";
    const rotationConfiguration = { expirationDays: 30, rotateBeforeDays: 7 };
    const retiring = (retirePreviousAt: unknown) =>
      run(limitTokenOverlap, [
        projectToken("mirror", { project: "acme/billing", rotationConfiguration, retirePreviousAt }),
      ]);

    expect(await retiring("2099-01-01")).toMatchObject([
      { message: expect.stringContaining("'mirror' keeps the previous token until 2099-01-01, for 26298 days") },
    ]);
    expect([await retiring("2027-01-15"), await retiring(UNKNOWN)]).toEqual([[], []]);
    delete process.env.GITLAB_CI_ACCESS_NOW;
  });
});
