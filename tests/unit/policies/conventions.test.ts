import { readdirSync, readFileSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import * as rules from "../../../policies/index";
import { docCommentOf } from "../../../tools/rules/doc-comment";
import { declarationsIn } from "./example";
import { run } from "./fake-stack";

const repository = resolve(__dirname, "../../..");
const folder = join(repository, "policies/rules");
const files = readdirSync(folder).map((file) => basename(file, ".ts"));
const policies = Object.values(rules);
const index = readFileSync(join(repository, "policies/index.ts"), "utf8");

/** What stands in every rule's file, from top to bottom. */
const ORDER = [
  /^import /m,
  /^const config = ruleConfig\(/m,
  /^export type \w+Config = z\.input<typeof config>;$/m,
  /^\/\*\*\n(?: \*.*\n)+? \* \*\*Why\*\*/m,
  /^ \* \*\*Why\*\*: /m,
  /^ \* \*\*How to fix\*\*: /m,
  /^ \* @example Allowed$/m,
  /^ \* @example Refused$/m,
  /^ \* @see https:/m,
  /^export const \w+ = (resource|stack)Rule\(\{$/m,
  /^ {2}name: "/m,
  /^ {2}description:/m,
  /^ {2}severity: "/m,
  /^ {2}framework: owasp\(/m,
  /^ {2}tags: \[/m,
  /^ {2}remediationSteps:/m,
  /^ {2}enforcementLevel: "/m,
  /^ {2}config,$/m,
  /^ {2}validate\(/m,
];
/** Not every rule reduces a risk of OWASP's list, or has a page of GitLab's to read on. */
const OPTIONAL = ["^ {2}framework: owasp\\(", "^ \\* @see https:"];

describe.each(files)("policies/rules/%s.ts", (file) => {
  const source = readFileSync(join(folder, `${file}.ts`), "utf8");
  const policy = policies.find(({ name }) => name === file);

  it("is a rule that the package exports under its name", () => {
    const exported = file.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());

    expect(rules).toHaveProperty(exported, policy);
    expect(policy).toBeDefined();
    expect(source).toMatch(new RegExp(`^export type ${exported}Config = z.input<typeof config>;$`, "im"));
    expect(index).toMatch(new RegExp(`type ${exported}Config\\b`, "i"));
  });

  it("states the rule in its name", () => {
    expect(file).toMatch(/^(forbid|limit|require)-[a-z-]+$/);
  });

  it("has its parts in the order that all rules have", () => {
    const parts = ORDER.filter((part) => part.test(source) || !OPTIONAL.includes(part.source));
    const places = parts.map((part) => source.search(part));

    expect(places).not.toContain(-1);
    expect(places).toEqual([...places].sort((a, b) => a - b));
  });

  it("says in the one way for which types it is", () => {
    expect(source).not.toMatch(/isType|asType|OfType|__pulumiType/);
  });

  it("says what it is, how bad a violation is and how to end it", () => {
    expect(policy?.description).toMatch(/^[A-Z].*\.$/);
    expect(policy?.severity).toMatch(/^(low|medium|high|critical)$/);
    expect(policy?.remediationSteps).toMatch(/^[A-Z].*\.$/s);
    expect(policy?.url).toMatch(new RegExp(`^https://.*/docs/rules/${file}\\.md$`));
    expect(/@see (.*)/.exec(source)?.[1] ?? "https://docs.gitlab.com/").toMatch(/^https:\/\/docs\.gitlab\.com\//);
    expect(policy?.tags).not.toHaveLength(0);
    expect(policy?.enforcementLevel).toMatch(/^(advisory|disabled|mandatory)$/);
  });

  it("has waivers, and a default and a description for every key of its configuration", () => {
    const { properties, required } = policy?.configSchema ?? { properties: {} };

    expect(properties).toHaveProperty("except");
    expect(required).toEqual([]);
    for (const schema of Object.values(properties)) {
      expect(schema).toEqual(expect.objectContaining({ default: expect.anything(), description: expect.any(String) }));
    }
  });

  it("accepts its example of what is allowed", async () => {
    if (policy === undefined) throw new Error(`${file} is not exported.`);
    const { program, config } = docCommentOf(file).allowed;

    expect(await run(policy, declarationsIn(program), config)).toEqual([]);
  });

  it("refuses its example of what is refused", async () => {
    if (policy === undefined) throw new Error(`${file} is not exported.`);
    const { program, config } = docCommentOf(file).refused;

    expect(await run(policy, declarationsIn(program), config)).not.toEqual([]);
  });

  it("refuses nothing of a resource whose provider is not known yet: the engine shows a preview none of its properties", async () => {
    if (policy === undefined) throw new Error(`${file} is not exported.`);
    const { program, config } = docCommentOf(file).refused;
    const bare = declarationsIn(program).map((resource) => ({ ...resource, props: {}, dependsOn: [], from: {} }));
    // A resource of the program's own code is known by its type.
    const judged = bare.filter(({ type }) => type !== "pulumi-nodejs:dynamic:Resource");
    const findings = await run(policy, judged, config);

    expect(findings.filter(({ level }) => level !== "advisory")).toEqual([]);
  });

  it("says the same whichever resource got done first, or waivers would hold by chance", async () => {
    if (policy === undefined) throw new Error(`${file} is not exported.`);
    const { program, config } = docCommentOf(file).refused;
    const stack = declarationsIn(program);
    const inOrder = await run(policy, stack, config);
    const reversed = await run(policy, [...stack].reverse(), config);

    expect(reversed).toHaveLength(inOrder.length);
    expect(reversed).toEqual(expect.arrayContaining([...inOrder]));
  });
});

describe("the policy pack", () => {
  it("has the version of the package that it comes with", () => {
    const versionIn = (file: string) => JSON.parse(readFileSync(join(repository, file), "utf8")).version;

    expect(versionIn("policies/package.json")).toBe(versionIn("package.json"));
  });

  it("holds nothing but rules, each once", () => {
    expect(policies.map(({ name }) => name).sort()).toEqual(files.sort());
  });
});
