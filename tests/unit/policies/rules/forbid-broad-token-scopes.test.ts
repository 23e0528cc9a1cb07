import { forbidBroadTokenScopes } from "../../../../policies/index";
import { groupToken, projectToken, UNKNOWN, userRunner } from "../declared";
import { run } from "../fake-stack";

const findings = (scopes: unknown, config?: object) =>
  run(forbidBroadTokenScopes, [projectToken("nightly", { project: "acme/billing", scopes })], config);

describe("forbid-broad-token-scopes", () => {
  it("accepts scopes that read, and those that are for one thing", async () => {
    expect(await findings(["create_runner", "manage_runner", "read_api", "read_repository", "self_rotate"])).toEqual(
      [],
    );
  });

  it("refuses a scope that writes with its name and the narrower one", async () => {
    expect(await findings(["write_repository"])).toEqual([
      {
        level: "the rule's",
        about: "nightly",
        message: "'nightly' has the scope write_repository. Where it is enough, take read_repository to clone.",
      },
    ]);
  });

  it.each([
    ["api", "read_api"],
    ["write_registry", "read_registry"],
    ["write_virtual_registry", "read_virtual_registry"],
    ["write_observability", "read_observability"],
  ])("names what may do instead of %s: %s", async (scope, narrower) => {
    expect(await findings([scope])).toMatchObject([{ message: expect.stringContaining(narrower) }]);
  });

  it("speaks of each broad scope", async () => {
    expect(await findings(["api", "read_api", "write_registry"])).toHaveLength(2);
  });

  it("accepts what allowedScopes names", async () => {
    expect(await findings(["api"], { allowedScopes: ["api"] })).toEqual([]);
    expect(await findings(["api"], { allowedScopes: ["write_registry"] })).toHaveLength(1);
  });

  it("judges a group's token too", async () => {
    expect(await run(forbidBroadTokenScopes, [groupToken("nightly", { group: "acme", scopes: ["api"] })])).toHaveLength(
      1,
    );
  });

  it.each([UNKNOWN, [UNKNOWN]])("does not refuse %p", async (scopes) => {
    expect(await findings(scopes)).toEqual([]);
  });

  it("sees a broad scope beside one that is not known yet", async () => {
    expect(await findings([UNKNOWN, "api"])).toHaveLength(1);
  });

  it("has nothing to say about other resources", async () => {
    expect(await run(forbidBroadTokenScopes, [userRunner("a", { scopes: ["api"] })])).toEqual([]);
  });

  it("has waivers", async () => {
    const except = [{ match: "acme/billing", reason: "agreed" }];

    expect(await findings(["api"], { except })).toMatchObject([{ level: "advisory" }]);
  });
});
