// @ts-check
const fs = require("node:fs");
const path = require("node:path");
const { SetupError, run } = require("./command");
const { root } = require("./machine");
const { Stamp, hashFiles } = require("./stamp");

/** npm says first what is wrong, then how `npm ci` is used. */
const REASON_LINES = 20;
const PACKAGE = "pulumi-gitlab-ci-access";

/** @typedef {{ version?: string, integrity?: string, optional?: boolean, link?: boolean }} LockEntry */
/** @typedef {{ packages: Record<string, LockEntry> }} Lock */

/**
 * Whether what npm noted as installed is what the lock file asks for; optional packages may be missing (other platforms).
 * @param {Lock} lock package-lock.json
 * @param {Lock} installed node_modules/.package-lock.json
 */
function installedFits(lock, installed) {
  const wanted = Object.entries(lock.packages).filter(([location]) => location !== "");
  const surplus = Object.entries(installed.packages).some(([location, is]) => !is.link && !lock.packages[location]);
  return (
    !surplus &&
    wanted.every(([location, entry]) => {
      const is = installed.packages[location];
      return is ? is.version === entry.version && is.integrity === entry.integrity : entry.optional === true;
    })
  );
}

/**
 * @param {string} file
 * @returns {Lock | undefined}
 */
function readLock(file) {
  return fs.existsSync(file) ? JSON.parse(fs.readFileSync(file, "utf8")) : undefined;
}

function nodeModulesFits() {
  const lock = readLock(path.join(root, "package-lock.json"));
  const installed = readLock(path.join(root, "node_modules/.package-lock.json"));
  return lock !== undefined && installed !== undefined && installedFits(lock, installed);
}

/** @param {(line: string) => void} log */
async function installDependencies(log) {
  const stamp = new Stamp("install");
  const wanted = `${process.platform}-${process.arch} ${hashFiles([path.join(root, "package-lock.json")])}`;
  if (stamp.read() !== wanted && !nodeModulesFits()) await npmCi(log);
  stamp.write(wanted);
  linkPackage();
}

/** @param {(line: string) => void} log */
async function npmCi(log) {
  log("Installing npm packages (usually 10 to 60 seconds) …");
  // Whatever NODE_ENV says: without the development packages there is nothing to build or test with.
  const args = ["ci", "--include=dev", "--no-audit", "--no-fund", "--loglevel=error"];
  const { code, output } = await run("npm", args, { cwd: root, env: process.env });
  if (code === 0) return;
  throw new SetupError(
    `npm could not install the packages of package-lock.json. If its words below speak of the network, allow access to the registry that \`npm config get registry\` names.\n${output.split("\n").slice(0, REASON_LINES).join("\n")}`,
  );
}

/** Examples, and the process Pulumi starts for the resources, find the package by its name, as a user's would. */
function linkPackage() {
  const link = path.join(root, "node_modules", PACKAGE);
  if (fs.existsSync(link) && fs.realpathSync(link) === fs.realpathSync(root)) return;
  fs.rmSync(link, { recursive: true, force: true });
  fs.symlinkSync("..", link, process.platform === "win32" ? "junction" : "dir");
}

module.exports = { installDependencies, installedFits };
