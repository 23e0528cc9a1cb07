// @ts-check
const { mkdtemp, rm } = require("node:fs/promises");
const os = require("node:os");
const path = require("node:path");
const { startSimulator } = require("./simulator");

/**
 * A simulated GitLab full of projects, and a folder for what is read from it.
 * @param {number} count
 * @param {number} latencyMs
 */
async function startEstate(count, latencyMs) {
  const { said, close } = await startSimulator(["--estate", `${count}`, "--seed", "7", "--latency", `${latencyMs}`]);
  const { url, token: administrator, estate } = said;
  const folder = await mkdtemp(path.join(os.tmpdir(), "bench-estate-"));
  const closeAll = async () => {
    await close();
    await rm(folder, { recursive: true, force: true });
  };
  return { gitlab: { url, token: estate.tokens.owner, administrator, latencyMs, folder }, close: closeAll };
}

module.exports = { startEstate };
