const { inputOf } = require("./plan");

const steps = ["up", "same", "refresh", "repair", "destroy", "previewed"];
/** Steps that have the switch to turn on. */
const fromTheStart = ["up", "previewed"];
/** Of what is listed, so much is removed by hand before a repair. */
const DRIFT = 0.1;

/** One contender's way through all steps that it has, from an empty list to an empty list and once more into a full one. */
async function measureCell(gitlab, world, cell) {
  const input = inputOf(cell, world);
  const { isReal } = cell.contender;
  const stage = await cell.contender.open(gitlab, input);
  const taken = {};
  try {
    for (const step of stepsOf(cell, stage)) {
      if (isReal && fromTheStart.includes(step)) await gitlab.open(world.billing);
      if (step === "repair") await gitlab.removeByHand(world.billing, drifted(input));
      const { ms, requests, atOnce } = await gitlab.timed(stage.steps[step]);
      taken[step] = { ms, requests, atOnce };
      if (isReal) await mustHold(gitlab, world.billing, step === "destroy" ? 0 : cell.count);
    }
  } finally {
    await stage.close();
    if (isReal) await gitlab.clear(world.billing); // Also after those that have no destroy.
  }
  return taken;
}

/** Few entries take as long as Pulumi's start, with a preview or without. */
function stepsOf({ count }, stage) {
  return steps.filter((step) => stage.steps[step] !== undefined && (step !== "previewed" || count >= 200));
}

function drifted({ ids }) {
  return ids.slice(0, Math.max(1, Math.round(ids.length * DRIFT)));
}

/** Who doesn't do the work is not fast. */
async function mustHold(gitlab, billing, count) {
  const lists = await Promise.all(["allowlist", "groups_allowlist"].map((list) => gitlab.listed(billing, list)));
  const { length } = lists.flat();
  if (length !== count) throw new Error(`GitLab holds ${length} entries, and not ${count}`);
}

module.exports = { measureCell };
