import { execFile } from "node:child_process";
import { existsSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { promisify } from "node:util";
import { inventory } from "../../../../cli/commands/inventory";
import { recordsIn } from "../../../../cli/inventory/reading";
import { main } from "../../../../cli/main";
import { type Simulator, startSimulator } from "../../../../simulator";
import { killedAfter } from "../../../support/inventory/killed";
import { inventoryOf, newFile, timeless } from "../../../support/inventory/reading";

const program = resolve(__dirname, "../../../../dist/cli/main.js");
const run = promisify(execFile);
const ON = { now: "2026-11-28T10:00:00Z", enforceJobTokenScope: false, log: () => {} } as const;

/** Each takes a start of the command. The nightly run kills ten times, at random. */
const KILLS = 3;

describe("gitlab-ci-access inventory", () => {
  let simulator: Simulator;
  let token: string;
  beforeAll(async () => {
    simulator = await startSimulator(ON);
    token = simulator.estate({ projects: 200, seed: 7 }).tokens.owner;
  });
  afterAll(() => simulator.close());

  const envFor = (more: Readonly<Record<string, string>> = {}): Record<string, string> => ({
    ...{
      PATH: process.env.PATH ?? "",
      GITLAB_BASE_URL: simulator.url,
      GITLAB_TOKEN: token,
      GITLAB_CI_ACCESS_NOW: ON.now,
    },
    ...more,
  });

  const command = (args: readonly string[]) =>
    run(process.execPath, [program, "inventory", ...args], { env: envFor() }).then(
      ({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
      ({ code, stdout, stderr }) => ({ code: code as number, stdout: String(stdout), stderr: String(stderr) }),
    );

  it("writes the file and prints what it comes to; a pipeline's log has plain lines", async () => {
    const file = newFile();

    const { code, stdout, stderr } = await command(["--group", "acme", "--with", "runners,tokens", "--out", file]);

    expect(code).toBe(0);
    expect(stdout).toMatch(/acme at http.*, read as acme-owner/);
    expect(stdout).toMatch(/│ projects +│ 197 +│ \d+ archived, \d+ scheduled for deletion/);
    expect(stdout).toMatch(/│ open to the job tokens of every project +│ \d+/);
    expect(stdout).toMatch(/│ access tokens +│ \d+ +│ \d+ end within 30 days, \d+ never used/);
    expect(stderr).toContain("reading projects …\n");
    expect(stderr).not.toContain("\u001b");
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  it.each([
    ["json", /"label": "projects",\n\s+"count": 197/],
    ["markdown", /^### acme at http[\s\S]*\n\| projects \| 197 \|/],
    ["csv", /^path,id,visibility,.*\r\nacme\/.*,1,/],
  ])("prints as %s", async (format, shape) => {
    const { code, stdout } = await command(["--group", "acme", "--format", format, "--out", newFile()]);

    expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringMatching(shape) });
  });

  it(`killed ${KILLS} times on its way comes to the same as in one go`, async () => {
    const inOne = await inventoryOf(simulator, { token });
    const file = newFile();
    simulator.latencyMs = 30;

    for (let kill = 0; kill < KILLS; kill += 1) {
      const env = envFor({ GITLAB_CI_ACCESS_CONCURRENCY: "1" });
      expect(await killedAfter(simulator, { env, file, after: 1 + ((kill * 5) % 13) })).toBe(true);
      expect(existsSync(file)).toBe(false);
    }
    simulator.latencyMs = 0;
    const { code } = await command(["--group", "acme", "--out", file]);

    expect(code).toBe(0);
    expect([...recordsIn(file)].map(timeless)).toEqual([...recordsIn(inOne.file)].map(timeless));
  });

  it.each([
    [[], "inventory needs a --group or a --project."],
    [["acme"], "inventory takes no arguments, and these are: acme. Did you mean --group?"],
    [["--group", "acme", "--with", "wings"], '--with takes runners and tokens, and this is "wings".'],
    [["--group", "acme", "--max-age", "soon"], '--max-age takes hours or days like 24h or 7d, and this is "soon".'],
    [["--group", "acme", "--format", "xml"], '--format takes table, json, csv, markdown, and this is "xml".'],
    [["--group", "acme", "--output", "x"], "inventory has no option --output. Its options are --group"],
    [["--group", "acme", "--out", "/nowhere/x"], "The inventory can't be written to /nowhere/x.part (ENOENT)"],
    [["--group", "nobody"], "Could not find the group nobody: GitLab answered 404"],
  ])("%j is refused with the reason", async (args, why) => {
    const said = jest.spyOn(console, "error").mockImplementation(() => {});

    expect(await main(["inventory", ...args], envFor())).toBe(3);
    expect(said.mock.calls.flat().join("\n")).toContain(why);
    said.mockRestore();
  });

  it("says first that there is no token", async () => {
    const refused = inventory.run(["--group", "acme"], envFor({ GITLAB_TOKEN: "" }));

    await expect(refused).rejects.toThrow(/^There is no credential for GitLab\. Set/);
  });

  it("says how to go on when it could not finish", async () => {
    const file = newFile();
    const fault = { kind: "status", status: 401, body: { message: "401 Unauthorized" } } as const;
    const handle = simulator.faults.add({ path: "/api/graphql", field: "ciJobTokenScopeAllowlist", after: 1, fault });

    const { code, stderr } = await command(["--group", "acme", "--out", file]);
    handle.remove();

    expect(code).toBe(3);
    expect(stderr).toContain("Give the same command again: it goes on where this one stopped.");
    expect(readFileSync(`${file}.part`, "utf8")).toContain('"kind":"inventory"');
    writeFileSync(`${file}.part`, "");
  });
});
