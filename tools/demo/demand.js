// @ts-check
const { SetupError } = require("../setup/command");

/**
 * @param {unknown} condition
 * @param {string} problem
 */
function demand(condition, problem) {
  if (!condition) throw new SetupError(`The demo failed: ${problem}.`);
}

module.exports = { demand };
