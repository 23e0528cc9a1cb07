// @ts-check
const os = require("node:os");
const path = require("node:path");

const root = path.resolve(__dirname, "../..");

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

module.exports = { root, cacheFolder };
