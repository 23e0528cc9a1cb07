// @ts-check
const { spawn } = require("node:child_process");
const { once } = require("node:events");
const { mkdtempSync } = require("node:fs");
const { rm } = require("node:fs/promises");
const os = require("node:os");
const path = require("node:path");
const { createInterface } = require("node:readline");

/**
 * A simulated GitLab in a process of its own, full of projects, and a folder for what is read from it.
 * @param {number} count
 * @param {number} latencyMs
 */
async function startEstate(count, latencyMs) {
  const simulator = path.resolve(__dirname, "../tools/simulator.js");
  const args = [simulator, "--estate", `${count}`, "--seed", "7", "--latency", `${latencyMs}`];
  const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
  const [line] = await once(createInterface({ input: child.stdout }), "line");
  const { url, token: administrator, estate } = JSON.parse(line);
  const folder = mkdtempSync(path.join(os.tmpdir(), "bench-estate-"));
  const close = async () => {
    child.kill("SIGTERM");
    await once(child, "exit");
    await rm(folder, { recursive: true, force: true });
  };
  return { gitlab: { url, token: estate.tokens.owner, administrator, latencyMs, folder }, close };
}

module.exports = { startEstate };
