// @ts-check
const path = require("node:path");
const { printed } = require("../tools/setup/command");

/** How long it takes inside the provider, without Pulumi, to make a list, or to change one that has `before` entries into one of all. */
const growth = [
  { title: "20 entries", projects: 20, groups: 0 },
  { title: "200 entries", projects: 200, groups: 0 },
  { title: "400 entries (200 projects, 200 groups)", projects: 200, groups: 200 },
  { title: "200 entries, paths in one tree", projects: 200, groups: 0, byPath: true },
  { title: "20 more entries where none is", projects: 20, groups: 0, before: 0 },
  { title: "20 more entries where 180 are", projects: 200, groups: 0, before: 180 },
];

/**
 * The provider's own code in a process of its own, called as Pulumi's provider process calls it.
 * @param {import("./gitlab").MeasuredGitLab} gitlab
 * @param {import("./shapes").World} world
 * @param {import("./shapes").Growth} row
 */
async function measureProvider(gitlab, { billing, tree, groups }, row) {
  const addressOf = (/** @type {import("./shapes").Place} */ { id, path: fullPath }) => (row.byPath ? fullPath : id);
  const input = {
    project: addressOf(billing),
    projects: tree.slice(0, row.projects).map(addressOf),
    groups: groups.slice(0, row.groups).map(addressOf),
    before: row.before,
  };
  await gitlab.open(billing);
  const env = { ...process.env, ...gitlab.env };
  const taken = await printed(process.execPath, [path.join(__dirname, "inside.js"), JSON.stringify(input)], { env });
  await gitlab.clear(billing); // Not by the provider: what a process has declared it never removes.
  return JSON.parse(taken.slice(taken.lastIndexOf("\n") + 1)); // Before it stands what the provider tells people.
}

module.exports = { growth, measureProvider };
