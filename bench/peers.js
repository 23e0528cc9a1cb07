// @ts-check
const { mkdtemp, rm, writeFile } = require("node:fs/promises");
const { tmpdir } = require("node:os");
const path = require("node:path");
const { printed } = require("../tools/setup/command");

/** @typedef {import("./shapes").Contender & { atBest: boolean, version: () => Promise<string> }} Peer */

/** At their best they send as many requests at a time as this package does by default. */
const AT_BEST = 10;
const python = process.env.PYTHON ?? "python3";
/** GitLabForm 6 needs Python 3.12, and python-gitlab of a version of its own: it may live in an environment apart. */
const gitlabform = process.env.GITLABFORM ?? "gitlabform";
const scripts = {
  gitbeaker: path.join(__dirname, "peers/gitbeaker.js"),
  python: path.join(__dirname, "peers/python_gitlab.py"),
};

/**
 * Other ways to the same list, where they are installed. None of them has a state: a refresh is part of each run.
 * @type {readonly Peer[]}
 */
const peers = [
  script("Gitbeaker", process.execPath, scripts.gitbeaker, 1),
  script("Gitbeaker", process.execPath, scripts.gitbeaker, AT_BEST),
  script("python-gitlab", python, scripts.python, 1),
  script("python-gitlab", python, scripts.python, AT_BEST),
  {
    name: "gitlabform",
    isReal: true,
    atBest: true,
    version: () => printed(gitlabform, ["--version"]),
    open: openGitLabForm,
  },
];

/**
 * @param {string} tool
 * @param {string} program
 * @param {string} file
 * @param {number} atOnce
 * @returns {Peer}
 */
function script(tool, program, file, atOnce) {
  return {
    name: `${tool}, ${atOnce === 1 ? "one at a time" : `${atOnce} at a time`}`,
    isReal: true,
    atBest: atOnce > 1,
    version: () => printed(program, [file, "--version"]),
    async open(gitlab, { billing, ids }) {
      const env = { ...process.env, ...gitlab.env };
      const make = (/** @type {readonly number[]} */ projects) => () =>
        printed(program, [file, JSON.stringify({ project: billing.id, projects, atOnce })], { env });
      const destroy = atOnce > 1 ? { destroy: make([]) } : {}; // One at a time it would be the first run again, and as long.
      return { steps: { ...stepsOf(make(ids)), ...destroy }, close: async () => {} };
    },
  };
}

/**
 * https://gitlabform.github.io/gitlabform/reference/job_token_scope/
 * @param {import("./gitlab").MeasuredGitLab} gitlab
 * @param {import("./shapes").Input} input
 */
async function openGitLabForm(gitlab, { billing, ids }) {
  const folder = await mkdtemp(path.join(tmpdir(), "gitlab-ci-access-bench-"));
  const file = path.join(folder, "config.yml");
  const scope = { limit_access_to_this_project: true, allowlist: { enforce: true, projects: ids, groups: [] } };
  const configuration = {
    config_version: await configVersion(),
    gitlab: { url: gitlab.url, token: gitlab.token },
    projects_and_groups: { [billing.path]: { job_token_scope: scope } },
  };
  await writeFile(file, JSON.stringify(configuration)); // JSON is YAML.
  const make = () => printed(gitlabform, ["--skip-version-check", "--config", file, billing.path]);
  return { steps: stepsOf(make), close: () => rm(folder, { recursive: true, force: true }) };
}

/** GitLabForm takes the configuration of its own version only: 3 until 3.x, 4 since. */
async function configVersion() {
  const [, major = "0"] = /(\d+)\.\d+/.exec(await printed(gitlabform, ["--version"])) ?? [];
  return Number(major) > 3 ? 4 : 3;
}

/**
 * The same run does all of these.
 * @param {() => Promise<unknown>} make
 */
function stepsOf(make) {
  return { up: make, same: make, repair: make };
}

/** Those that are installed, with their versions; and a line for each that is not. */
async function installedPeers() {
  const asked = await Promise.all(peers.map(async (peer) => ({ ...peer, ...(await versionOf(peer)) })));
  const missing = asked.filter(({ problem }) => problem !== undefined);
  return {
    installed: asked.filter(({ problem }) => problem === undefined),
    missing: missing.map(({ name, problem }) => `${name}: not installed (${problem})`),
  };
}

/**
 * @param {Peer} peer
 * @returns {Promise<{ version?: string, problem?: string }>}
 */
async function versionOf({ version }) {
  try {
    return { version: /\d+(\.\d+)+/.exec(await version())?.[0] ?? "unknown" };
  } catch (error) {
    const said = String(error instanceof Error ? error.message : error)
      .split("\n")
      .filter((line) => line.trim() !== "");
    return { problem: said.find((line) => /Error\b|ENOENT/.test(line)) ?? said[0] ?? "no reason" };
  }
}

module.exports = { installedPeers };
