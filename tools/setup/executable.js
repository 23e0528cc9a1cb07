// @ts-check
const fs = require("node:fs");
const path = require("node:path");

const suffix = process.platform === "win32" ? ".exe" : "";

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

module.exports = { isExecutable, onPath, suffix };
