import { readFileSync } from "node:fs";
import { startSimulator } from "pulumi-gitlab-ci-access/simulator";
import { type Named, World } from "../support/gitlab/world";
import { startFakeEngine } from "../support/process/fake-engine";
import { type ProviderProcess, startProviderProcess } from "../support/process/provider-process";
import { hidden } from "../support/pulumi/stack";

const TARGETS = 100;
const LISTS = 10;

interface Estate {
  readonly env: Readonly<Record<string, string>>;
  readonly lists: readonly Named[];
  readonly targets: readonly Named[];
}

/** The processor time of a process so far, in hundredths of a second. https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html */
function ticksOf({ pid }: ProviderProcess): number {
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]?.split(" ") ?? [];
  return Number(fields[11]) + Number(fields[12]);
}

/** What the processes of one engine take, each for 1,000 entries of its own. They take turns, so that each knows of all before. */
async function ticksFor({ env, lists, targets }: Estate, processes: number): Promise<number> {
  const engine = await startFakeEngine();
  const providers: ProviderProcess[] = [];
  try {
    for (let number = 0; number < processes; number += 1) providers.push(await startProviderProcess({ env }, engine));
    const declared = lists.slice(0, LISTS).flatMap((_, list) => targets.map((target) => ({ list, target })));
    for (const { list, target } of declared)
      for (const [number, provider] of providers.entries()) {
        const { id: project } = lists[number * LISTS + list] ?? fail();
        const args = { project, targetProject: target.id, ...hidden("ScopeAllowlistEntry", `${project}-${target.id}`) };
        const { inputs } = await provider.check({}, args);
        const { id, outs } = await provider.create(inputs);
        await provider.diff(id, outs, inputs);
      }
    return providers.map(ticksOf).reduce((sum, ticks) => sum + ticks, 0);
  } finally {
    await Promise.all(providers.map((provider) => provider.stop()));
  }
}

it("2,000 entries under two Providers take at most 1.5 times what twice 1,000 under one take", async () => {
  const simulator = await startSimulator({ enforceJobTokenScope: false });
  try {
    const world = await World.create(simulator.url, simulator.token);
    const projects = (count: number, name: string) =>
      Promise.all(Array.from({ length: count }, (_, index) => world.project(`${name}-${index}`)));
    const [first, second, targets] = [
      await projects(LISTS, "a"),
      await projects(2 * LISTS, "b"),
      await projects(TARGETS, "t"),
    ];
    const env = { GITLAB_BASE_URL: simulator.url, GITLAB_TOKEN: simulator.token };

    const alone = await ticksFor({ env, lists: first, targets }, 1);
    const together = await ticksFor({ env, lists: second, targets }, 2);

    expect(together).toBeLessThanOrEqual(1.5 * 2 * alone);
  } finally {
    await simulator.close();
  }
});
