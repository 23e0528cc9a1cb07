import { readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { main } from "../../../../cli/main";
import { type Simulator, startSimulator } from "../../../../simulator";
import { GitLabApi } from "../../../support/gitlab/gitlab-api";
import { inventoryOf, newFile } from "../../../support/inventory/reading";

const NOW = "2026-11-28T10:00:00Z";

interface Place {
  readonly id: number;
}

describe("gitlab-ci-access audit", () => {
  let simulator: Simulator;
  let file: string;
  let said: string[];
  beforeAll(async () => {
    process.env.GITLAB_CI_ACCESS_NOW = NOW;
    simulator = await startSimulator({ now: NOW, enforceJobTokenScope: false, log: () => {} });
    await planted(new GitLabApi(simulator.url, simulator.token));
    file = (await inventoryOf(simulator, { token: simulator.token, with: ["runners", "tokens"] })).file;
  });
  afterAll(async () => {
    delete process.env.GITLAB_CI_ACCESS_NOW;
    await simulator.close();
  });

  /** Runs the command in this process. */
  async function audit(...args: readonly string[]) {
    said = [];
    const printed: string[] = [];
    const write = jest.spyOn(process.stdout, "write").mockImplementation((text) => printed.push(String(text)) > 0);
    const error = jest.spyOn(console, "error").mockImplementation((text) => void said.push(String(text)));
    try {
      const code = await main(["audit", ...args], { ...process.env, GITLAB_CI_ACCESS_NOW: NOW });
      return { code, text: printed.join("") };
    } finally {
      write.mockRestore();
      error.mockRestore();
    }
  }

  const findings = async (...args: readonly string[]) => {
    const { text } = await audit("--inventory", file, "--format", "json", ...args);
    return JSON.parse(text).findings.map(
      ({ rule, about }: { rule: string; about: { name: string } }) => `${rule}: ${about.name}`,
    );
  };

  it("finds in a GitLab that was read what was planted in it, and nothing else", async () => {
    expect((await findings()).sort()).toEqual([
      "entry-to-archived: acme/billing",
      "entry-to-outside: acme/billing",
      "forbid-broad-group-entries: acme/billing",
      "limit-entry-permissions: acme/billing",
      "limit-token-access-level: deploy (acme/billing)",
      "require-job-token-scope: acme/open",
      "require-locked-project-runner: lent (acme/billing)",
      "token-ends-soon: deploy (acme/billing)",
    ]);
  });

  it("ends with 10 if asked to when something must be mended, and with 0 when it is waived or left out", async () => {
    const policies = join(dirname(file), "policies.json");
    const waiver = { except: [{ match: "acme/open", reason: "moves in spring" }] };
    writeFileSync(
      policies,
      JSON.stringify({ "require-job-token-scope": waiver, "limit-token-access-level": "advisory" }),
    );
    const given = ["--inventory", file, "--fail-on", "mandatory"];

    expect((await audit("--inventory", file)).code).toBe(0);
    expect((await audit(...given)).code).toBe(10);
    expect((await audit(...given, "--policy-pack-config", policies)).code).toBe(0);
    expect(
      (await audit(...given, "--without", "require-job-token-scope", "--without", "limit-token-access-level")).code,
    ).toBe(0);
  });

  it("prints a table, or writes Markdown and SARIF into a file", async () => {
    const report = join(dirname(file), "audit.md");

    const table = await audit("--inventory", file);
    await audit("--inventory", file, "--format", "markdown", "--output", report);
    const sarif = await audit("--inventory", file, "--format", "sarif");

    expect(table.text).toMatch(
      /✖ critical require-job-token-scope: 'acme\/open' has enabled: false[^\n]*\n {4}glab api --method PATCH projects\/\d+\/job_token_scope --field enabled=true/,
    );
    expect(readFileSync(report, "utf8")).toMatch(/^## Who can open what in acme\n\n8 findings: 1 critical/);
    expect(JSON.parse(sarif.text).runs[0].results).toHaveLength(8);
  });

  it("compares with the state of a stack", async () => {
    const state = join(dirname(file), "stack.json");
    const type = "pulumi-nodejs:dynamic/gitlab:JobTokenScope";
    const resource = {
      urn: `urn:pulumi:prod::access::${type}::open`,
      type,
      inputs: { project: "acme/open", enabled: true },
    };
    writeFileSync(state, JSON.stringify({ version: 3, deployment: { resources: [resource] } }));

    const found = await findings("--state", state);

    expect(found).toContain("switch-differs-from-code: acme/open");
    expect(found).toContain("entries-in-no-code: acme/billing");
  });

  it("says of an unfinished inventory that it is one", async () => {
    const part = newFile();
    writeFileSync(part, readFileSync(file, "utf8").split("\n").slice(0, 2).join("\n"));

    await audit("--inventory", part);

    expect(said).toContainEqual(expect.stringMatching(/^! .* is unfinished: its last record is missing/));
  });

  it.each([
    [[], "audit needs an --inventory or a --group, and not both."],
    [["x.jsonl"], "Did you mean --inventory?"],
    [["--inventory", "none.jsonl"], "none.jsonl can't be read (ENOENT). Make an inventory with"],
    [["--inventory", "package.json"], "package.json, line 1: this is no JSON"],
    [["--inventory", "x", "--format", "xml"], '--format takes table, markdown, json, sarif, and this is "xml".'],
    [["--inventory", "x", "--fail-on", "all"], '--fail-on takes mandatory, and this is "all".'],
    [["--inventory", "x", "--without", "unused-entri"], "Did you mean unused-entry?"],
    [["--inventory", "x", "--state", "a", "--stack", "b"], "audit takes --state or --stack, and not both."],
    [["--inventory", "x", "--policy-pack-config", "package.json"], "package.json can't be used:"],
  ])("%j ends with 3 and says why", async (args, why) => {
    const { code, text } = await audit(...args);

    expect({ code, text }).toEqual({ code: 3, text: "" });
    expect(said.join("\n")).toContain(why);
  });

  it("says that a file is no state", async () => {
    await audit("--inventory", file, "--state", file);

    expect(said.join("\n")).toContain("is not what `pulumi stack export` writes");
  });
});

async function planted(gitlab: GitLabApi): Promise<void> {
  const group = (path: string, more: object = {}) => gitlab.post<Place>("/groups", { name: path, path, ...more });
  const project = (path: string, namespace: Place, more: object = {}) =>
    gitlab.post<Place>("/projects", { name: path, path, namespace_id: namespace.id, ...more });
  const acme = await group("acme");
  const other = await group("other");
  const billing = await project("billing", acme);
  const open = await project("open", acme);
  const old = await project("old", acme);
  const foreign = await project("tool", other);
  await gitlab.patch(`/projects/${open.id}/job_token_scope`, { enabled: false });
  for (const target of [old, foreign])
    await gitlab.post(`/projects/${billing.id}/job_token_scope/allowlist`, { target_project_id: target.id });
  await gitlab.post(`/projects/${billing.id}/job_token_scope/groups_allowlist`, { target_group_id: acme.id });
  await gitlab.post(`/projects/${old.id}/archive`);
  const scopes = ["read_repository"];
  await gitlab.post(`/projects/${billing.id}/access_tokens`, {
    name: "deploy",
    scopes,
    access_level: 50,
    expires_at: "2026-12-20",
  });
  await gitlab.post("/user/runners", {
    runner_type: "project_type",
    project_id: billing.id,
    description: "lent",
    run_untagged: false,
    tag_list: ["x"],
  });
}
