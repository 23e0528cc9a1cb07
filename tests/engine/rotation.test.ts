import { leaked, liveTokens, works } from "../support/live-secrets";
import type { ListedToken } from "../support/resources/rotating-token";
import { isAtRest, type Scenario, scenario, succeeds, summaryOf } from "../support/scenario";

const NOW = "2027-01-01T12:00:00Z";
const DUE = "2027-01-24T12:00:00Z";
const OVERLAP_ENDED = "2027-02-01T12:00:00Z";
const UP = ["up", "--yes", "--skip-preview", "--suppress-permalink"];

const everything = ({ billing, deploy, world }: Scenario) => `
  const rotation = { accessLevel: "reporter", rotationConfiguration: { expirationDays: 30, rotateBeforeDays: 7 } };
  const runner = new gitlab.UserRunner("runner", { runnerType: "project_type", project: "${billing.path}", tagList: ["b", "a"] });
  const project = new gitlab.RotatingProjectToken("project", { project: "${billing.path}", name: "read", scopes: ["read_api"], ...rotation });
  const group = new gitlab.RotatingGroupToken("group", { group: ${world.group.id}, name: "read", scopes: ["read_api"], strategy: "overlap", ...rotation });
  const own = new gitlab.RotatingProjectToken("own", { project: ${deploy.id}, name: "own", scopes: ["self_rotate"], rotateWith: "self", ...rotation });
  new gitlab.RotatingProjectToken("frozen", { project: ${deploy.id}, name: "frozen", scopes: ["read_api"], ...rotation }, { ignoreChanges: ["expiresAt"] });
  new gitlab.ProjectVariable("variable", { project: "${deploy.path}", key: "TOKEN", value: project.token, masked: true });
  new gitlab.GroupVariable("shared", { group: ${world.group.id}, key: "TOKEN", value: group.token });
  exports.userId = project.userId;
`;

const at = (now: string) => ({
  simulator: { now },
  env: () => ({ GITLAB_CI_ACCESS_NOW: now }),
});

async function allLive({ world, billing, deploy }: Scenario): Promise<ListedToken[]> {
  const places = [`/projects/${billing.id}`, `/projects/${deploy.id}`, `/groups/${world.group.id}`];
  return (await Promise.all(places.map((place) => liveTokens(world.api, place)))).flat();
}

/** What pipelines read: the project's token from the project's variable, the group's from the group's. */
async function variables({ world, deploy }: Scenario): Promise<string[]> {
  const places = [`/projects/${deploy.id}`, `/groups/${world.group.id}`];
  const found = places.map((place) => world.api.get<{ value: string }>(`${place}/variables/TOKEN`));
  return (await Promise.all(found)).map(({ value }) => value);
}

it(
  "has nothing to do twice and nothing to refresh, rotates what is due, hands it on, keeps the date that ignoreChanges freezes, makes a replacement before the old token goes, and leaves nothing live",
  scenario(async (stage) => {
    const { project, simulator, deploy } = stage;
    const outputs: string[] = [];
    const areGood = (tokens: readonly string[]) => Promise.all(tokens.map((token) => works(simulator, token)));
    const run = async (args: readonly string[], now = NOW) => {
      const output = await succeeds(project.run(args, { GITLAB_CI_ACCESS_NOW: now }));
      outputs.push(output, await project.stateText());
      return output;
    };
    await project.program(everything(stage));

    expect(summaryOf(await run(UP))).toEqual({ create: 8 });
    expect(await allLive(stage)).toHaveLength(4);
    const before = await variables(stage);
    expect(await areGood(before)).toEqual([true, true]);

    simulator.clock.set(DUE);
    await run(["refresh", "--yes", "--skip-preview", "--expect-no-changes"], DUE);
    const preview = await run(["preview", "--json"], DUE);
    expect(preview).toMatch(/"changeSummary": \{\s*"same": 3,\s*"update": 5\s*\}/);
    simulator.requests.clear();
    const rotated = await run([...UP, "--diff", "--replace", "**frozen"], DUE);
    expect(summaryOf(rotated)).toEqual({ update: 5, replace: 1, unchanged: 2 });
    expect(rotated).toMatch(/~ expiresAt +: "2027-01-31" => "2027-02-23"/);

    const own = { path: new RegExp(`/projects/${deploy.id}/access_tokens(/\\d+)?$`) };
    expect(simulator.requests.matching(own).flatMap(({ method }) => (method === "GET" ? [] : [method]))).toEqual([
      "POST",
      "DELETE",
    ]);

    expect(await areGood(before)).toEqual([false, true]); // The overlapping one stays good for a while.
    expect(await areGood(await variables(stage))).toEqual([true, true]);
    expect(await allLive(stage)).toHaveLength(5); // The overlapping one has a previous token.
    outputs.push(await isAtRest(project, { GITLAB_CI_ACCESS_NOW: DUE }));

    simulator.clock.set(OVERLAP_ENDED);
    expect(summaryOf(await run(UP, OVERLAP_ENDED))).toEqual({ update: 1, unchanged: 7 });
    expect(await allLive(stage)).toHaveLength(4);
    expect(await areGood([...before, ...(await variables(stage))])).toEqual([false, false, true, true]);

    expect(leaked(simulator.issuedSecrets(), ...outputs)).toEqual([]);
    await run(["destroy", "--yes", "--skip-preview"], OVERLAP_ENDED);
    expect(await allLive(stage)).toEqual([]);
  }, at(NOW)),
);
