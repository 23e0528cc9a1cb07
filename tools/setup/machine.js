// @ts-check
const fs = require("node:fs");
const os = require("node:os");
const path = require("node:path");
const { SetupError } = require("./command");

const NODE_NEEDED = "20.18.1";

/** The clone. */
const root = path.resolve(__dirname, "../..");
/** What the name of an executable ends with here. */
const suffix = process.platform === "win32" ? ".exe" : "";

/**
 * Where what we build ourselves is kept: outside the clone, so that the next clone finds it.
 * @param {NodeJS.ProcessEnv} env
 * @param {NodeJS.Platform} platform
 */
function cacheFolder(env = process.env, platform = process.platform) {
  if (env.PULUMI_GITLAB_CI_ACCESS_CACHE) return path.resolve(env.PULUMI_GITLAB_CI_ACCESS_CACHE);
  return path.join(userCache(env, platform), "pulumi-gitlab-ci-access");
}

/**
 * @param {NodeJS.ProcessEnv} env
 * @param {NodeJS.Platform} platform
 */
function userCache(env, platform) {
  if (env.XDG_CACHE_HOME) return env.XDG_CACHE_HOME;
  const home = env.HOME ?? os.homedir();
  if (platform === "darwin") return path.join(home, "Library/Caches");
  if (platform === "win32") return env.LOCALAPPDATA ?? path.join(home, "AppData/Local");
  return path.join(home, ".cache");
}

/** @param {string} file */
function isExecutable(file) {
  try {
    fs.accessSync(file, fs.constants.X_OK);
    return fs.statSync(file).isFile();
  } catch {
    return false;
  }
}

/**
 * The first executable of that name on PATH, or undefined.
 * @param {string} name
 * @param {NodeJS.ProcessEnv} env
 * @param {(file: string) => boolean} accepts
 */
function onPath(name, env, accepts = () => true) {
  const folders = (env.PATH ?? "").split(path.delimiter).filter((folder) => path.isAbsolute(folder));
  return folders.map((folder) => path.join(folder, name + suffix)).find((file) => isExecutable(file) && accepts(file));
}

/**
 * @param {string} node a version without `v`
 * @param {NodeJS.ProcessEnv} env
 */
function checkPrerequisites(node = process.versions.node, env = process.env) {
  if (!isAtLeast(node, NODE_NEEDED)) {
    throw new SetupError(`Node ${node} is too old: install Node ${NODE_NEEDED} or newer.`);
  }
  if (!onPath("git", env)) throw new SetupError("git isn't on PATH: install git.");
}

/**
 * @param {string} version
 * @param {string} needed
 */
function isAtLeast(version, needed) {
  const have = version.split(".").map(Number);
  const want = needed.split(".").map(Number);
  const differing = want.findIndex((part, index) => part !== have[index]);
  return differing === -1 || Number(have[differing]) > Number(want[differing]);
}

module.exports = { root, suffix, cacheFolder, isExecutable, onPath, checkPrerequisites, isAtLeast };
