// @ts-check
const fs = require("node:fs");
const path = require("node:path");
const { askVersion, hasLanguageHost } = require("./installed");
const { lastLines, run } = require("../setup/command");
const { withLock } = require("../setup/lock");
const { isExecutable, suffix } = require("../setup/machine");

/** The npm package only downloads; any of its releases takes the version to download from PULUMI_VERSION. */
const NPM_PACKAGE = "pulumi@3.259.0";
/** What the npm package fetches first: where this doesn't answer, nothing of it can work. */
const INSTALLER = "https://get.pulumi.com/install.sh";
const PROBE_MS = 5_000;
const DOWNLOAD_MS = 300_000;

/**
 * The official CLI, downloaded into our own cache folder: the user's Pulumi folder is never touched, let alone half-filled.
 * @param {{ version: string, cache: string, env: NodeJS.ProcessEnv, log: (line: string) => void, installer?: string }} options
 * @returns {Promise<string | undefined>}
 */
async function downloadedCli({ version, cache, env, log, installer = INSTALLER }) {
  const folder = path.join(cache, "official", version);
  const cli = path.join(folder, "bin", `pulumi${suffix}`);
  if (isComplete(cli)) return cli;
  const unreachable = await probe(installer);
  if (unreachable) {
    log(`The official Pulumi CLI can't be downloaded here (${new URL(installer).host}: ${unreachable}).`);
    return undefined;
  }
  const onWait = () => log("Another set-up is downloading the Pulumi CLI; waiting for it …");
  return withLock(`${folder}.lock`, onWait, async () => {
    if (!isComplete(cli)) await download({ version, folder, env, log });
    return isComplete(cli) ? cli : undefined;
  });
}

/** @param {string} cli */
function isComplete(cli) {
  return isExecutable(cli) && hasLanguageHost(path.dirname(cli));
}

/**
 * Why it can't be reached, or undefined. Node's own fetch, because that is what the npm package uses: no proxy settings.
 * @param {string} url
 */
async function probe(url) {
  try {
    const response = await fetch(url, { method: "HEAD", signal: AbortSignal.timeout(PROBE_MS) });
    return response.ok ? undefined : `HTTP ${response.status}`;
  } catch (error) {
    return reasonOf(error);
  }
}

/**
 * `fetch` itself only says that it failed; the reason is the cause.
 * @param {unknown} error
 * @returns {string}
 */
function reasonOf(error) {
  if (typeof error !== "object" || error === null) return String(error);
  if ("cause" in error && error.cause) return reasonOf(error.cause);
  return "message" in error ? String(error.message) : String(error);
}

/** @param {{ version: string, folder: string, env: NodeJS.ProcessEnv, log: (line: string) => void }} options */
async function download({ version, folder, env, log }) {
  log(`Downloading the official Pulumi CLI ${version} (usually 1 minute) …`);
  const home = `${folder}.partial`;
  fs.rmSync(home, { recursive: true, force: true });
  try {
    const args = ["exec", "--yes", `--package=${NPM_PACKAGE}`, "--", "pulumi", "version"];
    const childEnv = { ...env, PULUMI_VERSION: version, PULUMI_HOME: home, PULUMI_SKIP_UPDATE_CHECK: "true" };
    const { code, output, timedOut } = await run("npm", args, { env: childEnv, timeoutMs: DOWNLOAD_MS });
    const downloaded = path.join(home, "versions", version);
    const cli = path.join(downloaded, "bin", `pulumi${suffix}`);
    if (isComplete(cli) && (await askVersion(cli, childEnv)) === version) fs.renameSync(downloaded, folder);
    else log(`The download failed (${timedOut ? "it took too long" : `exit code ${code}`}): ${lastLines(output, 5)}`);
  } finally {
    fs.rmSync(home, { recursive: true, force: true });
  }
}

module.exports = { downloadedCli };
