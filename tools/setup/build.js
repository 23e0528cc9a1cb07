// @ts-check
const fs = require("node:fs");
const path = require("node:path");
const { OUTPUTS: PAGE_OUTPUTS, SOURCE: PAGE_SOURCE, buildPage } = require("../page");
const { SetupError, lastLines, run } = require("./command");
const { root } = require("./machine");
const { Stamp, filesBelow, hashFiles } = require("./stamp");

/** @type {{ include: string[], compilerOptions: { tsBuildInfoFile: string } }} */
const { include: SOURCE_FOLDERS, compilerOptions } = JSON.parse(
  fs.readFileSync(path.join(root, "tsconfig.build.json"), "utf8"),
);
/** What tsc has built already. It lies in `dist`, so that it goes with what it tells of; `files` of package.json leaves it out. */
const NOTES = path.join(root, compilerOptions.tsBuildInfoFile);
/** What a build depends on beside its sources. */
const SETTINGS = ["tsconfig.json", "tsconfig.build.json", "package-lock.json", "tools/page.js"];

/**
 * Files in `dist` whose source is gone: left there, they could still be imported.
 * @param {string[]} outputs relative to dist
 * @param {string[]} sources relative to the clone
 */
function staleOutputs(outputs, sources) {
  const known = new Set(sources.map((source) => source.replace(/\.[jt]s$/, "")));
  return outputs.filter((output) => !known.has(output.replace(/(\.d\.ts|\.js)(\.map)?$/, "")));
}

/** @param {(line: string) => void} log */
async function buildPackage(log) {
  const sources = SOURCE_FOLDERS.flatMap((folder) => filesBelow(path.join(root, folder)));
  const stamp = new Stamp("build");
  const wanted = hashFiles([...sources, ...SETTINGS.map((name) => path.join(root, name))]);
  const names = sources.filter((file) => file.endsWith(".ts")).map((file) => path.relative(root, file));
  const isOfPage = (/** @type {string} */ name) => name.startsWith(`${PAGE_SOURCE}/`);
  const compiled = names.filter((name) => !isOfPage(name)).map((name) => name.replace(/\.ts$/, ".js"));
  const complete = [...compiled, ...PAGE_OUTPUTS].every((name) => fs.existsSync(path.join(root, "dist", name)));
  if (stamp.read() === wanted && complete) return;

  log("Building the package (usually 5 to 15 seconds) …");
  stamp.clear();
  // tsc trusts its notes, not the folder: with them it would not write a missing file again.
  if (!complete) fs.rmSync(NOTES, { force: true });
  await compile("tsconfig.build.json");
  await buildPage();
  const built = filesBelow(path.join(root, "dist")).filter((file) => file !== NOTES);
  const outputs = built.map((file) => path.relative(path.join(root, "dist"), file));
  for (const output of staleOutputs(outputs, [...compiled, ...PAGE_OUTPUTS]))
    fs.rmSync(path.join(root, "dist", output));
  stamp.write(wanted);
}

/** @param {string} project */
async function compile(project) {
  const tsc = path.join(root, "node_modules/typescript/bin/tsc");
  const { code, output } = await run(process.execPath, [tsc, "-p", project], { cwd: root, env: process.env });
  if (code !== 0) throw new SetupError(`TypeScript refused ${project}:\n${lastLines(output, 40)}`);
}

module.exports = { SETTINGS, buildPackage, compile, staleOutputs };
