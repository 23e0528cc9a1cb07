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

  describe("the present token", () => {
    beforeEach(() => {
      process.env.GITLAB_CI_ACCESS_NOW = "2027-01-01";
    });

    afterEach(() => {
      delete process.env.GITLAB_CI_ACCESS_NOW;
    });

    const ending = (expiresAt: unknown) =>
      run(limitTokenLifetime, [projectToken("nightly", { ...declaring({}), expiresAt })]);

    it("may live as long as the rotation allows", async () => {
      expect([await ending("2027-04-01"), await ending(UNKNOWN), await ending("later")]).toEqual([[], [], []]);
    });

    it("is refused where the program gives it a date of its own", async () => {
      expect(await ending("2099-01-01")).toMatchObject([
        {
          level: "the rule's",
          message: expect.stringContaining("'nightly' ends on 2099-01-01, in 26298 days. Leave expiresAt"),
        },
      ]);
      expect(await ending("2027-04-02")).toHaveLength(1);
    });

    it("of pulumi-gitlab is judged by its date, which is all it has", async () => {
      const props = { project: "acme/billing", scopes: ["api"], accessLevel: "owner", expiresAt: "2028-01-01" };
      const token = { type: "gitlab:index/projectAccessToken:ProjectAccessToken", name: "static", props };

      expect(await run(limitTokenLifetime, [token])).toMatchObject([{ about: "static" }]);
    });
  });
});
