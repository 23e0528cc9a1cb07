// @ts-check
const fs = require("node:fs");
const path = require("node:path");
const { SetupError } = require("../setup/command");
const { cacheFolder, root } = require("../setup/machine");
const { Stamp, stampFolder } = require("../setup/stamp");
const { builtCli } = require("./built");
const { downloadedCli } = require("./downloaded");
const { askVersion, fits, pathCandidates, pinnedVersion, versionsCandidates } = require("./installed");

/** Names one of the four ways to a CLI, for tests and for people who must not download or build. */
const FORCE = "PULUMI_GITLAB_CI_ACCESS_CLI";

/** @typedef {{ env: NodeJS.ProcessEnv, log: (line: string) => void, version: string, cache: string }} Context */
/** @typedef {{ path: string, version: string, source: string }} Cli */

/** In order of choice. @type {Record<string, (context: Context) => Promise<Cli | undefined>>} */
const sources = {
  path: ({ env }) => firstThatFits(pathCandidates(env), env, "on PATH"),
  versions: ({ env }) => firstThatFits(versionsCandidates(env), env, "an official one in Pulumi's own folder"),
  download: async (context) => named(await downloadedCli(context), context, "the official download"),
  build: async (context) => named(await builtCli(context), context, "built from its Go modules"),
};

/**
 * @param {string[]} candidates
 * @param {NodeJS.ProcessEnv} env
 * @param {string} source
 */
async function firstThatFits(candidates, env, source) {
  for (const cli of candidates) {
    const version = await askVersion(cli, env);
    if (version && fits(version)) return { path: cli, version, source };
  }
  return undefined;
}

/**
 * @param {string | undefined} cli
 * @param {Context} context
 * @param {string} source
 */
function named(cli, { version }, source) {
  return cli === undefined ? undefined : { path: cli, version, source };
}

/**
 * The first way that gives a CLI; the last one says what is missing.
 * @param {Context} context
 * @returns {Promise<Cli>}
 */
async function chooseCli(context) {
  const forced = context.env[FORCE];
  if (forced && !Object.hasOwn(sources, forced)) {
    throw new SetupError(`${FORCE} is "${forced}": use one of ${Object.keys(sources).join(", ")}, or unset it.`);
  }
  for (const [name, find] of Object.entries(sources)) {
    if (forced && forced !== name) continue;
    const cli = await find(context);
    if (cli) return cli;
  }
  throw new SetupError(
    `${FORCE}=${forced} finds no Pulumi CLI that fits (major 3, 3.221 or newer): unset it or install one.`,
  );
}

/**
 * Chooses a CLI and notes it for `tools/bin/pulumi`; while nothing around it has changed, no process is started.
 * @param {{ log: (line: string) => void, env?: NodeJS.ProcessEnv, notes?: string }} options
 * @returns {Promise<Cli>}
 */
async function prepareCli({ log, env = process.env, notes = stampFolder }) {
  const stamp = new Stamp("cli.json", notes);
  const surroundings = describeSurroundings(env);
  const noted = JSON.parse(stamp.read() ?? "{}");
  if (noted.surroundings === surroundings && noted.executable === describeFile(noted.cli.path)) return noted.cli;

  stamp.clear();
  const cli = await chooseCli({ env, log, version: pinnedVersion(), cache: cacheFolder(env) });
  new Stamp("cli", notes).write(`${cli.path}\n${helpersFor(cli, env)}\n`);
  stamp.write(JSON.stringify({ cli, surroundings, executable: describeFile(cli.path) }));
  log(`Pulumi CLI: ${cli.version}, ${cli.source} (${cli.path}).`);
  return cli;
}

/**
 * What must come first on the CLI's PATH: its own folder, or it would use helpers of another version found there before.
 * @param {Cli} cli
 * @param {NodeJS.ProcessEnv} env
 */
function helpersFor(cli, env) {
  return pathCandidates(env).includes(cli.path) ? "" : path.dirname(cli.path);
}

/** @param {Cli} cli */
function isBuilt(cli) {
  return cli.path.startsWith(path.join(cacheFolder(), "cli") + path.sep);
}

/**
 * Everything the choice depends on, cheap to look at.
 * @param {NodeJS.ProcessEnv} env
 */
function describeSurroundings(env) {
  const candidates = [...pathCandidates(env), ...versionsCandidates(env)];
  const ours = ["cli/go.mod", "cli/go.sum", "built.js"].map((name) => path.join(root, "tools/pulumi", name));
  return [env[FORCE] ?? "", cacheFolder(env), ...[...candidates, ...ours].map(describeFile)].join("\n");
}

/** @param {string} file */
function describeFile(file) {
  const stat = fs.statSync(file, { throwIfNoEntry: false });
  return stat ? `${file} ${stat.size} ${stat.mtimeMs}` : `${file} missing`;
}

module.exports = { prepareCli, chooseCli, isBuilt };
