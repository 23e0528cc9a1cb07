// @ts-check
const { existsSync } = require("node:fs");
const path = require("node:path");
const { exitWith, setup } = require("./setup");

const program = path.join(__dirname, "..", "dist", "simulator", "cli.js");

async function main() {
  // Standard output belongs to the simulator, whose first line is read by other programs.
  if (!existsSync(program)) await setup({ log: console.error });
  await require(program).main(process.argv.slice(2));
}

main().catch(exitWith);
