const { entries, floor, leanFloor, list } = require("./pulumi-contenders");

const [ONE_TREE, MANY_GROUPS] = ["paths in one tree", "paths in 20 groups"];

/** What is measured in each round: who, how many entries, addressed how. Neighbours are compared, so they stand side by side. */
function planOf({ quick }, peers) {
  const counted = (count) => [cell(list, count), cell(floor, count)];
  const byPath = (contender, count) => [cell(contender, count, ONE_TREE), cell(contender, count, MANY_GROUPS)];
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

function cell(contender, count, addresses = "ids") {
  return { contender, count, addresses };
}

/** The world as a contender is told of it. Of 400 entries, 200 are groups. */
function inputOf({ count, addresses }, { billing, tree, spread, groups }) {
  const targets = (addresses === MANY_GROUPS ? spread : tree).slice(0, Math.min(count, 200));
  const addressOf = ({ id, path }) => (addresses === "ids" ? id : path);
  return {
    billing,
    ids: targets.map(({ id }) => id),
    project: addressOf(billing),
    projects: targets.map(addressOf),
    groups: groups.slice(0, Math.max(0, count - 200)).map(addressOf),
  };
}

module.exports = { inputOf, planOf };
