// @ts-check
const { SetupError } = require("./setup-error");
const { onPath } = require("./executable");

const NODE_NEEDED = "20.18.1";

/**
 * @param {string} node a version without `v`
 * @param {NodeJS.ProcessEnv} env
 */
function checkPrerequisites(node = process.versions.node, env = process.env) {
  if (!isAtLeast(node, NODE_NEEDED)) {
    throw new SetupError(`Node ${node} is too old: install Node ${NODE_NEEDED} or newer.`);
  }
  if (!onPath("git", env)) throw new SetupError("git isn't on PATH: install git.");
}

/**
 * @param {string} version
 * @param {string} needed
 */
function isAtLeast(version, needed) {
  const have = version.split(".").map(Number);
  const want = needed.split(".").map(Number);
  const differing = want.findIndex((part, index) => part !== have[index]);
  return differing === -1 || Number(have[differing]) > Number(want[differing]);
}

module.exports = { checkPrerequisites, isAtLeast };
