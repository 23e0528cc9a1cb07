import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Outcome } from "../support/pulumi-project";
import { type Scenario, scenario, succeeds } from "../support/scenario";

const pack = ["--policy-pack", "node_modules/pulumi-gitlab-ci-access/policies"];
const DAY_MS = 86_400_000;

/** The time of a run that many days from now. */
const inDays = (days: number) => ({ GITLAB_CI_ACCESS_NOW: new Date(Date.now() + days * DAY_MS).toISOString() });
const dayIn = (days: number) => inDays(days).GITLAB_CI_ACCESS_NOW.slice(0, 10);

/** Closed but for `callers`; a token that is renewed on its 23rd day of 30 and handed on; a runner. */
function program({ world, billing, deploy }: Scenario, callers: readonly string[], more = ""): string {
  return `
    const project = "${billing.path}";
    const entries = ${JSON.stringify(callers)}.map((caller) =>
      new gitlab.ScopeAllowlistEntry(caller, { project, targetProject: "${world.group.path}/" + caller }));
    new gitlab.JobTokenScope("billing", { project }, { dependsOn: entries });
    const sources = new gitlab.RotatingProjectToken("sources", {
      project, name: "sources", scopes: ["read_repository"], accessLevel: "reporter", strategy: "overlap", overlapDays: 5,
      rotationConfiguration: { expirationDays: 30, rotateBeforeDays: 7 },
    });
    new gitlab.ProjectVariable("sources", { project: "${deploy.path}", key: "SOURCES_TOKEN", value: sources.token, masked: true });
    new gitlab.UserRunner("small", { runnerType: "project_type", project, runUntagged: false, tagList: ["small"] });
    ${more}`;
}

async function deployed(given: Scenario): Promise<void> {
  await given.world.project("docs");
  await given.project.program(program(given, ["deploy"]));
  await succeeds(given.project.up());
}

function leaksIn({ simulator }: Scenario, { output }: Outcome): string[] {
  return simulator.issuedSecrets().filter((secret) => output.includes(secret));
}

it(
  "says who gains and loses access, what rotates when and which runners appear, and no value",
  scenario(async (given) => {
    const { project, billing, deploy, world } = given;
    await deployed(given);
    const large = `new gitlab.UserRunner("large", { runnerType: "project_type", project, description: "x", tagList: ["large"] });`;
    await project.program(program(given, ["docs"], large));

    const report = await project.report(["--fail-on", "widening"], inDays(24));

    expect(report.code).toBe(10);
    const lines = report.output.split("\n");
    expect(lines).toContain(`- **Gains**: job tokens of \`${world.group.path}/docs\` may open \`${billing.path}\``);
    expect(lines).toContain(`- **Loses**: job tokens of \`${deploy.path}\` may no longer open \`${billing.path}\``);
    expect(report.output).toMatch(/^ {2}n\d ==>\|gains\| n\d$/m);
    expect(report.output).toContain(
      `- **Renewed by this run**: access token \`sources\` of \`project ${billing.path}\`; ends \`${dayIn(30)}\` → \`${dayIn(54)}\`, ` +
        `due again from \`${dayIn(47)}\` on; the previous one stays good until \`${dayIn(29)}\`; scopes \`read_repository\`; role \`reporter\``,
    );
    expect(report.output).toMatch(
      /^- \*\*Appears\*\*: `large` \(.*tags large, untagged jobs too, any branch\); \*\*gives more than before\*\*$/m,
    );
    expect(report.output).not.toContain("`small`");
    expect(report.output).toMatch(/^- \*\*Changes\*\*: `sources` \(SOURCES\\_TOKEN of /m);
    expect(leaksIn(given, report)).toEqual([]);
  }),
);

it(
  "is told of a rotation that nobody has done: not on its day, but after it, and when little is left",
  scenario(async (given) => {
    await deployed(given);
    const codeOn = async (day: number, within: string) =>
      (await given.project.report(["--due-within", within], inDays(day))).code;

    expect(await codeOn(23, "14d")).toBe(0);
    expect(await codeOn(24, "2d")).toBe(0);
    expect(await codeOn(24, "14d")).toBe(10);
    expect(await codeOn(40, "2d")).toBe(10);
  }),
);

it(
  "a refused preview is reported with its violations and its waivers, and ends with 2",
  scenario(async (given) => {
    const { project, billing } = given;
    await project.program(`
      new gitlab.JobTokenScope("open", { project: "${billing.path}", enabled: false });
      new gitlab.JobTokenScope("legacy", { project: "${given.deploy.path}", enabled: false });`);
    const until = dayIn(30);
    const except = [{ resource: "legacy", reason: "moves in spring, asked by @all", until }];
    await writeFile(join(project.dir, "policies.json"), JSON.stringify({ "require-job-token-scope": { except } }));

    const report = await project.report([...pack, "--policy-pack-config", "policies.json"]);

    expect(report.code).toBe(2);
    expect(report.output).toContain("**Refused by policy**: 1 mandatory violation.");
    expect(report.output).toContain("- `require-job-token-scope` (critical) on `open`: 'open' has enabled: false");
    expect(report.output).toContain(
      `- \`require-job-token-scope\` on \`legacy\`, until \`${until}\`, because moves in spring, asked by @\u2060all: `,
    );
    expect(report.output).toContain(`- **Opened**: \`${billing.path}\` to the job tokens of **every project**`);
  }),
);

it(
  "a preview that can't begin is reported with Pulumi's reason, under the name of its program and stack",
  scenario(async (given) => {
    const report = await given.project.report(["--stack", "dev"], { PULUMI_CONFIG_PASSPHRASE: "another passphrase" });

    expect(report.code).toBe(2);
    expect(report.output).toContain("### GitLab CI access: `access/dev`\n\n**The preview failed**");
    expect(report.output).toContain("incorrect passphrase");
  }),
);

it(
  "writes one comment and updates it, never another's, and keeps its token from the program",
  scenario(async (given) => {
    const { world, project, simulator, billing } = given;
    const bot = await world.api.post<{ token: string; user_id: number }>(`/projects/${billing.id}/access_tokens`, {
      name: "reports",
      scopes: ["api"],
      access_level: 20,
      expires_at: dayIn(30),
    });
    const mergeRequests = `/projects/${billing.id}/merge_requests`;
    await world.api.post(mergeRequests, { title: "Let docs in", source_branch: "docs", target_branch: "main" });
    await world.api.post(`${mergeRequests}/1/notes`, { body: "<!-- gitlab-ci-access report access%2Fdev -->\nMine." });
    await project.program(`
      if (process.env.GITLAB_CI_ACCESS_REPORT_TOKEN) throw new Error("the program has the token");
      new gitlab.JobTokenScope("billing", { project: "${billing.path}" });`);
    const job = {
      CI_API_V4_URL: `${simulator.url}/api/v4`,
      CI_PROJECT_ID: String(billing.id),
      CI_MERGE_REQUEST_IID: "1",
      GITLAB_CI_ACCESS_REPORT_TOKEN: bot.token,
    };

    const first = await project.report([], { ...job, CI_COMMIT_SHORT_SHA: "0123abcd" });
    const second = await project.report([], { ...job, CI_COMMIT_SHORT_SHA: "4567ef01" });

    expect([first.code, second.code]).toEqual([0, 0]);
    expect(second.output).toContain("The comment of merge request 1 was updated.");
    const notes = await world.api.get<{ body: string; author: { id: number } }[]>(`${mergeRequests}/1/notes?sort=asc`);
    expect(notes).toHaveLength(2);
    expect(notes[0]?.body).toMatch(/Mine\.$/);
    expect(notes[1]).toMatchObject({
      author: { id: bot.user_id },
      body: expect.stringContaining("Preview of 4567ef01"),
    });
  }),
);
