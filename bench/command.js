const { spawn } = require("node:child_process");

/** Runs a program to its end; what it prints is in the error when it fails. */
function run(program, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { ...options, stdio: ["ignore", "pipe", "pipe"] });
    const output = [];
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => output.push(String(chunk)));
    child.once("error", reject);
    child.once("close", (code) => {
      if (code === 0) resolve(output.join(""));
      else reject(new Error(`${program} ${args[0]} ended with ${code}:\n${output.join("")}`));
    });
  });
}

module.exports = { run };
