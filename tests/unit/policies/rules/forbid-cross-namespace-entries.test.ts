import { forbidCrossNamespaceEntries } from "../../../../policies/index";
import { groupEntry, jobTokenScope, scopeEntry, UNKNOWN } from "../declared";
import { run } from "../fake-stack";

const entry = (targetProject: unknown) => scopeEntry("deploy", { project: "acme/billing", targetProject });
const findings = (targetProject: unknown, config: object = { namespaces: ["acme"] }) =>
  run(forbidCrossNamespaceEntries, [entry(targetProject)], config);

describe("forbid-cross-namespace-entries", () => {
  it.each(["acme/deploy", "Acme/ops/deploy"])("accepts %s below a namespace", async (target) => {
    expect(await findings(target)).toEqual([]);
  });

  it("refuses a target outside with its name, its value and the fix", async () => {
    expect(await findings("mallory/deploy")).toEqual([
      {
        level: "the rule's",
        about: "deploy",
        message:
          "'deploy' lets in mallory/deploy, which is in none of this rule's namespaces. Remove it, or add its namespace.",
      },
    ]);
  });

  it("refuses a namespace that only begins with the same letters", async () => {
    expect(await findings("acme-evil/deploy")).toHaveLength(1);
  });

  it("judges groups, also the namespace itself", async () => {
    const letting = (targetGroup: string) => groupEntry("group", { project: "acme/billing", targetGroup });
    const config = { namespaces: ["acme"] };

    expect(await run(forbidCrossNamespaceEntries, [letting("acme"), letting("acme/ops")], config)).toEqual([]);
    expect(await run(forbidCrossNamespaceEntries, [letting("mallory")], config)).toHaveLength(1);
  });

  it("is off until namespaces are configured", async () => {
    expect(await findings("mallory/deploy", {})).toEqual([]);
  });

  it.each(["acme/", "ac*", "/acme"])("takes %p as a namespace", async (namespace) => {
    expect(await findings("acme/ops/deploy", { namespaces: [namespace] })).toEqual([]);
    expect(await findings("mallory/deploy", { namespaces: [namespace] })).toHaveLength(1);
  });

  it.each([4711, UNKNOWN])("can't judge %p", async (target) => {
    expect(await findings(target)).toEqual([]);
  });

  it("has nothing to say about a switch", async () => {
    const scope = jobTokenScope("billing", { project: "mallory/billing" });

    expect(await run(forbidCrossNamespaceEntries, [scope], { namespaces: ["acme"] })).toEqual([]);
  });

  it("has waivers", async () => {
    const except = [{ match: "deploy", reason: "agreed" }];

    expect(await findings("mallory/deploy", { namespaces: ["acme"], except })).toMatchObject([{ level: "advisory" }]);
  });
});
