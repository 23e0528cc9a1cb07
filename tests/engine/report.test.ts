import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Outcome } from "../support/process/run";
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

function leaksIn({ simulator }: Scenario, { output }: Outcome): string[] {
  return simulator.issuedSecrets().filter((secret) => output.includes(secret));
}

it(
  "is told of a rotation that nobody has done, after its day; says who gains and loses access, what rotates when and which runners appear, and no value",
  scenario(async (given) => {
    const { project, billing, deploy, world } = given;
    await world.project("docs");
    await project.program(program(given, ["deploy"]));
    await succeeds(project.up());
    expect((await project.report(["--due-within", "14d"], inDays(24))).code).toBe(10);
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
      /^- \*\*New\*\*: `large` \(.*tags large, untagged jobs too, any branch\); \*\*gives more than before\*\*$/m,
    );
    expect(report.output).not.toContain("`small`");
    expect(report.output).toMatch(/^- \*\*Changes\*\*: `sources` \(SOURCES\\_TOKEN of /m);
    expect(leaksIn(given, report)).toEqual([]);
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
