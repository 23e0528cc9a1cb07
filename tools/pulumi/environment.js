// @ts-check
const path = require("node:path");
const { root } = require("../setup/machine");

/** The environment for programs that start `pulumi`: the chosen CLI first, and no question to the network about updates. */
function cliEnvironment(env = process.env) {
  return {
    ...env,
    PATH: [path.join(root, "tools/bin"), env.PATH].filter(Boolean).join(path.delimiter),
    PULUMI_SKIP_UPDATE_CHECK: "true",
  };
}

/**
 * Variables that keep a run of the CLI in a folder of its own: state, home and passphrase. Nothing of the user's is read or written.
 * @param {string} folder
 * @param {string} stack
 */
function isolatedPulumi(folder, stack) {
  return {
    PULUMI_BACKEND_URL: `file://${folder}`,
    PULUMI_CONFIG_PASSPHRASE: "kept in a folder that is thrown away",
    PULUMI_HOME: path.join(folder, "home"),
    PULUMI_SKIP_UPDATE_CHECK: "true",
    PULUMI_STACK: stack,
  };
}

module.exports = { cliEnvironment, isolatedPulumi };
