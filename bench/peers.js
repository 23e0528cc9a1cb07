const { mkdtemp, rm, writeFile } = require("node:fs/promises");
const { tmpdir } = require("node:os");
const path = require("node:path");
const { run } = require("./command");

/** At their best they send as many requests at a time as this package does by default. */
const AT_BEST = 10;
const python = process.env.PYTHON ?? "python3";
const scripts = {
  gitbeaker: path.join(__dirname, "peers/gitbeaker.js"),
  python: path.join(__dirname, "peers/python_gitlab.py"),
};

/** Other ways to the same list, where they are installed. None of them has a state: a refresh is part of each run. */
const peers = [
  script("Gitbeaker", process.execPath, scripts.gitbeaker, 1),
  script("Gitbeaker", process.execPath, scripts.gitbeaker, AT_BEST),
  script("python-gitlab", python, scripts.python, 1),
  script("python-gitlab", python, scripts.python, AT_BEST),
  { name: "gitlabform", atBest: true, version: () => run("gitlabform", ["--version"]), open: openGitLabForm },
];

function script(tool, program, file, atOnce) {
  return {
    name: `${tool}, ${atOnce === 1 ? "one at a time" : `${atOnce} at a time`}`,
    atBest: atOnce > 1,
    version: () => run(program, [file, "--version"]),
    async open(gitlab, { billing, ids }) {
      const makeIt = (projects) => () =>
        run(program, [file, JSON.stringify({ project: billing.id, projects, atOnce })], {
          env: { ...process.env, ...gitlab.env },
        });
      return { steps: stepsOf(makeIt(ids), makeIt([])), close: async () => {} };
    },
  };
}

/** https://gitlabform.github.io/gitlabform/reference/job_token_scope/ */
async function openGitLabForm(gitlab, { billing, ids }) {
  const folder = await mkdtemp(path.join(tmpdir(), "gitlab-ci-access-bench-"));
  const makeIt = (projects) => async () => {
    const file = path.join(folder, "config.yml");
    const scope = { limit_access_to_this_project: true, allowlist: { enforce: true, projects, groups: [] } };
    const configuration = {
      config_version: 3,
      gitlab: { url: gitlab.url, token: gitlab.token },
      projects_and_groups: { [billing.path]: { job_token_scope: scope } },
    };
    await writeFile(file, JSON.stringify(configuration)); // JSON is YAML.
    await run("gitlabform", ["--skip-version-check", "--config", file, billing.path]);
  };
  return { steps: stepsOf(makeIt(ids), makeIt([])), close: () => rm(folder, { recursive: true, force: true }) };
}

function stepsOf(makeAll, makeNone) {
  return { up: makeAll, same: makeAll, repair: makeAll, destroy: makeNone };
}

/** Those that are installed, with their versions; and a line for each that is not. */
async function installedPeers() {
  const found = await Promise.all(peers.map(async (peer) => ({ peer, version: await versionOf(peer) })));
  const missing = found.filter(({ version }) => version === undefined).map(({ peer }) => `${peer.name}: not installed`);
  const installed = found.filter(({ version }) => version !== undefined);
  return { installed: installed.map(({ peer, version }) => ({ ...peer, version, isReal: true })), missing };
}

async function versionOf(peer) {
  try {
    return /\d+(\.\d+)+/.exec(await peer.version())?.[0];
  } catch {
    return undefined; // Whatever the reason: it can't be run here, and the report says that it is not installed.
  }
}

module.exports = { installedPeers };
