import { limitTokenLifetime, requireJobTokenScope, requireNonEmptyAllowlist } from "../../../../policies/index";
import { type Declared, foreign, jobTokenScope, projectToken, scopeEntry, UNKNOWN } from "../declared";
import { run } from "../fake-stack";

const closed = jobTokenScope("billing", { project: "acme/billing", projectId: "42" });
const entry = scopeEntry("deploy", { project: "acme/billing", targetProject: "acme/deploy" });
const waiver = (keys: object) => ({ except: [{ ...keys, reason: "agreed" }] });

/** The lines that speak of no resource. */
async function said(
  stack: readonly Declared[],
  config: object,
  rule = requireJobTokenScope,
): Promise<readonly string[]> {
  const findings = await run(rule, stack, config);
  expect(findings.filter(({ about }) => about === undefined).every(({ level }) => level === "advisory")).toBe(true);
  return findings.filter(({ about }) => about === undefined).map(({ message }) => message);
}

describe("a configuration that names what is not in the stack", () => {
  it("is said in one line, whatever the rule's level", async () => {
    const config = { except: ["acme/bling", "acme/shopp"].map((match) => ({ match, reason: "agreed" })) };

    expect(await said([closed, entry], config)).toEqual([
      "The configuration of require-job-token-scope names what is not in this stack: the waiver for acme/bling, " +
        "the waiver for acme/shopp. Correct it, or leave it if another stack needs it.",
    ]);
  });

  it.each([{ match: "acme/*" }, { match: "42" }, { resource: "dep*" }, { match: "acme/billing", resource: "billing" }])(
    "is not said of a waiver that matches: %p",
    async (keys) => {
      expect(await said([closed, entry], waiver(keys))).toEqual([]);
    },
  );

  it("says of a waiver by a resource's name that it needs the other key", async () => {
    expect(await said([closed], waiver({ match: "billing" }))).toEqual([
      expect.stringContaining("write resource instead"),
    ]);
    expect(await said([closed], waiver({ resource: "bling" }))).toEqual([
      expect.stringContaining("the waiver for the resource bling"),
    ]);
  });

  it("holds for the projects that a rule is told of", async () => {
    const config = { closedProjects: ["acme/bling"], entriesElsewhere: ["acme/billing"] };

    expect(await said([closed], config, requireNonEmptyAllowlist)).toEqual([
      expect.stringContaining(": acme/bling in closedProjects. Correct"),
    ]);
  });

  it("is said by rules that judge resources one by one too", async () => {
    const rotationConfiguration = { expirationDays: 30, rotateBeforeDays: 7 };
    const token = projectToken("nightly", { project: "acme/billing", rotationConfiguration });

    expect(await said([token], waiver({ match: "acme/bling" }), limitTokenLifetime)).toHaveLength(1);
    expect(await said([token], waiver({ match: "acme/billing" }), limitTokenLifetime)).toEqual([]);
  });

  it("is not said as long as an address is not known yet, nor of a stack that has none", async () => {
    const unknown = jobTokenScope("new", { project: UNKNOWN });

    expect(await said([closed, unknown], waiver({ match: "acme/bling" }))).toEqual([]);
    expect(await said([closed, unknown], waiver({ resource: "bling" }))).toHaveLength(1);
    expect(await said([foreign("other")], waiver({ match: "acme/bling" }))).toEqual([]);
  });
});
