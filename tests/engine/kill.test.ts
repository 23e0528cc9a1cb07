import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { scenario, succeeds } from "../support/scenario";
import { until } from "../support/until";

/** The processes that run for a project, known by the Pulumi home in their environment. */
async function processesOf(folder: string): Promise<string[]> {
  const { stdout } = await promisify(execFile)("ps", ["axeww", "-o", "pid=,command="], { maxBuffer: 64 * 1024 * 1024 });
  return stdout.split("\n").filter((line) => line.includes(`PULUMI_HOME=${folder}/home`));
}

it(
  "leaves no process behind when the CLI is killed in the middle of an update, and the next run finishes the work",
  scenario(async ({ simulator, world, project, billing, deploy }) => {
    await project.program(
      `new gitlab.ScopeAllowlistEntry("deploy", { project: ${billing.id}, targetProject: ${deploy.id} });`,
    );
    const stuck = simulator.faults.add({
      method: "POST",
      path: /allowlist$/,
      times: 1,
      fault: { kind: "hang", acts: true },
    });
    const { child } = project.start(["up", "--yes", "--skip-preview"]);
    await until(() => stuck.hits > 0);
    expect(await processesOf(project.dir)).not.toEqual([]);

    child.kill("SIGKILL");

    await until(async () => (await processesOf(project.dir)).length === 0);
    await succeeds(project.run(["cancel", "--yes", "dev"]));
    await succeeds(project.up());
    expect(await world.allowlist(billing, "project")).toEqual([deploy.id]);
    expect(await project.resources()).toHaveLength(1);
  }),
);
