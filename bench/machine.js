// @ts-check
const os = require("node:os");

/**
 * Where the figures come from: without it they say nothing.
 * @param {Readonly<Record<string, string>>} [versions]
 */
function describeMachine(versions) {
  const [cpu] = os.cpus();
  return {
    processor: cpu?.model.trim() ?? "unknown",
    cores: os.cpus().length,
    memory: `${Math.round(os.totalmem() / 2 ** 30)} GB`,
    system: `${os.type()} ${os.release()}`,
    load: os.loadavg().map((load) => load.toFixed(1)),
    versions: { Node: process.versions.node, ...versions },
  };
}

module.exports = { describeMachine };
