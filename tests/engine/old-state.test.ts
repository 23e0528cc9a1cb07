import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { PulumiProject } from "../support/pulumi-project";
import { scenario, succeeds } from "../support/scenario";

type Written = { readonly type: string; readonly id: string; readonly inputs: object; readonly outputs: object };

/** What version 0.1.0 wrote, in full: never changed, so that every later version is shown to read it. */
const writtenBy010 = (origin: string, billing: number, deploy: number, group: number) => [
  written(
    "JobTokenScope",
    `${billing}`,
    { project: billing, enabled: true },
    { projectId: `${billing}`, __origin: origin },
  ),
  written(
    "ScopeAllowlistEntry",
    `${billing}:project:${deploy}`,
    { project: billing, targetProject: deploy },
    { projectId: `${billing}`, targetProjectId: `${deploy}`, adopted: false, __origin: origin },
  ),
  written(
    "GroupAllowlistEntry",
    `${billing}:group:${group}`,
    { project: billing, targetGroup: group },
    { projectId: `${billing}`, targetGroupId: `${group}`, adopted: false, __origin: origin },
  ),
];

function written(type: string, id: string, args: object, outputs: object) {
  const inputs = {
    ...args,
    __key: "0123456789ab",
    __provider: `exports.handler=()=>require('pulumi-gitlab-ci-access/runtime').provider('${type}')`,
  };
  return {
    type: `pulumi-nodejs:dynamic/gitlab:${type}`,
    id,
    inputs,
    outputs: { ...inputs, ...outputs, __schema: 1 },
  };
}

it(
  "a state of version 0.1.0 is refreshed, updated and destroyed by the code of today",
  scenario(async ({ simulator, world, project, billing, deploy }) => {
    const group = await world.subgroup("platform");
    await project.program(`
      const deploy = new gitlab.ScopeAllowlistEntry("deploy", { project: ${billing.id}, targetProject: ${deploy.id} });
      const platform = new gitlab.GroupAllowlistEntry("platform", { project: ${billing.id}, targetGroup: ${group.id} });
      new gitlab.JobTokenScope("billing", { project: ${billing.id} }, { dependsOn: [deploy, platform] });
    `);
    await succeeds(project.up());

    await rewriteState(project, writtenBy010(simulator.url, billing.id, deploy.id, group.id));

    await succeeds(project.refresh("--expect-no-changes"));
    await succeeds(project.up("--expect-no-changes"));
    await succeeds(project.destroy());
    expect(await world.allowlist(billing, "project")).toEqual([]);
    expect(await world.allowlist(billing, "group")).toEqual([]);
    expect(await world.isClosed(billing)).toBe(true);
  }),
);

/** Puts an older version's inputs and outputs in the place of today's. */
async function rewriteState(project: PulumiProject, older: readonly Written[]): Promise<void> {
  const file = join(project.dir, "deployment.json");
  await succeeds(project.run(["stack", "export", "--file", file]));
  const exported = JSON.parse(await readFile(file, "utf8"));
  for (const resource of exported.deployment.resources)
    Object.assign(
      resource,
      older.find(({ type }) => type === resource.type),
    );
  await writeFile(file, JSON.stringify(exported));
  await succeeds(project.run(["stack", "import", "--file", file]));
}
