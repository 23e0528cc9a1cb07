// @ts-check
// How long an inventory takes, and how much memory: node bench/inventory.js [--projects 100,1000] [--latency 50] [--rounds 3] [--no-peers]
const { execFile } = require("node:child_process");
const fs = require("node:fs");
const path = require("node:path");
const { parseArgs, promisify } = require("node:util");
const { batchQuery } = require("../dist/cli/inventory/sources/details");
const { inventoryIn } = require("../dist/cli/inventory/reading");
const { startEstate } = require("./estate");
const { describeMachine } = require("./machine");
const { ratio } = require("./statistics");

const run = promisify(execFile);
const program = path.resolve(__dirname, "../dist/cli/main.js");
const AT_ONCE = 10;
const BATCH = 25;

/** @typedef {{ url: string, token: string, latencyMs: number }} GitLab */
/** @typedef {{ seconds: number, requests: number, peakMb?: number }} Figures */

async function main() {
  const options = /** @type {const} */ ({
    projects: { type: "string", default: "100,1000,5000" },
    latency: { type: "string", default: "50" },
    peers: { type: "boolean", default: true },
    rounds: { type: "string", default: "3" },
  });
  const { projects, latency, peers, rounds } = parseArgs({ options, allowNegative: true }).values;
  const { processor, cores, memory, load } = describeMachine();
  console.log(
    `${cores} × ${processor}, ${memory}, load ${load[0]}; Node ${process.versions.node}; ${latency} ms a request, ${AT_ONCE} at a time; medians of ${rounds}\n`,
  );
  console.log(
    "| projects | what | requests | seconds | times the bare limit | peak memory |\n| ---: | --- | ---: | ---: | ---: | ---: |",
  );
  for (const count of projects.split(",").map(Number))
    await measure(count, { latencyMs: Number(latency), peers, rounds: Number(rounds) });
}

/**
 * @param {number} count
 * @param {{ latencyMs: number, peers: boolean, rounds: number }} options
 */
async function measure(count, { latencyMs, peers, rounds }) {
  const { gitlab, close } = await startEstate(count, latencyMs);
  try {
    const file = path.join(gitlab.folder, "inventory.jsonl");
    const { requests } = await counted(gitlab, () => inventory(gitlab, file)); // The simulated GitLab is slow at first.
    /** @type {Figures[]} */ const allOurs = [];
    /** @type {Figures[]} */ const limits = [];
    for (let round = 1; round <= rounds; round += 1) {
      allOurs.push(await counted(gitlab, () => inventory(gitlab, file)));
      limits.push(await counted(gitlab, () => bare(gitlab, { file, requests })));
    }
    const [ours, limit] = [middleOf(allOurs), middleOf(limits)];
    const theirs = peers ? await counted(gitlab, () => pythonGitlab(gitlab)) : undefined;
    const seconds = (/** @type {Figures[]} */ measured) => measured.map((one) => one.seconds);
    say(count, "gitlab-ci-access inventory", { ...ours, times: ratio(seconds(allOurs), seconds(limits)).median });
    say(count, "the bare limit: as many requests, thrown away", { ...limit, times: 1 });
    const what = "python-gitlab by REST, without permissions and log";
    if (theirs) say(count, what, { ...theirs, times: theirs.seconds / limit.seconds });
  } finally {
    await close();
  }
}

/**
 * @param {GitLab} gitlab
 * @param {() => Promise<number | undefined>} act gives the peak memory
 * @returns {Promise<Figures>}
 */
async function counted({ url }, act) {
  await fetch(`${url}/__simulator/requests`, { method: "DELETE" });
  const startedAt = performance.now();
  const peakMb = await act();
  const seconds = (performance.now() - startedAt) / 1_000;
  const { requests } = /** @type {{ requests: unknown[] }} */ (
    await (await fetch(`${url}/__simulator/requests`)).json()
  );
  return { seconds, requests: requests.length, ...(peakMb === undefined ? {} : { peakMb }) };
}

/**
 * The round that took the median time.
 * @param {Figures[]} rounds
 */
function middleOf(rounds) {
  const middle = rounds.toSorted((a, b) => a.seconds - b.seconds)[Math.floor(rounds.length / 2)];
  if (middle === undefined) throw new Error("--rounds has to be 1 or more.");
  return middle;
}

/**
 * @param {GitLab} gitlab
 * @param {string} file
 */
async function inventory({ url, token }, file) {
  const memory = `process.on("exit", () => require("node:fs").writeFileSync(${JSON.stringify(`${file}.kb`)}, String(process.resourceUsage().maxRSS)))`;
  const preload = path.join(path.dirname(file), "memory.js");
  fs.writeFileSync(preload, memory);
  const env = { ...process.env, GITLAB_BASE_URL: url, GITLAB_TOKEN: token };
  await run(process.execPath, ["--require", preload, program, "inventory", "--group", "acme", "--out", file], { env });
  return Math.round(Number(fs.readFileSync(`${file}.kb`, "utf8")) / 1024);
}

/**
 * The same pages and batches and as many requests in all, sent as fast as they may be, and thrown away.
 * @param {GitLab} gitlab
 * @param {{ file: string, requests: number }} ours
 */
async function bare({ url, token }, { file, requests }) {
  const ids = inventoryIn(file).projects.map(({ id }) => `gid://gitlab/Project/${id}`);
  const headers = { "private-token": token, "content-type": "application/json" };
  const listing = `${url}/api/v4/groups/acme/projects?include_subgroups=true&with_shared=false&order_by=id&sort=asc&per_page=100`;
  const settings = [
    "inboundJobTokenScopeEnabled",
    "pushRepositoryForJobTokenAllowed",
    "crossProjectPushForJobTokenAllowed",
    "pipelineVariablesMinimumOverrideRole",
  ];
  const query = batchQuery({ settings, hasLog: true });
  const pages = Array.from(
    { length: Math.ceil(ids.length / 100) },
    (_, index) => () => fetch(`${listing}&page=${index + 1}`, { headers }),
  );
  const ask = (/** @type {string[]} */ part) => () => {
    const body = JSON.stringify({ query, variables: { ids: part, count: part.length } });
    return fetch(`${url}/api/graphql`, { method: "POST", headers, body });
  };
  const batches = Array.from({ length: Math.ceil(ids.length / BATCH) }, (_, index) =>
    ask(ids.slice(index * BATCH, (index + 1) * BATCH)),
  );
  const rest = Array.from({ length: requests - pages.length - batches.length }, () => ask(ids.slice(0, 1)));
  const waiting = [...pages, ...batches, ...rest];
  const lane = async () => {
    for (let send = waiting.shift(); send !== undefined; send = waiting.shift()) await (await send()).arrayBuffer();
  };
  await Promise.all(Array.from({ length: AT_ONCE }, lane));
  return undefined;
}

/** @param {GitLab} gitlab */
async function pythonGitlab({ url, token }) {
  const script = path.join(__dirname, "peers/python_gitlab_estate.py");
  const env = { ...process.env, GITLAB_BASE_URL: url, GITLAB_TOKEN: token };
  const given = JSON.stringify({ group: "acme", atOnce: AT_ONCE });
  const { stdout } = await run(process.env.PYTHON ?? "python3", [script, given], { env });
  return Number(JSON.parse(stdout).peakMb);
}

/**
 * @param {number} count
 * @param {string} what
 * @param {Figures & { times: number }} figures
 */
function say(count, what, { requests, seconds, peakMb, times }) {
  const memory = peakMb === undefined ? "" : `${peakMb} MB`;
  console.log(`| ${count} | ${what} | ${requests} | ${seconds.toFixed(1)} | ${times.toFixed(2)} | ${memory} |`);
}

main().catch((error) => {
  console.error(error);
  process.exitCode = 1;
});
