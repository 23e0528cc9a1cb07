import { scenario, succeeds } from "../support/scenario";
import { until } from "../support/until";

const LISTS = 20;
const ENTRIES = 100;
/** Two seconds before the minute turns: what GitLab then asks for is a wait of seconds. */
const NOW = "2026-11-21T12:00:58Z";

const named = (name: string, count: number) => Array.from({ length: count }, (_, n) => `${name}-${n}`);

it(
  "brings 2,000 entries into 20 projects under GitLab.com's limits, and says that it waits",
  scenario(
    async ({ simulator, world, project }) => {
      const make = (names: string[]) => Promise.all(names.map((name) => world.project(name)));
      const [projects, targets] = [await make(named("billing", LISTS)), await make(named("service", ENTRIES))];
      const ids = (all: readonly { id: number }[]) => all.map(({ id }) => id);
      await project.program(`
        const projects = ${JSON.stringify(ids(targets))};
        for (const project of ${JSON.stringify(ids(projects))})
          new gitlab.JobTokenAllowlist("list-" + project, { project, projects, enabled: true });`);
      const refused = () => simulator.requests.matching({ status: 429 });

      const run = succeeds(project.up());
      await Promise.race([run, until(() => refused().length > 0, 100)]);
      simulator.clock.advance({ seconds: 2 });

      expect(await run).toContain("GitLab's rate limit: waiting 3 s");
      expect(refused().length).toBeLessThanOrEqual(20);
      expect(simulator.requests.matching({ method: "POST", status: 201, path: "**/allowlist" })).toHaveLength(
        LISTS * ENTRIES,
      );
    },
    { simulator: { now: NOW, rateLimits: "gitlab.com" } },
  ),
);
