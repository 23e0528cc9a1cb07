import { existsSync } from "node:fs";
import { recordsIn } from "../../cli/inventory/reading";
import { startSimulator } from "../../simulator";
import { killedAfter } from "../support/inventory/killed";
import { inventoryOf, newFile, timeless } from "../support/inventory/reading";

const KILLS = 10;
/** Asking who reads and listing the projects takes 27 requests, reading them 80: ten runs of so many are not through. */
const MOST_REQUESTS = 40;
const NOW = "2026-11-28T10:00:00Z";

it(`an inventory that is killed ${KILLS} times at random, and then finished, is the same as one in one go`, async () => {
  const simulator = await startSimulator({ now: NOW, enforceJobTokenScope: false, log: () => {} });
  try {
    const { tokens } = simulator.estate({ projects: 2_000, seed: 7 });
    const inOne = await inventoryOf(simulator, { token: tokens.owner });
    const env = { GITLAB_BASE_URL: simulator.url, GITLAB_TOKEN: tokens.owner, GITLAB_CI_ACCESS_NOW: NOW };
    const file = newFile();
    simulator.latencyMs = 20;
    const moments = Array.from({ length: KILLS }, () => 1 + Math.floor(Math.random() * MOST_REQUESTS));
    const killed: boolean[] = [];
    for (const after of moments) killed.push(await killedAfter(simulator, { env, file, after }));
    expect(existsSync(file)).toBe(false);
    simulator.latencyMs = 0;
    await inventoryOf(simulator, { token: tokens.owner, file });

    expect({ moments, killed }).toEqual({ moments, killed: moments.map(() => true) });
    expect([...recordsIn(file)].map(timeless)).toEqual([...recordsIn(inOne.file)].map(timeless));
  } finally {
    await simulator.close();
  }
}, 300_000);
