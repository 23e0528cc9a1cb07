// @ts-check
const fs = require("node:fs");
const path = require("node:path");
const { SETTINGS, compile } = require("../setup/build");
const { root } = require("../setup/machine");
const { Stamp, filesBelow, hashFiles } = require("../setup/stamp");

/**
 * The host is only needed beside a CLI that we built; the official one brings its own.
 * @param {(line: string) => void} log
 */
async function buildLanguageHost(log) {
  const stamp = new Stamp("language-host");
  const folder = path.join(root, "tools/pulumi/host");
  const wanted = hashFiles([...filesBelow(folder), ...SETTINGS.map((name) => path.join(root, name))]);
  if (stamp.read() === wanted && fs.existsSync(path.join(root, "node_modules/.cache/language-host/main.js"))) return;
  log("Building the Node language host (usually 5 seconds) …");
  stamp.clear();
  fs.rmSync(path.join(root, "node_modules/.cache/language-host"), { recursive: true, force: true });
  await compile("tools/pulumi/host/tsconfig.json");
  stamp.write(wanted);
}

module.exports = { buildLanguageHost };
