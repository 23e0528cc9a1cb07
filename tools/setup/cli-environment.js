// @ts-check
const path = require("node:path");
const { root } = require("./paths");

/** The environment for programs that start `pulumi`: the chosen CLI first, and no question to the network about updates. */
function cliEnvironment(env = process.env) {
  return {
    ...env,
    PATH: [path.join(root, "tools/bin"), env.PATH].filter(Boolean).join(path.delimiter),
    PULUMI_SKIP_UPDATE_CHECK: "true",
  };
}

module.exports = { cliEnvironment };
