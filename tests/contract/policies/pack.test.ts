import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import * as rules from "../../../policies/index";
import { foreign, jobTokenAllowlist, jobTokenScope, scopeEntry, UNKNOWN } from "../../unit/policies/declared";
import { type PolicyProcess, startPolicyPack, urnOf } from "./policy-process";

const repository = resolve(__dirname, "../../..");
const { version } = JSON.parse(readFileSync(join(repository, "package.json"), "utf8"));
const mandatory = { level: "mandatory" } as const;

const open = jobTokenScope("open", { project: "acme/open", enabled: false });
const empty = jobTokenScope("empty", { project: "acme/empty", enabled: true });
const unknown = jobTokenScope("unknown", { project: UNKNOWN, enabled: UNKNOWN });
const unknownEntry = scopeEntry("unknown-entry", { project: UNKNOWN, targetProject: UNKNOWN });

describe("the policy pack's process", () => {
  let pack: PolicyProcess;

  beforeAll(async () => {
    pack = await startPolicyPack(join(repository, "policies"), { GITLAB_CI_ACCESS_NOW: "2027-01-31T12:00:00Z" });
  });

  beforeEach(() => pack.configure({}));

  afterAll(() => pack.stop());

  it("tells its name, its version and every rule that the package exports", async () => {
    const info = await pack.info();

    expect(info).toMatchObject({ name: "pulumi-gitlab-ci-access", version, supportsconfig: true });
    expect(info.policiesList.map(({ name }) => name)).toEqual(Object.values(rules).map(({ name }) => name));
  });

  it("tells the risk that a rule reduces, where to read on and what to do", async () => {
    const { policiesList } = await pack.info();

    expect(policiesList.find(({ name }) => name === "require-job-token-scope")).toMatchObject({
      framework: { name: "OWASP Top 10 CI/CD Security Risks", reference: expect.stringMatching(/^CICD-SEC-5: /) },
      remediationSteps: expect.stringContaining("enabled: true"),
      url: expect.stringMatching(/^https:.*\/docs\/rules\/require-job-token-scope\.md$/),
    });
  });

  it("refuses an open project", async () => {
    expect(await pack.analyze(open)).toMatchObject([
      {
        rule: "require-job-token-scope",
        level: "mandatory",
        message: expect.stringContaining("'open' has enabled: false"),
      },
    ]);
  });

  it("does not refuse what is not known yet, and is not stopped by it", async () => {
    expect(await pack.analyze(unknown)).toMatchObject([
      { rule: "require-job-token-scope", level: "advisory", message: expect.stringContaining("can't tell") },
    ]);
  });

  it("refuses an empty allowlist, and names the resource, while other values of the stack are not known", async () => {
    const diagnostics = await pack.analyzeStack([unknown, unknownEntry, foreign("other"), empty]);
    const refusals = diagnostics.filter(({ level }) => level === "mandatory");

    expect(refusals).toMatchObject([
      {
        rule: "require-non-empty-allowlist",
        urn: urnOf(empty),
        message: expect.stringContaining("'empty' closes project"),
      },
    ]);
  });

  it("says in an advisory line what a mandatory rule can't tell", async () => {
    expect(await pack.analyzeStack([unknown])).toMatchObject([
      { rule: "require-non-empty-allowlist", level: "advisory", urn: urnOf(unknown) },
    ]);
  });

  it("reads lists, also past what is not known yet", async () => {
    const list = jobTokenAllowlist("list", {
      project: "acme/list",
      enabled: true,
      projects: [UNKNOWN, 4711],
      groups: [],
      permissions: "default",
    });
    const entry = scopeEntry("entry", { project: "acme/list", targetProject: "acme/deploy" });

    expect(await pack.analyze(list)).toMatchObject([
      { rule: "require-path-addresses", message: expect.stringContaining("writes projects by id: 4711. Write") },
    ]);
    expect(await pack.analyzeStack([list, entry])).toMatchObject([
      { rule: "forbid-two-owners", level: "mandatory", urn: urnOf(list) },
      { rule: "require-switch-after-entries", urn: urnOf(list) },
    ]);
  });

  it("knows what a switch waits for", async () => {
    const waiting = jobTokenScope("waiting", { project: "acme/empty" }, { dependsOn: [unknownEntry] });

    expect(await pack.analyzeStack([unknownEntry, waiting])).toEqual([]);
  });

  it.each(["advisory", "disabled"] as const)("sets a rule to %s", async (level) => {
    await pack.configure({ "require-job-token-scope": { level } });

    const levels = (await pack.analyze(open)).map((diagnostic) => diagnostic.level);

    expect(levels).toEqual(level === "advisory" ? ["advisory"] : []);
  });

  it("takes configuration and waivers", async () => {
    const except = [{ match: "acme/open", reason: "public mirror", until: "2027-01-31" }];
    await pack.configure({
      "require-job-token-scope": { ...mandatory, properties: { except } },
      "require-non-empty-allowlist": { ...mandatory, properties: { closedProjects: ["acme/*"] } },
    });

    expect(await pack.analyze(open)).toMatchObject([
      { level: "advisory", message: expect.stringContaining('Waived until 2027-01-31 ("public mirror")') },
    ]);
    expect(await pack.analyzeStack([open, empty])).toEqual([]);
  });

  it("does not let a resource's name claim a waiver that is for a project", async () => {
    const except = [{ match: "acme/legacy/*", reason: "moves in spring" }];
    await pack.configure({ "require-job-token-scope": { ...mandatory, properties: { except } } });
    const claiming = jobTokenScope("acme/legacy/x", { project: "acme/billing", enabled: false });

    expect(await pack.analyze(claiming)).toMatchObject([{ rule: "require-job-token-scope", level: "mandatory" }]);
  });

  it("judges what pulumi-gitlab declares", async () => {
    const props = { project: "acme/billing", enabled: false };
    const theirs = { type: "gitlab:index/projectJobTokenScopes:ProjectJobTokenScopes", name: "theirs", props };

    expect(await pack.analyze(theirs)).toMatchObject([
      {
        rule: "require-job-token-scope",
        level: "mandatory",
        message: expect.stringContaining("'theirs' has enabled: false"),
      },
    ]);
  });

  it("says of a resource that runs code of its own that no rule can judge it", async () => {
    const props = { __provider: "exports.handler=()=>mine", project: "acme/billing", enabled: false };
    const own = { type: "pulumi-nodejs:dynamic:Resource", name: "own", props };

    expect(await pack.analyze(own)).toMatchObject([{ rule: "forbid-unjudged-resources", level: "advisory" }]);
  });

  it("judges an entry by the path that GitLab has for its target, once the state knows it", async () => {
    await pack.configure({ "forbid-cross-namespace-entries": { ...mandatory, properties: { namespaces: ["acme"] } } });
    const props = { project: "acme/billing", targetProject: "acme/deploy", targetProjectPath: "mallory/deploy" };
    const scope = jobTokenScope("billing", { project: "acme/billing" });

    expect(
      await pack.analyzeStack([scopeEntry("deploy", props), { ...scope, dependsOn: [scopeEntry("deploy", props)] }]),
    ).toMatchObject([
      {
        rule: "forbid-cross-namespace-entries",
        level: "mandatory",
        message: expect.stringContaining("which is mallory/deploy"),
      },
    ]);
  });

  it("says in one advisory line what of a configuration the stack doesn't have", async () => {
    const except = [{ match: "acme/opne", reason: "public mirror" }];
    await pack.configure({ "require-job-token-scope": { ...mandatory, properties: { except } } });

    expect(await pack.analyzeStack([open])).toMatchObject([
      {
        rule: "require-job-token-scope",
        level: "advisory",
        message: expect.stringContaining("the waiver for acme/opne"),
      },
    ]);
  });

  it("says what is wrong with a configuration, without a stack", async () => {
    await pack.configure({ "require-job-token-scope": { ...mandatory, properties: { exept: [] } } });

    const message = await pack.analyze(open).then(String, String);

    expect(message).toContain('Unrecognized key: "exept"');
    expect(message).not.toMatch(/\n\s+at /);
  });
});

describe("the policy pack of an installed package", () => {
  const project = mkdtempSync(join(tmpdir(), "policy-pack-"));
  const installed = join(project, "node_modules/pulumi-gitlab-ci-access");

  beforeAll(() => {
    const packed = execFileSync("npm", ["pack", "--json", "--ignore-scripts", "--pack-destination", project], {
      cwd: repository,
      encoding: "utf8",
    });
    mkdirSync(installed, { recursive: true });
    execFileSync("tar", [
      "-xzf",
      join(project, JSON.parse(packed)[0].filename),
      "--strip-components=1",
      "-C",
      installed,
    ]);
    for (const name of ["@pulumi", "undici", "zod"]) {
      symlinkSync(join(repository, "node_modules", name), join(project, "node_modules", name));
    }
  });

  afterAll(() => rmSync(project, { recursive: true }));

  it("runs from its folder with nothing compiled", async () => {
    const pack = await startPolicyPack(join(installed, "policies"));
    try {
      expect(await pack.analyze(open)).toMatchObject([{ rule: "require-job-token-scope", level: "mandatory" }]);
    } finally {
      await pack.stop();
    }
  });

  it("brings the schema by which an editor checks its configuration", () => {
    const schema = JSON.parse(readFileSync(join(installed, "policies/config.schema.json"), "utf8"));

    expect(Object.keys(schema.properties)).toContain("require-job-token-scope");
  });

  it("tells Pulumi that it is JavaScript", () => {
    expect(readFileSync(join(installed, "policies/PulumiPolicy.yaml"), "utf8")).toContain("typescript: false");
  });
});
