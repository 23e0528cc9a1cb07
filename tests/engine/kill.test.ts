import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { promisify } from "node:util";
import { scenario, succeeds } from "../support/scenario";
import { until } from "../support/until";

/**
 * The provider processes that run for a project, known by the Pulumi home in their environment. Whether the language host ends with a
 * killed CLI is not ours to promise and depends on its kind: the official one stays.
 */
async function providersOf(folder: string): Promise<string[]> {
  const all = existsSync("/proc/self/environ") ? await processesOfLinux() : await processesByPs();
  return all.filter((text) => text.includes(`PULUMI_HOME=${folder}/home`) && text.includes("cmd/dynamic-provider"));
}

/** Command line and environment of each process. Not every Linux has `ps`. */
async function processesOfLinux(): Promise<string[]> {
  const pids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name));
  const texts = pids.map(async (pid) => {
    const files = ["cmdline", "environ"].map((name) => readFile(`/proc/${pid}/${name}`, "utf8"));
    // A process that has ended meanwhile, or is another user's, is none of ours.
    return Promise.all(files).then(
      (both) => both.join("\0"),
      () => "",
    );
  });
  return Promise.all(texts);
}

async function processesByPs(): Promise<string[]> {
  const { stdout } = await promisify(execFile)("ps", ["axeww", "-o", "command="], { maxBuffer: 64 * 1024 * 1024 });
  return stdout.split("\n");
}

it(
  "leaves no provider process behind when the CLI is killed in the middle of an update, and the next run finishes the work",
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
    await until(() => stuck.hits > 0, 60);
    expect(await providersOf(project.dir)).not.toEqual([]);

    child.kill("SIGKILL");

    await until(async () => (await providersOf(project.dir)).length === 0);
    await succeeds(project.run(["cancel", "--yes", "dev"]));
    await succeeds(project.up());
    expect(await world.allowlist(billing, "project")).toEqual([deploy.id]);
    expect(await project.resources()).toHaveLength(1);
  }),
);
