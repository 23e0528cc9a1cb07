const { spawn } = require("node:child_process");
const { mkdtemp, rm, symlink, writeFile } = require("node:fs/promises");
const { tmpdir } = require("node:os");
const path = require("node:path");
const { isolatedPulumi } = require("../tools/setup/cli-environment");

const root = path.resolve(__dirname, "..");

/** A Pulumi project in a folder of its own, with a backend and a home of its own; thrown away after. */
async function withProject(simulator, declare, { project, targets }, act) {
  const folder = await mkdtemp(path.join(tmpdir(), "gitlab-ci-access-bench-"));
  const write = (name, text) => writeFile(path.join(folder, name), text);
  await symlink(path.join(root, "node_modules"), path.join(folder, "node_modules"));
  await write("package.json", '{ "name": "bench", "version": "0.0.0", "private": true }');
  await write(
    "Pulumi.yaml",
    "name: bench\nruntime:\n  name: nodejs\n  options:\n    typescript: false\nmain: index.js\n",
  );
  await write("declare.js", declare);
  await write(
    "index.js",
    `const declare = require("./declare");
for (const target of ${JSON.stringify(targets)}) declare("acme-service-" + target, ${project}, target);`,
  );
  const env = {
    ...process.env,
    GITLAB_BASE_URL: simulator.url,
    GITLAB_TOKEN: simulator.token,
    ...isolatedPulumi(folder, "bench"),
  };
  const pulumi = (...args) => run([...args, "--non-interactive"], { cwd: folder, env });
  try {
    await pulumi("stack", "init", "bench");
    return await act((command, ...args) => pulumi(command, "--yes", ...args));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function run(args, options) {
  return new Promise((resolve, reject) => {
    const child = spawn(path.join(root, "tools/bin/pulumi"), args, { ...options, stdio: ["ignore", "pipe", "pipe"] });
    const output = [];
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => output.push(String(chunk)));
    child.once("error", reject);
    child.once("close", (code) =>
      code === 0 ? resolve(undefined) : reject(new Error(`pulumi ${args[0]} failed:\n${output.join("")}`)),
    );
  });
}

module.exports = { withProject };
