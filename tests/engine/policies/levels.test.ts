import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { PulumiProject } from "../../support/pulumi-project";
import { fails, scenario, succeeds } from "../../support/scenario";

const pack = ["--policy-pack", "node_modules/pulumi-gitlab-ci-access/policies"];

async function configured(project: PulumiProject, config: object): Promise<string[]> {
  const file = join(project.dir, "policies.json");
  await writeFile(file, JSON.stringify(config));
  return [...pack, "--policy-pack-config", file];
}

const closed = `const billing = new gitlab.JobTokenScope("billing", { project: "acme/billing" });`;

describe("require-non-empty-allowlist", () => {
  it(
    "stops the preview and the update of a project that nobody may open, and nothing is touched",
    scenario(async ({ simulator, world, project, billing }) => {
      await project.program(`new gitlab.JobTokenScope("billing", { project: "${billing.path}" });`);
      await world.api.patch(`/projects/${billing.id}/job_token_scope`, { enabled: false });
      simulator.requests.clear();

      const refused = await fails(project.preview(...pack));
      expect(refused).toContain("'billing' closes project");
      for (const wayOut of ["closedProjects", "entriesElsewhere"]) expect(refused).toContain(wayOut);
      expect(simulator.requests).toHaveLength(0);

      await succeeds(project.preview());
    }),
  );

  it(
    "passes what is closed on purpose, and what another stack fills",
    scenario(async ({ project }) => {
      await project.program(`${closed} new gitlab.JobTokenScope("shop", { project: "acme/tools/shop" });`);
      const waysOut = { closedProjects: ["acme/bil*"], entriesElsewhere: ["acme/tools/**"] };

      const passed = await succeeds(
        project.preview(...(await configured(project, { "require-non-empty-allowlist": waysOut }))),
      );

      expect(passed).not.toContain("require-non-empty-allowlist");
    }),
  );

  it(
    "still bites while another value of the stack is unknown, and does not blame what is unknown",
    scenario(async ({ project }) => {
      await project.program(`
        ${closed}
        const entry = new gitlab.ScopeAllowlistEntry("other", { project: "acme/app", targetProject: "acme/deploy" });
        new gitlab.JobTokenScope("later", { project: entry.targetProjectId.apply(Number) });
        new gitlab.GroupAllowlistEntry("unknown-target", { project: "acme/tool", targetGroup: entry.projectId.apply(Number) });
        new gitlab.JobTokenScope("tool", { project: "acme/tool" });
      `);

      const refused = await fails(project.preview(...pack));

      expect(refused).toContain("'billing' closes project");
      expect(refused).not.toContain("'later' closes project");
      expect(refused).not.toContain("'tool' closes project");
    }),
  );
});

const open = `new gitlab.JobTokenScope("open", { project: "acme/open", enabled: false });`;
const rule = "require-job-token-scope";

describe("the level of a rule", () => {
  it(
    "mandatory, its own, stops the preview",
    scenario(async ({ project }) => {
      await project.program(open);

      expect(await fails(project.preview(...pack))).toContain(`[mandatory] [severity: critical]  ${rule}`);
    }),
  );

  it(
    "advisory prints and lets pass, here by a word for all rules",
    scenario(async ({ project }) => {
      await project.program(open);

      const advised = await succeeds(project.preview(...(await configured(project, { all: "advisory" }))));

      expect(advised).toContain(`[advisory] [severity: critical]  ${rule}`);
      expect(advised).toContain("'open' has enabled: false");
    }),
  );

  it(
    "disabled is silent",
    scenario(async ({ project }) => {
      await project.program(open);

      const silent = await succeeds(project.preview(...(await configured(project, { [rule]: "disabled" }))));

      expect(silent).not.toContain(rule);
    }),
  );

  it(
    "mandatory makes an advisory rule stop the preview",
    scenario(async ({ project }) => {
      await project.program(
        `new gitlab.JobTokenAllowlist("half", { project: "acme/half", projects: ["acme/deploy"] });`,
      );
      const refused = await fails(
        project.preview(...(await configured(project, { "require-managed-lists": { enforcementLevel: "mandatory" } }))),
      );

      expect(refused).toContain("'half' leaves groups");
    }),
  );
});

it(
  "a waiver lets pass on its last day and is named, and stops the preview on the day after",
  scenario(async ({ project }) => {
    await project.program(open);
    const except = [{ match: "acme/op*", reason: "public mirror, INFRA-7", until: "2027-03-31" }];
    const args = ["preview", ...(await configured(project, { [rule]: { except } }))];
    const on = (day: string) => project.run(args, { GITLAB_CI_ACCESS_NOW: `${day}T12:00:00Z` });

    const waived = await succeeds(on("2027-03-31"));
    const ended = await fails(on("2027-04-01"));

    expect(waived).toContain(`Waived until 2027-03-31 ("public mirror, INFRA-7"): 'open' has enabled: false`);
    expect(ended).toContain("Its waiver (public mirror, INFRA-7) ended on 2027-03-31.");
  }),
);

it(
  "a list whose entries are not known yet is not refused, and the pack says what it can't tell",
  scenario(async ({ project }) => {
    await project.program(`
      const entry = new gitlab.ScopeAllowlistEntry("other", { project: "acme/app", targetProject: "acme/deploy" });
      const later = entry.targetProjectId.apply(Number);
      new gitlab.JobTokenAllowlist("later", { project: "acme/later", enabled: true, projects: entry.targetProjectId.apply((id) => [id]), groups: [] });
      new gitlab.JobTokenAllowlist("one-later", { project: "acme/one", enabled: true, projects: [later], groups: [] });
      new gitlab.JobTokenAllowlist("switch-later", { project: "acme/switch", enabled: later.apply((id) => id > 0), projects: ["acme/deploy"], groups: [] });
    `);

    const passed = await succeeds(project.preview(...pack));

    expect(passed).toContain("'later' closes project acme/later; can't tell whether an entry lets anybody else in");
    expect(passed).toContain("'switch-later' has an enabled that is not known yet");
    expect(passed).not.toContain("'one-later'");
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
  "pulumi policy analyze judges what a stack holds, with no request, and a preview what it will hold",
  scenario(async ({ simulator, project, billing, deploy }) => {
    const list = (projects: readonly string[]) =>
      project.program(
        `new gitlab.JobTokenAllowlist("billing", { project: "${billing.path}", enabled: true, projects: ${JSON.stringify(projects)}, groups: [] });`,
      );
    const analyze = () => project.run(["policy", "analyze", ...pack]);
    const lockedOut = `'billing' closes project ${billing.path}, and no entry`;
    await list([]);
    await succeeds(project.up());
    simulator.requests.clear();

    expect(await fails(analyze())).toContain(lockedOut);
    await list([deploy.path]);
    await succeeds(project.preview(...pack));
    expect(simulator.requests).toHaveLength(0);

    await succeeds(project.up());
    await succeeds(analyze());
    await list([]);
    expect(await fails(project.preview(...pack))).toContain(lockedOut);
  }),
);
