// @ts-check
const { entries, floor, leanFloor, list } = require("./pulumi-contenders");

/** @typedef {import("./shapes").Contender} Contender */
/** @typedef {import("./shapes").Input} Input */
/** @typedef {import("./shapes").Place} Place */
/** @typedef {import("./shapes").PlannedCell} PlannedCell */
/** @typedef {import("./shapes").World} World */

const ONE_TREE = "paths in one tree";
const MANY_GROUPS = "paths in 20 groups";

/**
 * What is measured in each round: who, how many entries, addressed how. Neighbours are compared, so they stand side by side.
 * @param {{ quick: boolean }} options
 * @param {readonly (Contender & { atBest: boolean })[]} peers
 * @returns {PlannedCell[]}
 */
function planOf({ quick }, peers) {
  const counted = (/** @type {number} */ count) => [cell(list, count), cell(floor, count)];
  const byPath = (/** @type {Contender} */ contender, /** @type {number} */ count) => [
    cell(contender, count, ONE_TREE),
    cell(contender, count, MANY_GROUPS),
  ];
  if (quick) return [...counted(200), ...peers.filter(({ atBest }) => atBest).map((peer) => cell(peer, 200))];
  return [
    ...[1, 20].flatMap((count) => [
      ...counted(count),
      ...byPath(list, count),
      cell(entries, count),
      ...byPath(entries, count),
    ]),
    ...counted(200),
    cell(leanFloor, 200),
    ...byPath(list, 200),
    cell(list, 400),
    ...byPath(list, 400),
    cell(entries, 200),
    ...byPath(entries, 200),
    ...peers.map((peer) => cell(peer, 200)),
  ];
}

/**
 * @param {Contender} contender
 * @param {number} count
 * @param {string} addresses
 */
function cell(contender, count, addresses = "ids") {
  return { contender, count, addresses };
}

/**
 * The world as a contender is told of it. Of 400 entries, 200 are groups.
 * @param {Pick<PlannedCell, "count" | "addresses">} cell
 * @param {World} world
 * @returns {Input}
 */
function inputOf({ count, addresses }, { billing, tree, spread, groups }) {
  const targets = (addresses === MANY_GROUPS ? spread : tree).slice(0, Math.min(count, 200));
  const addressOf = (/** @type {Place} */ { id, path }) => (addresses === "ids" ? id : path);
  return {
    billing,
    ids: targets.map(({ id }) => id),
    project: addressOf(billing),
    projects: targets.map(addressOf),
    groups: groups.slice(0, Math.max(0, count - 200)).map(addressOf),
  };
}

module.exports = { inputOf, planOf };
