import { writeFile } from "node:fs/promises";
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
      await project.program(closed);
      await succeeds(
        project.preview(
          ...(await configured(project, { "require-non-empty-allowlist": { closedProjects: ["acme/bil*"] } })),
        ),
      );
      await succeeds(
        project.preview(
          ...(await configured(project, { "require-non-empty-allowlist": { entriesElsewhere: ["acme/**"] } })),
        ),
      );
    }),
  );

  it(
    "lets a program through when it is made advisory in one word",
    scenario(async ({ project }) => {
      await project.program(closed);

      const advised = await succeeds(
        project.preview(...(await configured(project, { "require-non-empty-allowlist": "advisory" }))),
      );

      expect(advised).toContain("'billing' closes project");
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

it(
  "require-job-token-scope stops a declaration that leaves a project open",
  scenario(async ({ project }) => {
    await project.program(`new gitlab.JobTokenScope("billing", { project: "acme/billing", enabled: false });`);

    expect(await fails(project.preview(...pack))).toContain("'billing'");
  }),
);
