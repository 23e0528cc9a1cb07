// @ts-check
// What an access map costs beside plain lists: node bench/access-map.js [--projects 2000] [--of 500] [--latency 50] [--publish]
// With --checkpoints: what PULUMI_SKIP_CHECKPOINTS saves, for one stack of --of lists.
const path = require("node:path");
const { parseArgs } = require("node:util");
const { estateIn } = require("../dist/cli/import/estate");
const { inventoryIn } = require("../dist/cli/inventory/reading");
const { setup } = require("../tools/setup");
const { printed } = require("../tools/setup/command");
const { startEstate } = require("./estate");
const { describeMachine } = require("./machine");
const { openMap, openPlain } = require("./map-stacks");
const { publish } = require("./page");
const { ratio } = require("./statistics");

const program = path.resolve(__dirname, "../dist/cli/main.js");
/** What is done with a stack, in this order. Nothing of it changes access. */
const STEPS = /** @type {const} */ (["import", "first", "preview", "up"]);

/** @typedef {(typeof STEPS)[number]} Step */
/** @typedef {import("../dist/cli/import/estate").ImportedList} List */
/** @typedef {{ url: string, token: string, folder: string }} GitLab */
/** @typedef {Record<Step, number>} Seconds */

async function main() {
  const { projects, of, latency, ...flags } = optionsOf(process.argv.slice(2));
  const { cli } = await setup();
  const { gitlab: estate, close } = await startEstate(projects, latency);
  const gitlab = { ...estate, token: estate.administrator }; // The owner's token can only read.
  try {
    const { lists, seconds } = await imported(gitlab);
    const shards = cut(lists, of);
    const { cores, processor, memory, load } = describeMachine();
    const head = `One run on ${cores} × ${processor}, ${memory}, load before ${load[0]}; Node ${process.versions.node}, Pulumi ${cli.version}; ${latency} ms a request.`;
    const text = flags.checkpoints
      ? [head, "", ...(await checkpoints(gitlab, shards[0] ?? []))]
      : [head, "", ...(await sideBySide(gitlab, shards, { lists: lists.length, seconds }))];
    console.log(text.join("\n"));
    if (flags.publish) publish(flags.checkpoints ? "checkpoints" : "access map", text);
  } finally {
    await close();
  }
}

/** @param {string[]} args */
function optionsOf(args) {
  const options = /** @type {const} */ ({
    projects: { type: "string", default: "2000" },
    of: { type: "string", default: "500" },
    latency: { type: "string", default: "50" },
    checkpoints: { type: "boolean", default: false },
    publish: { type: "boolean", default: false },
  });
  const { projects, of, latency, ...flags } = parseArgs({ args, options }).values;
  return { projects: Number(projects), of: Number(of), latency: Number(latency), ...flags };
}

/**
 * As the documentation has it: one command from GitLab to a program.
 * @param {GitLab} gitlab
 */
async function imported({ url, token, folder }) {
  const env = { ...process.env, GITLAB_BASE_URL: url, GITLAB_TOKEN: token };
  const args = ["import", "--group", "acme", "--out", "program", "--shards", "auto"];
  const seconds = await secondsOf(() => printed(process.execPath, [program, ...args], { cwd: folder, env }));
  return { lists: estateIn(inventoryIn(path.join(folder, "inventory.jsonl"))).lists, seconds };
}

/**
 * @param {readonly List[]} lists in the order of their paths
 * @param {number} most
 */
function cut(lists, most) {
  return Array.from({ length: Math.ceil(lists.length / most) }, (_, n) => lists.slice(n * most, (n + 1) * most));
}

/**
 * Each stack in pairs, so that whatever comes over the machine comes over both; every other pair the other way round. One preview before warms up.
 * @param {GitLab} gitlab
 * @param {readonly (readonly List[])[]} shards
 * @param {{ lists: number, seconds: number }} importing
 */
async function sideBySide(gitlab, shards, importing) {
  await measured(openMap, gitlab, (shards[0] ?? []).slice(0, 20));
  /** @type {{ map: Seconds, plain: Seconds }[]} */
  const pairs = [];
  for (const [n, lists] of shards.entries()) {
    const order = n % 2 === 0 ? /** @type {const} */ (["map", "plain"]) : /** @type {const} */ (["plain", "map"]);
    const pair = { map: none(), plain: none() };
    for (const way of order) pair[way] = await measured(way === "map" ? openMap : openPlain, gitlab, lists);
    pairs.push(pair);
    console.error(`stack ${n + 1} of ${shards.length}, ${lists.length} lists: ${JSON.stringify(pair)}`);
  }
  const sizes = shards.map((lists) => lists.length).join(", ");
  return [
    `${importing.lists} lists in stacks of ${sizes}, one after the other. \`gitlab-ci-access import\`: ${importing.seconds.toFixed(1)} s.`,
    "",
    "| seconds for all stacks | access map | plain lists | ratio of the pairs |",
    "| --- | ---: | ---: | ---: |",
    ...STEPS.map((step) => rowOf(step, pairs)),
  ];
}

/**
 * @param {Step} step
 * @param {readonly { map: Seconds, plain: Seconds }[]} pairs
 */
function rowOf(step, pairs) {
  const [maps, plains] = [pairs.map(({ map }) => map[step]), pairs.map(({ plain }) => plain[step])];
  const { median: middle, least, most } = ratio(maps, plains);
  const names = {
    import: "`pulumi import --file`",
    first: "first `pulumi up` after it",
    preview: "`pulumi preview`",
    up: "`pulumi up` without change",
  };
  const range = pairs.length === 1 ? "" : ` (${least.toFixed(2)} to ${most.toFixed(2)})`;
  return `| ${names[step]} | ${sum(maps)} | ${sum(plains)} | ${middle.toFixed(2)}${range} |`;
}

/**
 * @param {typeof openMap} open
 * @param {GitLab} gitlab
 * @param {readonly List[]} lists
 * @returns {Promise<Seconds>}
 */
async function measured(open, gitlab, lists) {
  const stack = await open(gitlab, lists);
  try {
    const seconds = none();
    for (const step of STEPS) seconds[step] = await secondsOf(() => stack[step]());
    return seconds;
  } finally {
    await stack.close();
  }
}

/** @returns {Seconds} */
function none() {
  return { import: 0, first: 0, preview: 0, up: 0 };
}

/**
 * A first `up` that takes over what is there, and a `destroy` that lets go of it: neither changes access, so that all runs find the same.
 * @param {GitLab} gitlab
 * @param {readonly List[]} lists
 */
async function checkpoints(gitlab, lists) {
  await measured(openMap, gitlab, lists.slice(0, 20));
  const [usual, once] = [
    await runsOf(gitlab, lists, {}),
    await runsOf(gitlab, lists, { PULUMI_SKIP_CHECKPOINTS: "true" }),
  ];
  return [
    `One stack of ${lists.length} lists of an access map, with a file backend.`,
    "",
    "| seconds | usual | `PULUMI_SKIP_CHECKPOINTS=true` |",
    "| --- | ---: | ---: |",
    ...usual.map(([name, seconds], n) => `| ${name} | ${sum([seconds])} | ${sum([once[n]?.[1] ?? Number.NaN])} |`),
  ];
}

/**
 * @param {GitLab} gitlab
 * @param {readonly List[]} lists
 * @param {Readonly<Record<string, string>>} env
 * @returns {Promise<[string, number][]>}
 */
async function runsOf(gitlab, lists, env) {
  const [filed, made] = [await openMap(gitlab, lists, env), await openMap(gitlab, lists, env)];
  try {
    return [
      ["`pulumi import --file`", await secondsOf(() => filed.import())],
      ["first `pulumi up`, without an import", await secondsOf(() => made.first())],
      ["`pulumi destroy`", await secondsOf(() => made.destroy())],
    ];
  } finally {
    await filed.close();
    await made.close();
  }
}

/** @param {() => Promise<unknown>} act */
async function secondsOf(act) {
  const started = performance.now();
  await act();
  return (performance.now() - started) / 1_000;
}

/** @param {readonly number[]} seconds */
function sum(seconds) {
  return seconds.reduce((all, one) => all + one, 0).toFixed(1);
}

main().catch((error) => {
  console.error(error);
  process.exitCode = 1;
});
