import { once } from "node:events";
import { setTimeout as pause } from "node:timers/promises";
import { type Scenario, scenario, succeeds } from "../support/scenario";
import { isMarked, type ListedToken } from "../support/token-situation";

/** `npm run test:kill` sets it to 100. */
const KILLS = Number(process.env.GITLAB_CI_ACCESS_KILLS || 10);
const FIRST_DAY = Date.parse("2027-01-01T12:00:00Z");
const DAY_MS = 24 * 3_600_000;
/** An `up` takes about so long before its first step, and so long in all. */
const [EARLIEST_MS, LATEST_MS] = [1_500, 6_000];

/** Every run has something to do: all tokens are due, and the runner and one token are new. */
const program = (round: number, { billing }: Scenario) => `
  const rotation = { project: ${billing.id}, accessLevel: "reporter", scopes: ["read_api", "self_rotate"],
    rotationConfiguration: { expirationDays: 30, rotateBeforeDays: 7 } };
  const tokens = {
    rotating: new gitlab.RotatingProjectToken("rotating", { name: "read", ...rotation }),
    overlapping: new gitlab.RotatingProjectToken("overlapping", { name: "read", strategy: "overlap", ...rotation }),
    itself: new gitlab.RotatingProjectToken("itself", { name: "read", rotateWith: "self", ...rotation }),
    fresh: new gitlab.RotatingProjectToken("fresh-${round}", { name: "read", ...rotation }),
  };
  const runner = new gitlab.UserRunner("runner-${round}", { runnerType: "project_type", project: ${billing.id}, description: "builds" });
  exports.tokens = Object.values(tokens).flatMap((token) => [token.token, token.previousToken]);
  exports.tokenIds = Object.values(tokens).flatMap((token) => [token.tokenId, token.previousTokenId]);
  exports.runnerIds = [runner.runnerId];
`;

interface Outputs {
  readonly tokens: (string | null)[];
  readonly tokenIds: (string | null)[];
  readonly runnerIds: string[];
}

interface Runner {
  readonly id: number;
  readonly maintenance_note: string | null;
}

async function liveTokens({ world, billing }: Scenario): Promise<ListedToken[]> {
  const tokens = await world.api.get<ListedToken[]>(`/projects/${billing.id}/access_tokens?state=active&per_page=100`);
  return tokens.filter(({ active }) => active);
}

async function runners({ world, billing }: Scenario): Promise<Runner[]> {
  const ids = await world.api.ids(`/projects/${billing.id}/runners`);
  return Promise.all(ids.map((id) => world.api.get<Runner>(`/runners/${id}`)));
}

async function areGood({ simulator }: Scenario, tokens: readonly string[]): Promise<boolean> {
  const answers = await Promise.all(
    tokens.map((token) =>
      fetch(`${simulator.url}/api/v4/personal_access_tokens/self`, { headers: { "private-token": token } }),
    ),
  );
  return answers.every(({ ok }) => ok);
}

const given = (values: readonly (string | null)[]) => values.filter((value) => value !== null);
const sorted = (values: readonly (number | string)[]) => values.map(String).sort();

it(
  `knows every live secret of its own and touches no other after ${KILLS} kills at random moments`,
  scenario(
    async (stage) => {
      const { project, simulator, world, billing } = stage;
      const others = { name: "read", scopes: ["read_api"], access_level: 20, expires_at: "2027-12-31" };
      await world.api.post(`/projects/${billing.id}/access_tokens`, others);
      await world.api.post("/user/runners", {
        runner_type: "project_type",
        project_id: billing.id,
        description: "builds",
      });
      simulator.latencyMs = 50;
      for (let round = 0; round < KILLS; round += 1) {
        const now = new Date(FIRST_DAY + round * 24 * DAY_MS).toISOString();
        simulator.clock.set(now);
        await project.program(program(round, stage));
        const { child } = project.start(["up", "--yes", "--skip-preview"], { GITLAB_CI_ACCESS_NOW: now });
        const closed = once(child, "close");
        await pause(EARLIEST_MS + Math.random() * (LATEST_MS - EARLIEST_MS));
        child.kill("SIGKILL");
        await closed;

        await project.run(["cancel", "--yes", "dev"]); // Fails where the run was over already.
        await succeeds(project.run(["up", "--yes", "--skip-preview"], { GITLAB_CI_ACCESS_NOW: now }));

        const outputs: Outputs = JSON.parse(
          await succeeds(project.run(["stack", "output", "--json", "--show-secrets"])),
        );
        const [live, there] = [await liveTokens(stage), await runners(stage)];
        const ours = live.filter(({ description }) => isMarked(description)).map(({ id }) => id);
        const ourRunners = there.filter(({ maintenance_note }) => isMarked(maintenance_note)).map(({ id }) => id);
        expect(sorted(ours)).toEqual(sorted(given(outputs.tokenIds)));
        expect(await areGood(stage, given(outputs.tokens))).toBe(true);
        expect(sorted(ourRunners)).toEqual(sorted(outputs.runnerIds));
        expect(there.length - ourRunners.length).toBe(1);
        if (now < others.expires_at) expect(live.length - ours.length).toBe(1);
      }
    },
    { simulator: { now: new Date(FIRST_DAY) } },
  ),
  KILLS * 60_000,
);
