// @ts-check
const { LISTS } = require("./gitlab");
const { inputOf } = require("./plan");

/** @typedef {import("./shapes").PlannedCell} PlannedCell */
/** @typedef {import("./shapes").Run} Run */
/** @typedef {import("./shapes").Step} Step */
/** @typedef {import("./shapes").World} World */
/** @typedef {import("./gitlab").MeasuredGitLab} MeasuredGitLab */

/** @type {readonly Step[]} */
const steps = ["up", "same", "refresh", "repair", "destroy", "previewed"];
/** Steps that have the switch to turn on. */
/** @type {readonly Step[]} */
const fromTheStart = ["up", "previewed"];
/** Of what is listed, so much is removed by hand before a repair. */
const DRIFT = 0.1;

/**
 * One contender's way through all steps that it has, from an empty list to an empty list and once more into a full one.
 * @param {MeasuredGitLab} gitlab
 * @param {World} world
 * @param {PlannedCell} cell
 * @returns {Promise<Run>}
 */
async function measureCell(gitlab, world, cell) {
  const input = inputOf(cell, world);
  const { isReal } = cell.contender;
  const stage = await cell.contender.open(gitlab, input);
  /** @type {Partial<Record<Step, import("./shapes").Taken>>} */
  const taken = {};
  try {
    for (const { step, act } of stepsOf(cell, stage)) {
      if (isReal && fromTheStart.includes(step)) await gitlab.open(world.billing);
      if (step === "repair") await gitlab.removeByHand(world.billing, drifted(input));
      const { ms, requests, atOnce } = await gitlab.timed(act);
      taken[step] = { ms, requests, atOnce };
      if (isReal) await mustHold(gitlab, world.billing, step === "destroy" ? 0 : cell.count);
    }
  } finally {
    await stage.close();
    if (isReal) await gitlab.clear(world.billing); // Also after those that have no destroy.
  }
  return taken;
}

/**
 * Few entries take as long as Pulumi's start, with a preview or without.
 * @param {PlannedCell} cell
 * @param {Awaited<ReturnType<PlannedCell["contender"]["open"]>>} stage
 */
function stepsOf({ count }, stage) {
  return steps.flatMap((step) => {
    const act = stage.steps[step];
    return act === undefined || (step === "previewed" && count < 200) ? [] : [{ step, act }];
  });
}

/** @param {import("./shapes").Input} input */
function drifted({ ids }) {
  return ids.slice(0, Math.max(1, Math.round(ids.length * DRIFT)));
}

/**
 * A contender that skipped the work would look fast.
 * @param {MeasuredGitLab} gitlab
 * @param {World["billing"]} billing
 * @param {number} count
 */
async function mustHold(gitlab, billing, count) {
  const lists = await Promise.all(LISTS.map((list) => gitlab.listed(billing, list)));
  const { length } = lists.flat();
  if (length !== count) throw new Error(`GitLab holds ${length} entries, and not ${count}`);
}

module.exports = { measureCell };
