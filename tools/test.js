// @ts-check
const { exitWith, setup } = require("./setup");
const { SetupError } = require("./setup/command");
const { closingLine, countCheck, none, sum } = require("./test/counts");
const { parts } = require("./test/parts");

/** @type {Record<string, string[]>} */
const SEQUENCES = {
  "": ["unit", "check", "contract", "engine", "package"],
  check: ["check", "package"],
  unit: ["unit"],
  contract: ["contract"],
  engine: ["engine"],
  compat: ["compat"],
  live: ["live"],
};

/** @param {string[]} argv a part's name, then arguments for jest */
async function main([name = "", ...args]) {
  const sequence = SEQUENCES[name];
  if (!sequence)
    throw new SetupError(`There is no part "${name}": use ${Object.keys(SEQUENCES).filter(Boolean).join(", ")}.`);
  let counts = none;
  try {
    await setup();
    for (const part of sequence) {
      console.log(`\n== ${parts[part]?.heading} ==`);
      counts = sum([counts, (await parts[part]?.run(args)) ?? none]);
    }
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    console.error(error.message);
    counts = sum([counts, countCheck(1)]);
  }
  console.log(`\n${closingLine(counts)}`);
  process.exitCode = counts.failed === 0 ? 0 : 1;
}

main(process.argv.slice(2)).catch(exitWith);
