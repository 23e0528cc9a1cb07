// @ts-check
const { existsSync } = require("node:fs");
const path = require("node:path");
const { exitWith, setup } = require("./setup");

const built = path.join(__dirname, "..", "dist", "simulator");

async function main() {
  // Standard output belongs to the simulator, whose first line is read by other programs.
  if (!existsSync(built)) await setup({ log: console.error });
  await require("../dist/simulator/cli").main(process.argv.slice(2));
}

main().catch(exitWith);
