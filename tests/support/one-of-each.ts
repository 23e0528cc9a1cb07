import { type Scenario, succeeds } from "./scenario";

export const runner = ({ billing }: Scenario) =>
  `new gitlab.UserRunner("machine", { runnerType: "project_type", project: ${billing.id} });`;

/** What a 404 could make a state forget. A runner out of sight is another matter: GitLab answers 403. */
const everything = (scene: Scenario) => `
  const project = ${scene.billing.id};
  const entry = new gitlab.ScopeAllowlistEntry("entry", { project, targetProject: ${scene.deploy.id} });
  new gitlab.JobTokenScope("scope", { project }, { dependsOn: [entry] });
  new gitlab.ProjectVariable("variable", { project, key: "KEY", value: "a value" });
  new gitlab.RotatingProjectToken("token", { project, name: "read", scopes: ["read_api"], accessLevel: "reporter",
    rotationConfiguration: { expirationDays: 30, rotateBeforeDays: 7 } });`;

/** Returns how many resources the state holds then. */
export async function deployed(scene: Scenario, more = ""): Promise<number> {
  await scene.project.program(everything(scene) + more);
  await succeeds(scene.project.up());
  return (await scene.project.resources()).length;
}
