// @ts-check
// The speed claims as one program: everything in turn, in one run on one machine, against a simulated GitLab with a latency.
const { mkdirSync, writeFileSync } = require("node:fs");
const path = require("node:path");
const { parseArgs } = require("node:util");
const { setup } = require("../tools/setup");
const { chart } = require("./chart");
const { seed, startGitLab } = require("./gitlab");
const { describeMachine } = require("./machine");
const { measureCell } = require("./measure");
const { publish } = require("./page");
const { installedPeers } = require("./peers");
const { planOf } = require("./plan");
const { growth, measureProvider } = require("./provider-time");
const { report, summary } = require("./report");
const { measureStartUp, ways } = require("./start-up");

/** @typedef {import("./shapes").Measured} Measured */

const CONCURRENCY = 10;
const results = path.join(__dirname, "results");

async function main() {
  const options = optionsOf(process.argv.slice(2));
  const { cli } = await setup();
  const { installed, missing } = await installedPeers();
  const versions = Object.fromEntries(installed.map(({ name, version = "" }) => [name.split(",")[0] ?? name, version]));
  const { gitlab, close } = await startGitLab(options.latencyMs);
  try {
    const before = describeMachine({ Pulumi: cli.version, ...versions });
    const rounds = await measureAll(gitlab, options, installed);
    const machine = { ...before, load: { before: before.load, after: describeMachine().load } };
    save({ machine, options: { ...options, concurrency: CONCURRENCY }, missing, ...rounds }, options);
  } finally {
    await close();
  }
}

/** @param {string[]} args */
function optionsOf(args) {
  const options = /** @type {const} */ ({
    quick: { type: "boolean", default: false },
    publish: { type: "boolean", default: false },
    runs: { type: "string" },
    latency: { type: "string", default: "50" },
  });
  const { quick, publish, runs = quick ? "2" : "5", latency } = parseArgs({ args, options }).values;
  if (quick && publish) throw new Error("--quick is a first answer: what bench/README.md shows takes a whole run.");
  return { quick, publish, runs: whole("--runs", runs), latencyMs: whole("--latency", latency) };
}

/**
 * @param {string} name
 * @param {string} text
 */
function whole(name, text) {
  if (/^[1-9]\d*$/.test(text)) return Number(text);
  throw new Error(`${name} takes a whole number above 0, not "${text}".`);
}

/**
 * In rounds, so that whatever comes over the machine comes over all.
 * @param {import("./gitlab").MeasuredGitLab} gitlab
 * @param {{ quick: boolean, runs: number }} options
 * @param {Awaited<ReturnType<typeof installedPeers>>["installed"]} peers
 */
async function measureAll(gitlab, { quick, runs }, peers) {
  const world = await seed(gitlab);
  const cells = planOf({ quick }, peers).map((cell) => ({
    ...cell,
    runs: /** @type {import("./shapes").Run[]} */ ([]),
  }));
  const inside = growth.map((row) => ({
    ...row,
    runs: /** @type {import("./shapes").Inside["runs"][number][]} */ ([]),
  }));
  const startUp = (quick ? [] : ways).map((way) => ({
    ...way,
    runs: /** @type {import("./shapes").StartUp["runs"][number][]} */ ([]),
  }));
  for (let round = 1; round <= runs; round += 1) {
    const named = (/** @type {string} */ name) => `round ${round}: ${name}`;
    for (const cell of cells) await tell(named(titleOf(cell)), cell.runs, () => measureCell(gitlab, world, cell));
    for (const row of inside) await tell(named(row.title), row.runs, () => measureProvider(gitlab, world, row));
    for (const way of startUp) await tell(named(way.name), way.runs, () => measureStartUp(gitlab, way));
  }
  return {
    cells: cells.map(({ contender, ...cell }) => ({ contender: contender.name, ...cell })),
    inside,
    startUp: startUp.map(({ name, runs: taken }) => ({ name, runs: taken })),
  };
}

/**
 * @template T
 * @param {string} name
 * @param {T[]} runs
 * @param {() => Promise<T>} measure
 */
async function tell(name, runs, measure) {
  const started = performance.now();
  runs.push(await measure());
  console.error(`${name} (${((performance.now() - started) / 1_000).toFixed(1)} s)`);
}

/** @param {import("./shapes").PlannedCell} cell */
function titleOf({ contender, count, addresses }) {
  return `${contender.name}, ${count}, ${addresses}`;
}

/**
 * @param {Measured} measured
 * @param {{ quick: boolean, publish: boolean }} options
 */
function save(measured, { quick, publish }) {
  mkdirSync(results, { recursive: true });
  const name = quick ? "quick" : "full";
  const write = (/** @type {string} */ extension, /** @type {string} */ text) =>
    writeFileSync(path.join(results, `${name}.${extension}`), text);
  const text = report(measured);
  write("json", `${JSON.stringify(measured, undefined, 2)}\n`);
  write("svg", chart(measured));
  write("md", text);
  if (publish) show(measured);
  console.log(text);
}

/**
 * In bench/README.md: the figures between its two marks; beside it the chart, which the README shows.
 * @param {Measured} measured
 */
function show(measured) {
  writeFileSync(path.join(__dirname, "chart.svg"), chart(measured));
  publish("bench", [summary(measured)]);
}

main().catch((error) => {
  console.error(error);
  process.exitCode = 1;
});
