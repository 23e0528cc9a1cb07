import type { ListedToken } from "../support/resources/rotating-token";
import { fails, type Scenario, scenario, succeeds, summaryOf } from "../support/scenario";

const token = ({ billing }: Scenario, name: string, options: string) => `
  new gitlab.RotatingProjectToken("${name}", {
    project: "${billing.path}", name: "read", scopes: ["read_api"], accessLevel: "reporter",
    rotationConfiguration: { expirationDays: 30, rotateBeforeDays: 7 },
  }, ${options});`;

async function liveTokens({ world, billing }: Scenario): Promise<number[]> {
  const tokens = await world.api.get<ListedToken[]>(`/projects/${billing.id}/access_tokens`);
  return tokens.filter(({ active }) => active).map(({ id }) => id);
}

describe("a renamed token", () => {
  it(
    "stays as it is with an alias",
    scenario(async (stage) => {
      await stage.project.program(token(stage, "before", "{}"));
      await succeeds(stage.project.up());
      const before = await liveTokens(stage);

      await stage.project.program(token(stage, "after", '{ aliases: [{ name: "before" }] }'));

      expect(summaryOf(await succeeds(stage.project.up()))).toEqual({ unchanged: 2 });
      expect(await liveTokens(stage)).toEqual(before);
      await succeeds(stage.project.destroy());
      expect(await liveTokens(stage)).toEqual([]);
    }),
  );

  it(
    "is a new one without, and the old one is revoked",
    scenario(async (stage) => {
      await stage.project.program(token(stage, "before", "{}"));
      await succeeds(stage.project.up());
      const before = await liveTokens(stage);

      await stage.project.program(token(stage, "after", "{}"));
      await succeeds(stage.project.up());

      const after = await liveTokens(stage);
      expect(after).toHaveLength(1);
      expect(after).not.toEqual(before);
    }),
  );
});

it(
  "retainOnDelete leaves in GitLab what leaves the program",
  scenario(async (stage) => {
    const { project, world, billing, deploy } = stage;
    const entry = `new gitlab.ScopeAllowlistEntry("entry", { project: ${billing.id}, targetProject: ${deploy.id} }, { retainOnDelete: true });`;
    await project.program(entry + token(stage, "token", "{ retainOnDelete: true }"));
    await succeeds(project.up());

    await succeeds(project.destroy());

    expect(await world.allowlist(billing, "project")).toEqual([deploy.id]);
    expect(await liveTokens(stage)).toHaveLength(1);
  }),
);

it(
  "protect refuses to destroy and to replace",
  scenario(async (stage) => {
    const { project } = stage;
    await project.program(token(stage, "token", "{ protect: true }"));
    await succeeds(project.up());

    expect(await fails(project.destroy())).toContain("protected");
    await project.program(token(stage, "token", "{ protect: true }").replace('"read_api"', '"api"'));
    expect(await fails(project.up())).toContain("marked for protection");

    expect(await liveTokens(stage)).toHaveLength(1);
  }),
);

it(
  "ignoreChanges leaves to others what they have changed",
  scenario(async ({ project, world, billing }) => {
    const isPaused = async (id: string) => (await world.api.get<{ paused: boolean }>(`/runners/${id}`)).paused;
    await project.program(`
      new gitlab.JobTokenScope("scope", { project: ${billing.id} }, { ignoreChanges: ["enabled"] });
      new gitlab.UserRunner("runner", { runnerType: "project_type", project: ${billing.id} }, { ignoreChanges: ["paused"] });`);
    await succeeds(project.up());
    const { id = "" } = (await project.resources()).find(({ type }) => type.endsWith(":UserRunner")) ?? {};
    await world.api.patch(`/projects/${billing.id}/job_token_scope`, { enabled: false });
    await world.api.put(`/runners/${id}`, { paused: true });

    await succeeds(project.refresh());
    expect(summaryOf(await succeeds(project.up()))).toEqual({ unchanged: 3 });

    expect([await world.isClosed(billing), await isPaused(id)]).toEqual([false, true]);
  }),
);
