// 200 single entries against the floor: as many dynamic resources of the same names whose provider returns at once. Pairs are run in
// turn on one machine in one run, so that what counts is their ratio.
const { cpus } = require("node:os");
const { setup } = require("../tools/setup");
const { withProject } = require("./project");

const COUNT = 200;
const LATENCY_MS = 50;
const PAIRS = Number(process.argv[2] ?? 5);

const entries = `
  const gitlab = require("pulumi-gitlab-ci-access");
  module.exports = (name, project, targetProject) => new gitlab.ScopeAllowlistEntry(name, { project, targetProject });
`;

const floor = `
  const pulumi = require("@pulumi/pulumi");
  const text = "exports.handler=()=>({diff:async(i,o,n)=>({changes:o.targetProject!==n.targetProject}),create:async(i)=>({id:'1',outs:i})})";
  class Floor extends pulumi.CustomResource {
    constructor(name, args) {
      super("pulumi-nodejs:dynamic/gitlab:FloorAllowlistEntry", name, { ...args, __provider: text });
    }
  }
  module.exports = (name, project, targetProject) => new Floor(name, { project, targetProject });
`;

async function main() {
  await setup();
  const { startSimulator } = require("pulumi-gitlab-ci-access/simulator");
  const simulator = await startSimulator();
  const ids = await seed(simulator);
  simulator.latencyMs = LATENCY_MS;
  const rounds = [];
  for (let pair = 1; pair <= PAIRS; pair += 1) {
    const ours = await measure(simulator, ids, entries);
    const theirs = await measure(simulator, ids, floor);
    rounds.push({ ours, theirs });
    console.log(
      `pair ${pair}: up ${seconds(ours.up)} / ${seconds(theirs.up)}, no change ${seconds(ours.same)} / ${seconds(theirs.same)}`,
    );
  }
  await simulator.close();
  report(rounds);
}

/** One fresh stack: first update, second update, refresh, destroy. */
function measure(simulator, ids, declare) {
  return withProject(simulator, declare, ids, async (pulumi) => {
    const up = await timed(simulator, () => pulumi("up", "--skip-preview"));
    const same = await timed(simulator, () => pulumi("up", "--skip-preview", "--expect-no-changes"));
    const refresh = await timed(simulator, () => pulumi("refresh", "--skip-preview"));
    const destroy = await timed(simulator, () => pulumi("destroy", "--skip-preview"));
    return { up, same, refresh, destroy };
  });
}

async function timed(simulator, act) {
  simulator.requests.clear();
  const started = performance.now();
  await act();
  return { ms: performance.now() - started, requests: simulator.requests.length };
}

function report(rounds) {
  console.log(
    `\n${COUNT} entries on one project, ${LATENCY_MS} ms per request, ${PAIRS} pairs, ${cpus().length} cores (${cpus()[0]?.model}), Node ${process.version}\n`,
  );
  console.log("| step | entries, median | floor, median | ratio, median (min to max) | requests, most |");
  console.log("| --- | --- | --- | --- | --- |");
  for (const [step, label] of Object.entries({
    up: "first `up`",
    same: "`up` without change",
    refresh: "`refresh`",
    destroy: "`destroy`",
  })) {
    const ours = rounds.map((round) => round.ours[step].ms);
    const theirs = rounds.map((round) => round.theirs[step].ms);
    const ratios = ours.map((ms, index) => ms / theirs[index]).sort((a, b) => a - b);
    const requests = Math.max(...rounds.map((round) => round.ours[step].requests));
    const range = `${median(ratios).toFixed(2)} (${ratios[0]?.toFixed(2)} to ${ratios.at(-1)?.toFixed(2)})`;
    console.log(
      `| ${label} | ${seconds({ ms: median(ours) })} | ${seconds({ ms: median(theirs) })} | ${range} | ${requests} |`,
    );
  }
}

/** A group with one protected project and the projects that are let in; answers their ids. */
async function seed({ url, token }) {
  const post = async (path, body) => {
    const headers = { "private-token": token, "content-type": "application/json" };
    const response = await fetch(`${url}/api/v4${path}`, { method: "POST", headers, body: JSON.stringify(body) });
    if (!response.ok) throw new Error(`POST ${path} answered ${response.status}`);
    return response.json();
  };
  const group = await post("/groups", { name: "acme", path: "acme" });
  const make = async (name) => (await post("/projects", { name, namespace_id: group.id })).id;
  const project = await make("billing");
  const targets = [];
  for (let index = 0; index < COUNT; index += 1) targets.push(await make(`service-${index}`));
  return { project, targets };
}

function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

function seconds({ ms }) {
  return `${(ms / 1_000).toFixed(1)} s`;
}

main().catch((error) => {
  console.error(error);
  process.exitCode = 1;
});
