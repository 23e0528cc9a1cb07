// @ts-check
const { spawn } = require("node:child_process");
const { once } = require("node:events");
const path = require("node:path");
const { createInterface } = require("node:readline");

/**
 * A simulated GitLab in a process of its own, so that it and what is measured don't wait for each other's code. `said` is its first line.
 * @param {readonly string[]} args
 */
async function startSimulator(args) {
  const program = path.resolve(__dirname, "../tools/simulator.js");
  const child = spawn(process.execPath, [program, ...args], { stdio: ["ignore", "pipe", "inherit"] });
  const [line] = await once(createInterface({ input: child.stdout }), "line");
  const close = async () => {
    child.kill("SIGTERM");
    await once(child, "exit");
  };
  return { said: JSON.parse(line), close };
}

module.exports = { startSimulator };
