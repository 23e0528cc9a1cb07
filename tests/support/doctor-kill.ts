import { rm } from "node:fs/promises";
import { join } from "node:path";
import { type Scenario, succeeds } from "./scenario";
import { until } from "./until";

/** What can be made and lost. */
export type Lost = "runner" | "token";

const endpoints = { token: /\/access_tokens$/, runner: /^\/api\/v4\/user\/runners$/ } as const;

const programOf = (what: Lost, name: string, project: number) =>
  what === "token"
    ? `new gitlab.RotatingProjectToken("${name}", { project: ${project}, name: "read", scopes: ["read_api"], accessLevel: "reporter",
         rotationConfiguration: { expirationDays: 30, rotateBeforeDays: 7 } });`
    : `new gitlab.UserRunner("${name}", { runnerType: "project_type", project: ${project} });`;

/** Lets a run ask GitLab for a token or a runner, and kills the CLI when GitLab has made it and has not answered yet. */
export async function killedWhileMaking(
  what: Lost,
  name: string,
  { simulator, project, billing }: Scenario,
): Promise<void> {
  await project.program(programOf(what, name, billing.id));
  const stuck = simulator.faults.add({
    method: "POST",
    path: endpoints[what],
    times: 1,
    fault: { kind: "hang", acts: true },
  });
  const { child } = project.start(["up", "--yes", "--skip-preview"]);
  await until(() => stuck.hits > 0, 60);
  child.kill("SIGKILL");
  simulator.faults.clear();
  // What `pulumi cancel` does, without a start of the CLI.
  await until(() => child.exitCode !== null || child.signalCode !== null);
  await rm(join(project.dir, ".pulumi/locks"), { recursive: true, force: true });
}

/** The ids of what the doctor names as lost. */
export async function lostByDoctor({ project }: Scenario): Promise<string[]> {
  const { output } = await project.command(["doctor"]);
  return [...output.matchAll(/--revoke ((?:token|runner):\d+),/g)].map(([, name = ""]) => name);
}

/** What a person does then. */
export async function letGo({ project }: Scenario, names: readonly string[]): Promise<void> {
  const { output } = await project.command(["doctor", ...names.flatMap((name) => ["--revoke", name])]);
  for (const name of names) if (!output.includes(`✓ ${name} is revoked`)) throw new Error(output);
  await succeeds(project.refresh("--clear-pending-creates"));
}
