import { once } from "node:events";
import { scenario } from "../support/scenario";
import { until } from "../support/until";

const LISTS = 20;
const ENTRIES = 100;
/** Ten seconds before the minute turns: with the seconds that 2,000 requests take, what is left is a wait that is told. */
const NOW = "2026-11-21T12:00:50Z";

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

      const { child, output } = project.start(["up", "--yes", "--skip-preview"]);
      const ended = once(child, "close");
      await Promise.race([ended, until(() => /GitLab's rate limit: waiting \d+ s/.test(output()), 100)]);
      simulator.clock.advance({ seconds: 10 });

      expect(await ended).toEqual([0, null]);
      expect(output()).toMatch(/GitLab's rate limit: waiting \d+ s/);
      expect(refused().length).toBeLessThanOrEqual(20);
      expect(simulator.requests.matching({ method: "POST", status: 201, path: "**/allowlist" })).toHaveLength(
        LISTS * ENTRIES,
      );
    },
    { simulator: { now: NOW, rateLimits: "gitlab.com" } },
  ),
);
