// @ts-check
/** @param {readonly number[]} values */
function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  const at = (/** @type {number} */ index) => sorted[index] ?? Number.NaN;
  return Number.isInteger(middle) ? (at(middle - 1) + at(middle)) / 2 : at(Math.floor(middle));
}

/**
 * The ratio of two that were measured in pairs: of each pair, because what slows one down slows down the other as well.
 * @param {readonly number[]} ones
 * @param {readonly number[]} others
 */
function ratio(ones, others) {
  const ratios = ones.map((one, index) => one / (others[index] ?? Number.NaN));
  return { median: median(ratios), least: Math.min(...ratios), most: Math.max(...ratios) };
}

/**
 * What a step of a run took; an error where the run doesn't have the step.
 * @param {import("./shapes").Run} run
 * @param {import("./shapes").Step} step
 */
function takenIn(run, step) {
  const taken = run[step];
  if (taken === undefined) throw new Error(`A run has no step ${step}.`);
  return taken;
}

module.exports = { median, ratio, takenIn };
