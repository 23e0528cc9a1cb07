// @ts-check
const fs = require("node:fs");
const os = require("node:os");
const path = require("node:path");
const { setTimeout: wait } = require("node:timers/promises");
const { errorCode } = require("./command");

/** A holder touches its lock this often; three missed touches mean that it is gone, on whatever machine it ran. */
const TOUCH_MS = 10_000;
const STALE_MS = 3 * TOUCH_MS;
const POLL_MS = 500;

/**
 * Runs `work` while no other process does, on a lock file that goes with its owner and with a failure. Two owners at
 * once (both took over the same dead one's lock) would only do the work twice.
 * @template T
 * @param {string} file
 * @param {() => void} onWait called once when somebody else is at it
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
async function withLock(file, onWait, work) {
  const owner = JSON.stringify({ host: os.hostname(), pid: process.pid });
  fs.mkdirSync(path.dirname(file), { recursive: true });
  let told = false;
  while (!acquire(file, owner)) {
    if (isStale(file)) {
      fs.rmSync(file, { force: true });
      continue;
    }
    if (!told) onWait();
    told = true;
    await wait(POLL_MS);
  }
  const touch = setInterval(() => {
    if (read(file) === owner) fs.utimesSync(file, new Date(), new Date());
  }, TOUCH_MS);
  try {
    return await work();
  } finally {
    clearInterval(touch);
    if (read(file) === owner) fs.rmSync(file, { force: true });
  }
}

/**
 * @param {string} file
 * @param {string} owner
 */
function acquire(file, owner) {
  try {
    fs.writeFileSync(file, owner, { flag: "wx" });
    return true;
  } catch (error) {
    if (errorCode(error) === "EEXIST") return false;
    throw error;
  }
}

/** @param {string} file */
function isStale(file) {
  const stat = fs.statSync(file, { throwIfNoEntry: false });
  const owner = read(file);
  if (!stat || !owner) return Boolean(stat) && Date.now() - Number(stat?.mtimeMs) > STALE_MS;
  if (Date.now() - stat.mtimeMs > STALE_MS) return true;
  const { host, pid } = JSON.parse(owner);
  return host === os.hostname() && !isAlive(pid);
}

/** @param {string} file */
function read(file) {
  try {
    return fs.readFileSync(file, "utf8");
  } catch (error) {
    if (errorCode(error) === "ENOENT") return undefined;
    throw error;
  }
}

/** @param {number} pid */
function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return errorCode(error) === "EPERM";
  }
}

module.exports = { withLock };
