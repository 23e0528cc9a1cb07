import { limitTokenLifetime } from "../../../../policies/index";
import { groupToken, projectToken, UNKNOWN, userRunner } from "../declared";
import { run } from "../fake-stack";

const rotation = { expirationDays: 90, rotateBeforeDays: 14 };
const declaring = (change: object) => ({ project: "acme/billing", rotationConfiguration: { ...rotation, ...change } });

const findings = (change: object, config?: object) =>
  run(limitTokenLifetime, [projectToken("nightly", declaring(change))], config);

describe("limit-token-lifetime", () => {
  it("accepts a token that lives 90 days", async () => {
    expect(await findings({})).toEqual([]);
  });

  it("refuses one that lives a day longer, with its name, its value and the fix", async () => {
    expect(await findings({ expirationDays: 91 })).toEqual([
      {
        level: "the rule's",
        about: "nightly",
        message: "'nightly' makes tokens that live 91 days. Set rotationConfiguration.expirationDays to 90 or less.",
      },
    ]);
  });

  it("judges a group's token too", async () => {
    const stack = [groupToken("nightly", { ...declaring({ expirationDays: 365 }), group: "acme" })];

    expect(await run(limitTokenLifetime, stack)).toHaveLength(1);
  });

  it("takes the number from the configuration", async () => {
    expect(await findings({}, { maxDays: 30 })).toHaveLength(1);
    expect(await findings({ expirationDays: 365 }, { maxDays: 365 })).toEqual([]);
  });

  it("does not refuse what is not known yet", async () => {
    const unknown = projectToken("nightly", { project: "acme/billing", rotationConfiguration: UNKNOWN });

    expect(await findings({ expirationDays: UNKNOWN })).toEqual([]);
    expect(await run(limitTokenLifetime, [unknown])).toEqual([]);
  });

  it("has nothing to say about other resources", async () => {
    expect(await run(limitTokenLifetime, [userRunner("a", declaring({ expirationDays: 365 }))])).toEqual([]);
  });

  it("has waivers", async () => {
    const except = [{ match: "acme/*", reason: "agreed" }];

    expect(await findings({ expirationDays: 365 }, { except })).toMatchObject([{ level: "advisory" }]);
  });
});
