import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { main } from "../../../cli/main";
import { notSeenWarning } from "../../../provider/domain/not-seen";
import { providerText } from "../../../provider/domain/provider-text";

let folder: string;
const said: string[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "gitlab-ci-access-exit-codes-"));
  said.length = 0;
  for (const stream of ["error", "log"] as const)
    jest.spyOn(console, stream).mockImplementation((...texts: unknown[]) => void said.push(texts.join(" ")));
});
afterEach(() => rmSync(folder, { recursive: true }));

type Inputs = Readonly<Record<string, unknown>>;
type Side = { readonly inputs: Inputs; readonly outputs?: Inputs };

const CUSTOM = "pulumi-nodejs:dynamic:Resource";

/** One step of a preview as Pulumi's stream has it. */
function step(type: string, sides: { readonly old?: Side; readonly new?: Side }, op: string) {
  const token = type === CUSTOM ? CUSTOM : `pulumi-nodejs:dynamic/gitlab:${type}`;
  const state = (side: Side | undefined) =>
    side && { ...side, inputs: { __provider: providerText(type), ...side.inputs } };
  const urn = `urn:pulumi:prod::access::${token}::it`;
  return { metadata: { op, urn, type: token, old: state(sides.old) ?? null, new: state(sides.new) ?? null } };
}

const made = (type: string, inputs: Inputs) => ({ resourcePreEvent: step(type, { new: { inputs } }, "create") });
const kept = (type: string, inputs: Inputs, outputs: Inputs = {}) => {
  const side = { inputs, outputs: { ...inputs, ...outputs } };
  return { resourcePreEvent: step(type, { old: side, new: side }, "same") };
};
const ended = (result: string) => ({ summaryEvent: { result } });

const project = "acme/billing";
const rotationConfiguration = { expirationDays: 30, rotateBeforeDays: 7 };
const token = { project, name: "ci", scopes: ["read_api"], accessLevel: "reporter", rotationConfiguration };
const unchanged = kept("JobTokenScope", { project, enabled: true });
const gains = made("RotatingProjectToken", token);
const overdue = kept("RotatingProjectToken", { ...token, expiresAt: "2027-01-12" }, { expiresAt: "2027-01-12" });
const closed = { project, enabled: true };
const drifted = {
  resOutputsEvent: step(
    "JobTokenScope",
    { old: { inputs: closed, outputs: closed }, new: { inputs: closed } },
    "refresh",
  ),
};
const notSeen = { diagnosticEvent: { severity: "warning", message: notSeenWarning("project 1 is hidden") } };
const refused = {
  policyEvent: { message: "closed for good", policyName: "require-job-token-scope", enforcementLevel: "mandatory" },
};

/** How `report` ends where `pulumi preview` prints these events. */
async function ends(events: readonly object[], args: readonly string[], more = ""): Promise<number> {
  const lines = events.map((event) => `console.log(${JSON.stringify(JSON.stringify(event))});`).join("\n");
  const isPreview = 'process.argv[2] === "preview"';
  writeFileSync(join(folder, "pulumi"), `#!${process.execPath}\nif (${isPreview}) {\n${more}\n${lines}\n}`, {
    mode: 0o755,
  });
  const env = { PATH: folder, GITLAB_CI_ACCESS_NOW: "2027-01-10" };
  return main(["report", "--cwd", folder, "--stack", "prod", ...args], env);
}

const widening = ["--fail-on", "widening"];
const drift = ["--fail-on", "drift"];

it.each<[string, readonly object[], readonly string[], number]>([
  ["nothing that was asked for", [gains], [], 0],
  ["nothing that widens", [unchanged], [...widening, ...drift], 0],
  ["what widens", [gains], widening, 10],
  ["what may be there already", [made("ProjectVariable", { project, key: "K" })], widening, 10],
  ["what is not judged", [made(CUSTOM, { __provider: "code of its own" })], widening, 10],
  ["an event that can't be read", [unchanged, { resourcePreEvent: {} }], widening, 10],
  ["drift", [drifted, unchanged], drift, 10],
  ["drift, where only widening is asked for", [drifted, unchanged], widening, 0],
  ["what a refresh could not see", [unchanged, notSeen], drift, 10],
  ["an overdue rotation", [overdue], ["--due-within", "3d"], 10],
  ["an overdue rotation of a token that lives longer than asked for", [overdue], ["--due-within", "1d"], 0],
])("report ends as it says for %s", async (_what, events, args, code) => {
  expect([await ends([...events, ended("succeeded")], args), said.join("\n")]).toEqual([code, expect.anything()]);
});

it.each([
  ["a preview that failed", [gains, ended("failed")]],
  ["what a policy refused", [gains, refused, ended("failed")]],
  ["a stream that breaks off", [gains]],
])("%s ends with 2, whatever was found in it", async (_what, events) => {
  expect(await ends(events, widening)).toBe(2);
});

it("no preview at all ends with 3", async () => {
  expect(await main(["report", "--cwd", folder, ...widening], { PATH: join(folder, "nowhere") })).toBe(3);
});

it("the pipelines of the examples let a finding pass, and no other exit code", () => {
  const texts = ["ci-pipeline", "fleet"].map((name) =>
    readFileSync(resolve(__dirname, `../../../examples/${name}/.gitlab-ci.yml`), "utf8"),
  );
  expect(texts.map((text) => text.match(/allow_failure:\s*(?:exit_codes:.*|.*)/g))).toEqual([
    ["allow_failure:\n    exit_codes: 10"],
    ["allow_failure:\n    exit_codes: 10"],
  ]);
});

it("a link that the program has put in the report's place meanwhile is replaced, and what it leads to stays", async () => {
  const [output, other] = [join(folder, "report.md"), join(folder, "other")];
  const link = `require("node:fs").writeFileSync(${JSON.stringify(other)}, "kept");
    require("node:fs").symlinkSync(${JSON.stringify(other)}, ${JSON.stringify(output)});`;

  expect(await ends([unchanged, ended("succeeded")], ["--output", output], link)).toBe(0);

  expect(readFileSync(other, "utf8")).toBe("kept");
  expect(readFileSync(output, "utf8")).toContain("### GitLab CI access");
});
