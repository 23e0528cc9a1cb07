import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fails, scenario, succeeds } from "../../support/scenario";

const pack = ["--policy-pack", "node_modules/pulumi-gitlab-ci-access/policies"];

const closed = `const billing = new gitlab.JobTokenScope("billing", { project: "acme/billing" });`;
const open = `new gitlab.JobTokenScope("open", { project: "acme/open", enabled: false });`;
const rule = "require-job-token-scope";

it(
  "a file sets levels, one for all rules and others for some, and brings waivers and what is closed on purpose",
  scenario(async ({ project }) => {
    const config = {
      all: "advisory",
      [rule]: {
        except: [
          { match: "acme/waived", reason: "public mirror, INFRA-7", until: "2027-03-31" },
          { match: "acme/ended", reason: "public mirror, INFRA-8", until: "2027-03-30" },
        ],
      },
      "require-non-empty-allowlist": {
        enforcementLevel: "mandatory",
        closedProjects: ["acme/bil*"],
        entriesElsewhere: ["acme/tools/**"],
      },
      "require-managed-lists": { enforcementLevel: "mandatory" },
      "require-job-token-scope-declared": "disabled",
    };
    await writeFile(join(project.dir, "policies.json"), JSON.stringify(config));
    await project.program(`
      ${open} ${closed}
      new gitlab.JobTokenScope("waived", { project: "acme/waived", enabled: false });
      new gitlab.JobTokenScope("ended", { project: "acme/ended", enabled: false });
      new gitlab.JobTokenScope("shop", { project: "acme/tools/shop" });
      new gitlab.JobTokenAllowlist("half", { project: "acme/half", projects: ["acme/deploy"] });`);
    const args = ["preview", ...pack, "--policy-pack-config", "policies.json"];

    const said = await fails(project.run(args, { GITLAB_CI_ACCESS_NOW: "2027-03-31T12:00:00Z" }));

    expect(said).toContain(`[advisory] [severity: critical]  ${rule}`);
    expect(said).toContain("'open' has enabled: false");
    expect(said).toContain(`Waived until 2027-03-31 ("public mirror, INFRA-7"): 'waived' has enabled: false`);
    expect(said).toContain("'half' leaves groups");
    expect(said).toMatch(/\[mandatory\].*require-managed-lists/);
    expect(said).not.toContain("require-non-empty-allowlist");
    expect(said).not.toContain("require-job-token-scope-declared");
    expect(said).toContain("Its waiver (public mirror, INFRA-8) ended on 2027-03-30.");
  }),
);

it(
  "still bites while another value of the stack is unknown, does not blame what is unknown, and says what it can't tell",
  scenario(async ({ simulator, project }) => {
    await project.program(`
      ${open} ${closed}
      const entry = new gitlab.ScopeAllowlistEntry("other", { project: "acme/app", targetProject: "acme/deploy" });
      const later = entry.targetProjectId.apply(Number);
      new gitlab.JobTokenScope("later", { project: later });
      new gitlab.GroupAllowlistEntry("unknown-target", { project: "acme/tool", targetGroup: entry.projectId.apply(Number) });
      new gitlab.JobTokenScope("tool", { project: "acme/tool" });
      new gitlab.JobTokenAllowlist("list-later", { project: "acme/later", enabled: true, projects: entry.targetProjectId.apply((id) => [id]), groups: [] });
      new gitlab.JobTokenAllowlist("one-later", { project: "acme/one", enabled: true, projects: [later], groups: [] });
      new gitlab.JobTokenAllowlist("switch-later", { project: "acme/switch", enabled: later.apply((id) => id > 0), projects: ["acme/deploy"], groups: [] });
    `);

    simulator.requests.clear();

    const refused = await fails(project.preview(...pack));

    expect(simulator.requests).toHaveLength(0);
    expect(refused).toContain("'billing' closes project");
    for (const wayOut of ["closedProjects", "entriesElsewhere"]) expect(refused).toContain(wayOut);
    expect(refused).toContain(`[mandatory] [severity: critical]  ${rule}`);
    expect(refused.match(/\[mandatory\]/g)).toHaveLength(2);
    for (const name of ["later", "tool"]) expect(refused).not.toContain(`'${name}' closes project`);
    expect(refused).toContain(
      "'list-later' closes project acme/later; can't tell whether an entry lets anybody else in",
    );
    expect(refused).toContain("'switch-later' has an enabled that is not known yet");
    expect(refused).not.toContain("'one-later'");
  }),
);

it(
  "a pack composed of exported rules runs with levels and configuration of its own",
  scenario(async ({ project }) => {
    const folder = join(project.dir, "acme-policies");
    await mkdir(folder);
    await writeFile(join(folder, "PulumiPolicy.yaml"), "runtime: nodejs\n");
    await writeFile(join(folder, "package.json"), '{ "name": "acme", "version": "1.0.0", "main": "index.js" }');
    await writeFile(
      join(folder, "index.js"),
      `const { PolicyPack } = require("@pulumi/policy");
       const { requireJobTokenScope, requireNonEmptyAllowlist } = require("pulumi-gitlab-ci-access/policies");
       const policies = [requireJobTokenScope, requireNonEmptyAllowlist];
       new PolicyPack("acme", { policies }, {
         "${rule}": "advisory",
         "require-non-empty-allowlist": { enforcementLevel: "mandatory", closedProjects: ["acme/vault"] },
       });`,
    );
    await project.program(`${open} ${closed} new gitlab.JobTokenScope("vault", { project: "acme/vault" });`);

    const refused = await fails(project.preview("--policy-pack", folder));

    expect(refused).toContain(`[advisory] [severity: critical]  ${rule}`);
    expect(refused).toContain("'billing' closes project acme/billing, and no entry");
    expect(refused).not.toContain("'vault'");
  }),
);

it(
  "pulumi policy analyze judges what a stack holds, with no request",
  scenario(async ({ simulator, project, billing, deploy }) => {
    const list = (projects: readonly string[]) =>
      project.program(
        `new gitlab.JobTokenAllowlist("billing", { project: "${billing.path}", enabled: true, projects: ${JSON.stringify(projects)}, groups: [] });`,
      );
    const analyze = () => project.run(["policy", "analyze", ...pack]);
    await list([]);
    await succeeds(project.up());
    simulator.requests.clear();

    expect(await fails(analyze())).toContain(`'billing' closes project ${billing.path}, and no entry`);
    await list([deploy.path]);
    expect(simulator.requests).toHaveLength(0);
    await succeeds(project.up(...pack));

    await succeeds(analyze());
  }),
);
