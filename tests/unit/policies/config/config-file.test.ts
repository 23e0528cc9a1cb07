import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { z } from "zod";
import { configFileSchema } from "../../../../policies/config/config-file";
import * as rules from "../../../../policies/index";

const repository = resolve(__dirname, "../../../..");
const schema = JSON.parse(readFileSync(join(repository, "policies/config.schema.json"), "utf8"));
// The dialect that zod reads back; what it says of a configuration is what an editor says.
const file = z.fromJSONSchema(schema);

const isValid = (config: object) => file.safeParse(config).success;

describe("policies/config.schema.json", () => {
  it("is what the rules say of their configuration; else run: npm run rules", () => {
    expect(schema).toEqual(JSON.parse(JSON.stringify(configFileSchema(Object.values(rules)))));
  });

  it("has every rule and no other", () => {
    const names = Object.values(rules).map(({ name }) => name);

    expect(Object.keys(schema.properties)).toEqual(["all", "environments", ...names]);
  });

  it.each([
    ["nothing", {}],
    ["a level in a word", { "require-job-token-scope": "disabled" }],
    ["a level for all", { all: "advisory", "require-job-token-scope": "mandatory" }],
    ["a level and keys", { "limit-allowlist-size": { enforcementLevel: "advisory", limit: 150 } }],
    ["a waiver for a resource", { "forbid-two-owners": { except: [{ resource: "x", reason: "agreed" }] } }],
    ["a waiver", { "forbid-two-owners": { except: [{ match: "acme/*", reason: "agreed", until: "2027-03-31" }] } }],
  ])("takes %s", (_what, config) => {
    expect(isValid(config)).toBe(true);
  });

  it.each([
    ["a rule that there is not", { "require-job-token-scop": "advisory" }],
    ["a level that there is not", { "require-job-token-scope": "warn" }],
    ["a key that the rule doesn't have", { "require-job-token-scope": { closedProjects: [] } }],
    ["a value of another type", { "limit-allowlist-size": { limit: "150" } }],
    ["a waiver without a reason", { "forbid-two-owners": { except: [{ match: "acme/*" }] } }],
  ])("refuses %s", (_what, config) => {
    expect(isValid(config)).toBe(false);
  });

  it("asks of a waiver what it is for, which zod can't read back", () => {
    expect(schema.definitions.except.items.anyOf).toEqual([{ required: ["match"] }, { required: ["resource"] }]);
  });

  it("takes the guide's configurations", () => {
    const guide = readFileSync(join(repository, "docs/policies.md"), "utf8");
    const blocks = [...guide.matchAll(/^```json\n(\{\n {2}"require-.*?)^```/gms)].map(([, code = ""]) => code);

    expect(blocks.length).toBeGreaterThan(1);
    expect(blocks.map((code) => isValid(JSON.parse(code)))).toEqual(blocks.map(() => true));
  });
});
