// @ts-check
const { mkdir, mkdtemp, rm, symlink, writeFile } = require("node:fs/promises");
const { tmpdir } = require("node:os");
const path = require("node:path");
const { isolatedPulumi } = require("../tools/pulumi/environment");
const { printed } = require("../tools/setup/command");

const root = path.resolve(__dirname, "..");

/**
 * A Pulumi project in a folder of its own, with a backend and a home of its own. `files` are its program.
 * @param {Readonly<Record<string, string>>} files
 * @param {{ main?: string, env?: NodeJS.ProcessEnv }} options
 */
async function openStack(files, { main = "index.js", env = {} } = {}) {
  const folder = await mkdtemp(path.join(tmpdir(), "gitlab-ci-access-bench-"));
  const options = main.endsWith(".ts") ? "" : "  options:\n    typescript: false\n";
  const all = {
    "package.json": '{ "name": "bench", "version": "0.0.0", "private": true }',
    "Pulumi.yaml": `name: bench\nruntime:\n  name: nodejs\n${options}main: ${main}\n`,
    ...files,
  };
  await symlink(path.join(root, "node_modules"), path.join(folder, "node_modules"));
  for (const [name, text] of Object.entries(all)) {
    await mkdir(path.dirname(path.join(folder, name)), { recursive: true });
    await writeFile(path.join(folder, name), text);
  }
  const cwd = { cwd: folder, env: { ...process.env, ...env, ...isolatedPulumi(folder, "bench") } };
  const pulumi = (/** @type {string[]} */ ...args) =>
    printed(path.join(root, "tools/bin/pulumi"), [...args, "--non-interactive"], cwd);
  await pulumi("stack", "init", "bench");
  return { folder, pulumi, close: () => rm(folder, { recursive: true, force: true }) };
}

module.exports = { openStack };
