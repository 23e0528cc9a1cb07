// @ts-check
const { exitWith, setup } = require("./setup");
const { SetupError } = require("./setup/command");
const { CliStarts } = require("./test/cli-starts");
const { closingLine, countCheck, sum } = require("./test/counts");
const { parts } = require("./test/parts");
const { summaryLines } = require("./test/summary");

/** @typedef {import("./test/summary").Result} Result */

/** The parts of one row run side by side. What the static checks have to say comes after all of the row have ended. */
const STANDARD = [["unit", "check"], ["contract"], ["engine", "package"]];
const NIGHTLY = [["kills"], ["worlds"], ["nightly"], ["compat"]];

/** @type {Record<string, string[][]>} */
const SEQUENCES = {
  "": STANDARD,
  all: [...STANDARD, ...NIGHTLY],
  check: [["check"], ["package"]],
  unit: [["unit"]],
  contract: [["contract"]],
  engine: [["engine"]],
  nightly: NIGHTLY,
  kills: [["kills"]],
  compat: [["compat"]],
  live: [["live"]],
};

/** @param {string[]} argv a part's name, then arguments for jest */
async function main([name = "", ...args]) {
  const sequence = SEQUENCES[name];
  if (!sequence)
    throw new SetupError(`There is no part "${name}": use ${Object.keys(SEQUENCES).filter(Boolean).join(", ")}.`);
  /** @type {Result[]} */
  const results = [];
  const starts = new CliStarts();
  try {
    await setup();
    starts.begin(); // Not before: in a fresh clone the set-up replaces the whole of node_modules.
    for (const row of sequence) results.push(...(await play(row, args)));
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    console.error(error.message);
    results.push({ name: "set-up", counts: countCheck(1), seconds: 0 });
  } finally {
    console.log(`\n${summaryLines(results, starts.count()).join("\n")}`);
    starts.end();
  }
  const counts = sum(results.map((result) => result.counts));
  console.log(`\n${closingLine(counts)}`);
  process.exitCode = counts.failed === 0 ? 0 : 1;
}

/**
 * Runs parts side by side.
 * @param {string[]} names
 * @param {string[]} args
 * @returns {Promise<Result[]>}
 */
async function play(names, args) {
  console.log(`\n== ${names.map((name) => parts[name]?.heading).join("; ")} ==`);
  const running = names.map(async (name) => {
    const start = performance.now();
    const { counts, lines } = (await parts[name]?.run(args)) ?? { counts: countCheck(1), lines: [`no part ${name}`] };
    return { name, counts, lines, seconds: (performance.now() - start) / 1_000 };
  });
  const ended = await Promise.all(running);
  for (const { lines } of ended) for (const line of lines) console.log(line);
  return ended;
}

main(process.argv.slice(2)).catch(exitWith);
