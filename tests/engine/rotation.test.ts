import { type Scenario, scenario, succeeds, summaryOf } from "../support/scenario";
import type { ListedToken } from "../support/token-situation";

const NOW = "2027-01-01T12:00:00Z";
const DUE = "2027-01-24T12:00:00Z";
const UP = ["up", "--yes", "--skip-preview", "--suppress-permalink"];

const everything = ({ billing, deploy, world }: Scenario) => `
  const rotation = { accessLevel: "reporter", rotationConfiguration: { expirationDays: 30, rotateBeforeDays: 7 } };
  const runner = new gitlab.UserRunner("runner", { runnerType: "project_type", project: "${billing.path}", tagList: ["b", "a"] });
  const project = new gitlab.RotatingProjectToken("project", { project: "${billing.path}", name: "read", scopes: ["read_api"], ...rotation });
  const group = new gitlab.RotatingGroupToken("group", { group: ${world.group.id}, name: "read", scopes: ["read_api"], strategy: "overlap", ...rotation });
  const own = new gitlab.RotatingProjectToken("own", { project: ${deploy.id}, name: "own", scopes: ["self_rotate"], rotateWith: "self", ...rotation });
  new gitlab.ProjectVariable("variable", { project: "${deploy.path}", key: "TOKEN", value: project.token, masked: true });
  exports.userId = project.userId;
`;

const at = (now: string) => ({
  simulator: { now },
  env: () => ({ GITLAB_CI_ACCESS_NOW: now }),
});

async function liveTokens({ world, billing, deploy }: Scenario): Promise<ListedToken[]> {
  const places = [`/projects/${billing.id}`, `/projects/${deploy.id}`, `/groups/${world.group.id}`];
  const lists = await Promise.all(places.map((place) => world.api.get<ListedToken[]>(`${place}/access_tokens`)));
  return lists.flat().filter(({ active }) => active);
}

async function works({ simulator }: Scenario, token: string): Promise<boolean> {
  const answer = await fetch(`${simulator.url}/api/v4/personal_access_tokens/self`, {
    headers: { "private-token": token },
  });
  await answer.arrayBuffer();
  return answer.ok;
}

async function variable({ world, deploy }: Scenario): Promise<string> {
  return (await world.api.get<{ value: string }>(`/projects/${deploy.id}/variables/TOKEN`)).value;
}

it(
  "has nothing to do twice and nothing to refresh, rotates what is due, hands it on, and leaves nothing live",
  scenario(async (stage) => {
    const { project, simulator } = stage;
    const outputs: string[] = [];
    const run = async (args: readonly string[], now = NOW) => {
      const output = await succeeds(project.run(args, { GITLAB_CI_ACCESS_NOW: now }));
      outputs.push(output, await project.stateText());
      return output;
    };
    await project.program(everything(stage));
    expect(summaryOf(await run(["preview"]))).toEqual({ create: 6 });

    await run(UP);
    await run([...UP, "--expect-no-changes"]);
    await run(["refresh", "--yes", "--skip-preview", "--expect-no-changes"]);
    expect(await liveTokens(stage)).toHaveLength(3);
    const before = await variable(stage);
    expect(await works(stage, before)).toBe(true);

    simulator.clock.set(DUE);
    await run(["refresh", "--yes", "--skip-preview", "--expect-no-changes"], DUE);
    const preview = await run(["preview", "--diff"], DUE);
    expect(summaryOf(preview)).toEqual({ update: 4, unchanged: 2 });
    expect(preview).toMatch(/~ expiresAt +: "2027-01-31" => "2027-02-23"/);
    await run(["preview", "--json"], DUE);
    expect(summaryOf(await run(UP, DUE))).toEqual({ update: 4, unchanged: 2 });

    expect([await works(stage, before), await works(stage, await variable(stage))]).toEqual([false, true]);
    expect(await liveTokens(stage)).toHaveLength(4); // The overlapping one has a previous token.
    await run([...UP, "--expect-no-changes"], DUE);
    await run(["refresh", "--yes", "--skip-preview", "--expect-no-changes"], DUE);

    const plain = outputs.join("\n");
    expect(simulator.issuedSecrets().filter((secret) => plain.includes(secret))).toEqual([]);
    await run(["destroy", "--yes", "--skip-preview"], DUE);
    expect(await liveTokens(stage)).toEqual([]);
  }, at(NOW)),
);

it(
  "keeps the date that ignoreChanges freezes, and makes a replacement before the old token goes",
  scenario(async (stage) => {
    const { project, billing, simulator } = stage;
    const program = (opts: string) =>
      project.program(
        `new gitlab.RotatingProjectToken("token", { project: ${billing.id}, name: "read", scopes: ["read_api"], accessLevel: "reporter",
          rotationConfiguration: { expirationDays: 30, rotateBeforeDays: 7 } }, ${opts});`,
      );
    await program('{ ignoreChanges: ["expiresAt"] }');
    await succeeds(project.up());
    simulator.clock.set(DUE);
    await succeeds(project.run([...UP, "--expect-no-changes"], { GITLAB_CI_ACCESS_NOW: DUE }));

    simulator.requests.clear();
    await succeeds(project.run([...UP, "--replace", "**token**"], { GITLAB_CI_ACCESS_NOW: DUE }));

    const writes = simulator.requests.all.filter(({ method, path }) => method !== "GET" && /access_tokens/.test(path));
    expect(writes[0]?.method).toBe("POST");
    expect(await liveTokens(stage)).toHaveLength(1);
  }, at(NOW)),
);
