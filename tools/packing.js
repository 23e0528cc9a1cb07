// @ts-check
// Builds what is published, and refuses to pack anything else: npm takes whatever lies in the folders of `files`, a forgotten key included.
const { buildPackage } = require("./setup/build");
const { SetupError, printed } = require("./setup/command");
const { root } = require("./setup/machine");
const { exitWith } = require("./setup");

/**
 * The files that npm would pack and git doesn't track. What lies in `dist` is built from a source, which git tracks.
 * @param {string} folder the package
 */
async function strayFiles(folder) {
  const options = { cwd: folder, env: { ...process.env, npm_config_loglevel: "silent" } };
  const packed = await printed("npm", ["pack", "--dry-run", "--json", "--ignore-scripts"], options);
  const tracked = new Set((await printed("git", ["ls-files", "-z"], options)).split("\0"));
  return filesIn(packed).filter((file) => !tracked.has(sourceOf(file)));
}

/** @param {string} answer what `npm pack --json` prints: a list, or from npm 12 on an object by name */
function filesIn(answer) {
  /** @type {{ files: { path: string }[] }[]} */
  const packages = Object.values(JSON.parse(answer));
  return packages.flatMap(({ files }) => files.map(({ path }) => path));
}

/** @param {string} file */
function sourceOf(file) {
  return file.startsWith("dist/") ? file.slice("dist/".length).replace(/(\.d\.ts|\.js)(\.map)?$/, ".ts") : file;
}

async function main() {
  await buildPackage(console.error);
  const stray = await strayFiles(root);
  if (stray.length > 0)
    throw new SetupError(`git doesn't track these files, and npm would publish them:\n${stray.join("\n")}`);
}

if (require.main === module) main().catch(exitWith);

module.exports = { strayFiles };
