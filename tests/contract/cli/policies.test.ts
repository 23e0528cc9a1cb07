import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { main } from "../../../cli/main";

let folder: string;
let said: string[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "gitlab-ci-access-policies-"));
  said = [];
  for (const stream of ["error", "log"] as const)
    jest.spyOn(console, stream).mockImplementation((...texts: unknown[]) => void said.push(texts.join(" ")));
});
afterEach(() => rm(folder, { recursive: true }));

/** Writes the configuration, and a CLI whose preview says what Pulumi's would. */
async function checks(config: object | string, events: readonly object[] = [], ...options: readonly string[]) {
  const file = join(folder, "policies.json");
  await writeFile(file, typeof config === "string" ? config : JSON.stringify(config));
  const lines = events.map((event) => `console.log(${JSON.stringify(JSON.stringify(event))});`);
  await writeFile(join(folder, "pulumi"), `#!${process.execPath}\n${lines.join("\n")}`);
  await chmod(join(folder, "pulumi"), 0o755);
  // A child process inherits this process's environment, and finds the CLI by it.
  const code = await main(["policies", "check", file, "--cwd", folder, ...options], { PATH: folder });
  return { code, text: said.join("\n") };
}

const urn = "urn:pulumi:dev::access::pulumi-nodejs:dynamic/gitlab:JobTokenScope::billing";
const type = "pulumi-nodejs:dynamic/gitlab:JobTokenScope";
const state = { inputs: { project: "acme/billing", enabled: true }, outputs: {} };
const planned = [
  { resourcePreEvent: { metadata: { op: "create", urn, type, old: null, new: state } } },
  { summaryEvent: { result: "succeeded" } },
];
const waiver = (match: string) => ({
  "require-job-token-scope": { except: [{ match, reason: "agreed", until: "2999-01-01" }] },
});

it("is content with a configuration that matches the stack", async () => {
  expect(await checks(waiver("acme/billing"), planned)).toMatchObject({
    code: 0,
    text: expect.stringContaining("policies.json: nothing to mend."),
  });
});

it("names what matches nothing, and ends as a finding does", async () => {
  const { code, text } = await checks(waiver("acme/bling"), planned);

  expect(code).toBe(10);
  expect(text).toContain("✖ require-job-token-scope: nothing in this stack matches the waiver for acme/bling.");
});

it("names a waiver for what this run removes: it is not declared any more", async () => {
  const [made] = planned;
  const old = { ...state, inputs: { ...state.inputs, project: "acme/legacy" } };
  const metadata = { op: "delete", urn: urn.replace("billing", "legacy"), type, old, new: null };

  const { code, text } = await checks(waiver("acme/legacy"), [
    made ?? {},
    { resourcePreEvent: { metadata } },
    planned[1] ?? {},
  ]);

  expect(code).toBe(10);
  expect(text).toContain("nothing in this stack matches the waiver for acme/legacy");
});

it("names a rule that does not exist before it runs anything", async () => {
  const { code, text } = await checks({ "require-job-token-scop": "advisory" });

  expect(code).toBe(10);
  expect(text).toContain("Did you mean require-job-token-scope?");
});

it("checks the file by itself where that is asked for", async () => {
  expect(await checks(waiver("acme/bling"), [], "--file-only")).toMatchObject({ code: 0 });
});

it("says that it can't tell where the preview failed", async () => {
  const { code, text } = await checks(waiver("acme/bling"), [{ summaryEvent: { result: "failed" } }]);

  expect(code).toBe(2);
  expect(text).toContain("--file-only checks the file by itself");
});

it.each([
  ["is no JSON", "{", [], /policies\.json is no JSON/],
  ["has no such option", {}, ["--refresh"], /policies has no option --refresh/],
])("ends with 3 where the call %s", async (_what, config, options, words) => {
  const { code, text } = await checks(config, [], ...options);

  expect(code).toBe(3);
  expect(text).toMatch(words);
});

it.each([
  [["policies"]],
  [["policies", "check"]],
  [["policies", "check", "a.json", "b.json"]],
  [["policies", "list", "a.json"]],
])("%j shows how it is called", async (argv) => {
  expect(await main(argv, {})).toBe(3);
  expect(said.join("\n")).toContain("policies takes: check <file>.");
});
