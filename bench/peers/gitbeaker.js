// @ts-check
// Brings one allowlist to the given ids with Gitbeaker: node gitbeaker.js '{"project":1,"projects":[2,3],"atOnce":10}'
const { readFileSync } = require("node:fs");
const path = require("node:path");

const name = "@gitbeaker/rest"; // Not a dependency: it is measured where somebody installed it.

/** @param {string} input */
async function main(input) {
  if (input === "--version") return console.log(version());
  const { Gitlab } = require(name);
  /** @type {{ project: number, projects: number[], atOnce: number }} */
  const { project, projects, atOnce } = JSON.parse(input);
  const { ProjectJobTokenScopes: scopes } = new Gitlab({
    host: process.env.GITLAB_BASE_URL,
    token: process.env.GITLAB_TOKEN,
  });

  /** @type {number[]} */
  const present = (await scopes.showInboundAllowList(project, { perPage: 100 })).map(
    (/** @type {{ id: number }} */ entry) => entry.id,
  );
  const surplus = present.filter((id) => id !== project && !projects.includes(id));
  const missing = projects.filter((id) => !present.includes(id));
  await each(missing, atOnce, (id) => scopes.addToInboundAllowList(project, id));
  if (!(await scopes.show(project)).inbound_enabled) await scopes.edit(project, true);
  await each(surplus, atOnce, (id) => scopes.removeFromInboundAllowList(project, id));
}

function version() {
  const file = path.join(path.dirname(require.resolve(name)), "../package.json"); // It doesn't export it.
  return JSON.parse(readFileSync(file, "utf8")).version;
}

/**
 * So many at a time, as in most scripts: workers that share one queue.
 * @template T
 * @param {readonly T[]} items
 * @param {number} atOnce
 * @param {(item: T) => Promise<unknown>} work
 */
async function each(items, atOnce, work) {
  const waiting = [...items];
  const worker = async () => {
    for (let item = waiting.shift(); item !== undefined; item = waiting.shift()) await work(item);
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
}

main(process.argv[2] ?? "").catch((error) => {
  console.error(error);
  process.exitCode = 1;
});
