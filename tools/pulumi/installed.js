// @ts-check
const fs = require("node:fs");
const os = require("node:os");
const path = require("node:path");
const { run } = require("../setup/command");
const { isExecutable, onPath, root, suffix } = require("../setup/machine");

/** The oldest that starts policy packs through the language host, as ours are started. */
const OLDEST = { major: 3, minor: 221 };
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

/** The version that go.mod pins is the one that we build and download. */
function pinnedVersion(goMod = fs.readFileSync(path.join(root, "tools/pulumi/cli/go.mod"), "utf8")) {
  const version = /^\s*github\.com\/pulumi\/pulumi\/pkg\/v3 v(\S+)(?: \/\/.*)?$/m.exec(goMod)?.[1];
  if (!version) throw new Error("tools/pulumi/cli/go.mod names no version of github.com/pulumi/pulumi/pkg/v3");
  return version;
}

/**
 * What `pulumi version` printed, as a version without `v`; undefined when it is none.
 * @param {string} output
 */
function parseVersion(output) {
  return /^v?(\d+\.\d+\.\d+\S*)$/m.exec(output.trim())?.[1];
}

/** @param {string | undefined} version */
function fits(version) {
  const [major, minor] = (version ?? "").split(".").map(Number);
  return major === OLDEST.major && Number(minor) >= OLDEST.minor;
}

/**
 * Newest first.
 * @param {string} a
 * @param {string} b
 */
function byVersionDescending(a, b) {
  return b.localeCompare(a, "en", { numeric: true });
}

module.exports = {
  askVersion,
  byVersionDescending,
  fits,
  hasLanguageHost,
  parseVersion,
  pathCandidates,
  pinnedVersion,
  versionsCandidates,
};
