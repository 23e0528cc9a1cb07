// @ts-check
const fs = require("node:fs");
const os = require("node:os");
const path = require("node:path");
const { byVersionDescending, fits, parseVersion } = require("./cli-version");
const { run } = require("./command");
const { isExecutable, onPath, suffix } = require("./executable");
const { root } = require("./paths");

/** A healthy CLI answers at once; one on a sleeping network drive must not stop the set-up. */
const VERSION_TIMEOUT_MS = 30_000;

/**
 * `pulumi` on PATH, unless it is our own `tools/bin/pulumi` or lacks its Node language host (an npm shim that would download).
 * @param {NodeJS.ProcessEnv} env
 */
function pathCandidates(env) {
  const cli = onPath("pulumi", env, (file) => !isOurs(file));
  if (!cli) return [];
  const besides = [cli, fs.realpathSync(cli)].some((file) => hasLanguageHost(path.dirname(file)));
  return besides || onPath("pulumi-language-nodejs", env, (file) => !isOurs(file)) ? [cli] : [];
}

/**
 * Official CLIs that the Automation API or the npm package `pulumi` put into the user's Pulumi folder, newest first.
 * @param {NodeJS.ProcessEnv} env
 */
function versionsCandidates(env) {
  const folder = path.join(env.PULUMI_HOME ?? path.join(env.HOME ?? os.homedir(), ".pulumi"), "versions");
  if (!fs.existsSync(folder)) return [];
  return fs
    .readdirSync(folder)
    .filter(fits)
    .sort(byVersionDescending)
    .map((version) => path.join(folder, version, "bin", `pulumi${suffix}`))
    .filter((file) => isExecutable(file) && hasLanguageHost(path.dirname(file)));
}

/** @param {string} folder */
function hasLanguageHost(folder) {
  return isExecutable(path.join(folder, `pulumi-language-nodejs${suffix}`));
}

/** @param {string} file */
function isOurs(file) {
  return fs.realpathSync(file).startsWith(path.join(root, "tools") + path.sep);
}

/**
 * What the CLI says of itself; undefined when it doesn't run.
 * @param {string} cli
 * @param {NodeJS.ProcessEnv} env
 */
async function askVersion(cli, env) {
  const quiet = { ...env, PULUMI_SKIP_UPDATE_CHECK: "true" };
  const answer = await run(cli, ["version"], { env: quiet, timeoutMs: VERSION_TIMEOUT_MS });
  return answer.code === 0 ? parseVersion(answer.output) : undefined;
}

module.exports = { pathCandidates, versionsCandidates, askVersion, hasLanguageHost };
