import { KillStage } from "../support/kill-stage";
import { scenario } from "../support/scenario";

/** `npm run test:kill` sets it to 100. */
const KILLS = Number(process.env.GITLAB_CI_ACCESS_KILLS || 3);
const FIRST_DAY = Date.parse("2027-01-01T12:00:00Z");
/** Once in a round everything is due. */
const ROUND_MS = 24 * 24 * 3_600_000;
const LATENCY_MS = 50;

it(
  `knows or names every live secret of its own and touches no other after ${KILLS} kills at random moments`,
  scenario(
    async (scene) => {
      const stage = await KillStage.set(scene);
      scene.simulator.latencyMs = LATENCY_MS;
      const figures = new Map<string, number>();
      const count = (what: string, by = 1) => figures.set(what, (figures.get(what) ?? 0) + by);
      await stage.begin(0, FIRST_DAY);
      const workMs = await stage.finish();

      try {
        for (let round = 1; round <= KILLS; round += 1) {
          await stage.begin(round, FIRST_DAY + round * ROUND_MS);
          const phase = await stage.kill((Math.random() * 1.2 - 0.1) * workMs);
          await stage.finish();
          await stage.readOutputs();

          expect(await stage.unnamedAndMissing()).toEqual({ unnamed: [], missing: [] });
          expect(await stage.notWorking()).toEqual([]);
          expect(await stage.untouchedOthers()).toEqual(stage.others);
          expect(await stage.leaks()).toEqual([]);
          count(`killed ${stage.wroteNothingMore && phase === "between two writes" ? "after the last write" : phase}`);
          count("secrets that a kill had left and the next run named", stage.namedInRound);
          count("secrets that a kill had lost, settled by the state's bot or runner", stage.lostAndEnded);
        }
      } finally {
        const counted = [...figures].map(([what, times]) => `${times} ${what}`).sort();
        process.stdout.write(`${counted.join(", ")}, ${stage.mended} files of Pulumi's backend cut short\n`);
      }
    },
    { simulator: { now: new Date(FIRST_DAY), edition: "premium" } },
  ),
  (KILLS + 1) * 60_000,
);
