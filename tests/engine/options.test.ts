import { liveTokens } from "../support/live-secrets";
import { fails, type Scenario, scenario, succeeds, summaryOf } from "../support/scenario";

const token = ({ billing }: Scenario, name: string, options: string, scope = "read_api") => `
  new gitlab.RotatingProjectToken("${name}", {
    project: "${billing.path}", name: "read", scopes: ["${scope}"], accessLevel: "reporter",
    rotationConfiguration: { expirationDays: 30, rotateBeforeDays: 7 },
  }, ${options});`;

async function live({ world, billing }: Scenario): Promise<number[]> {
  return (await liveTokens(world.api, `/projects/${billing.id}`)).map(({ id }) => id);
}

async function tokenOf({ project }: Scenario, name: string): Promise<number> {
  const found = (await project.resources()).find(({ urn }) => urn.endsWith(`::${name}`));
  return Number(found?.outputs.tokenId);
}

it(
  "ignoreChanges leaves to others what they have changed; a token that is renamed without an alias is a new one; protect refuses to destroy and to replace it; retainOnDelete leaves in GitLab what leaves the program",
  scenario(async (stage) => {
    const { project, world, billing, deploy } = stage;
    const isPaused = async (id: string) => (await world.api.get<{ paused: boolean }>(`/runners/${id}`)).paused;
    const lasting = `
      new gitlab.JobTokenScope("scope", { project: ${billing.id} }, { ignoreChanges: ["enabled"] });
      new gitlab.UserRunner("runner", { runnerType: "project_type", project: ${billing.id} }, { ignoreChanges: ["paused"] });`;
    const retained = `
      new gitlab.ScopeAllowlistEntry("entry", { project: ${billing.id}, targetProject: ${deploy.id} }, { retainOnDelete: true });
      ${token(stage, "kept", "{ retainOnDelete: true }")}`;
    await project.program(lasting + retained + token(stage, "before", "{}"));
    await succeeds(project.up());
    const before = await live(stage);
    const kept = await tokenOf(stage, "kept");
    const { id = "" } = (await project.resources()).find(({ type }) => type.endsWith(":UserRunner")) ?? {};
    await world.api.patch(`/projects/${billing.id}/job_token_scope`, { enabled: false });
    await world.api.put(`/runners/${id}`, { paused: true });

    await succeeds(project.refresh());
    await project.program(lasting + retained + token(stage, "after", "{ protect: true }"));
    expect(summaryOf(await succeeds(project.up()))).toEqual({ create: 1, delete: 1, unchanged: 5 });
    expect([await world.isClosed(billing), await isPaused(id)]).toEqual([false, true]);
    const after = await live(stage);
    expect(after).toHaveLength(2);
    expect(after.filter((one) => before.includes(one))).toEqual([kept]);

    await project.program(lasting + retained + token(stage, "after", "{ protect: true }", "api"));
    expect(await fails(project.up())).toContain("marked for protection");
    expect(await live(stage)).toEqual(after);

    await project.program(token(stage, "after", "{ protect: true }"));
    await succeeds(project.up());
    expect(await world.allowlist(billing, "project")).toEqual([deploy.id]);
    expect(await fails(project.destroy())).toContain("protected");
    expect(await live(stage)).toEqual(after);
  }),
);
