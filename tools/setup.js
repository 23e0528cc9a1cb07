// @ts-check
const { isBuilt, prepareCli } = require("./pulumi/choice");
const { buildLanguageHost } = require("./pulumi/host");
const { buildPackage } = require("./setup/build");
const { Interrupted, SetupError } = require("./setup/command");
const { checkPrerequisites } = require("./setup/machine");
const { installDependencies } = require("./setup/packages");

/**
 * Brings a clone into a state in which everything runs; does only what is missing.
 * @param {{ log?: (line: string) => void }} options
 */
async function setup({ log = console.log } = {}) {
  checkPrerequisites();
  await installDependencies(log);
  await buildPackage(log);
  const cli = await prepareCli({ log });
  if (isBuilt(cli)) await buildLanguageHost(log);
  return { cli };
}

/**
 * Ends the process with what a failure means: one sentence for what people can mend, a stack for what they can't.
 * @param {unknown} error
 */
function exitWith(error) {
  if (error instanceof Interrupted) process.exit(error.exitCode);
  console.error(error instanceof SetupError ? error.message : error);
  process.exit(1);
}

if (require.main === module) {
  setup().then(({ cli }) => console.log(`Set-up is complete: Pulumi ${cli.version}, ${cli.source}.`), exitWith);
}

module.exports = { setup, exitWith };
