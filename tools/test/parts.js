// @ts-check
const fs = require("node:fs");
const os = require("node:os");
const path = require("node:path");
const { cliEnvironment } = require("../pulumi/environment");
const { SetupError, run } = require("../setup/command");
const { root } = require("../setup/machine");
const { countCheck, countJest, sum } = require("./counts");

/** @typedef {import("./counts").Counts} Counts */
/** @typedef {{ counts: Counts, lines: string[] }} Ending what a part has to say after its end; jest talks while it runs */
/** @typedef {{ heading: string, run: (args: string[]) => Promise<Ending> }} Part */

const LIVE_VARIABLES = ["GITLAB_ACCEPTANCE_URL", "GITLAB_ACCEPTANCE_TOKEN"];
/** Jest's workers start with the same ones. Each test file leaves much behind, which a larger young generation collects in less time. */
const NODE_OPTIONS = ["--max-semi-space-size=64", "--require", path.join(__dirname, "compile-once.js")];
/** By default jest leaves one core free, which is half of two. */
const ALL_CORES = ["--maxWorkers=100%"];

/** `tools/test.js` says which run when. @type {Record<string, Part>} */
const parts = {
  unit: { heading: "Unit tests", run: (args) => jest("unit", [...ALL_CORES, ...args]) },
  check: {
    heading: "format, lint, types, unused code, API reference",
    run: async () =>
      together(
        await Promise.all([
          check("biome", ["ci", "."]),
          check("tsc", ["--noEmit"]),
          check("tsc", ["--noEmit", "-p", "cli/map/page"]),
          check("knip"),
          check("typedoc"),
        ]),
      ),
  },
  contract: {
    heading: "Contract tests: simulated GitLab, real provider process",
    run: (args) => jest("contract", [...ALL_CORES, ...args]),
  },
  engine: {
    heading: "Engine tests: the real Pulumi CLI",
    run: (args) => jest("engine", [...ALL_CORES, ...args]),
  },
  package: {
    heading: "package shape",
    // One after the other: both pack, and packing builds.
    run: async () => together([await check("publint"), await check("attw", ["--pack", ".", "--profile", "node16"])]),
  },
  kills: {
    heading: "100 kills at random moments",
    run: (args) => jest("engine", ["--testPathPatterns=kill-secrets", ...args], { GITLAB_CI_ACCESS_KILLS: "100" }),
  },
  worlds: {
    heading: "2,000 random worlds for each test that plays worlds",
    run: (args) => jest("contract", ["--testPathPatterns=/worlds", ...args], { GITLAB_CI_ACCESS_WORLDS: "2000" }),
  },
  nightly: {
    heading: "Engine tests that take long and find little",
    run: (args) => jest("nightly", [...ALL_CORES, ...args]),
  },
  compat: {
    heading: "All package managers; Node 20, 22 and 24 with the oldest, the pinned and the newest @pulumi/pulumi",
    run: (args) => jest("compat", args),
  },
  live: { heading: "Contract tests against a real GitLab", run: live },
};

/** @param {string[]} args */
function live(args) {
  const missing = LIVE_VARIABLES.filter((name) => !process.env[name]);
  if (missing.length > 0) {
    throw new SetupError(
      `Set ${missing.join(" and ")}: a GitLab to test against, and a token that may make groups there.`,
    );
  }
  return jest("live", args);
}

/**
 * @param {string} project
 * @param {string[]} args
 * @param {Record<string, string>} env
 * @returns {Promise<Ending>}
 */
async function jest(project, args, env = {}) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "jest-"));
  try {
    const results = path.join(folder, "results.json");
    const entry = path.join(root, "node_modules/jest/bin/jest.js");
    const flags = ["--selectProjects", project, "--json", `--outputFile=${results}`, ...args];
    const options = { cwd: root, env: { ...cliEnvironment(), ...env }, show: true };
    const { code } = await run(process.execPath, [...NODE_OPTIONS, entry, ...flags], options);
    const result = fs.existsSync(results) ? JSON.parse(fs.readFileSync(results, "utf8")) : undefined;
    return { counts: countJest(result, code), lines: [] };
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
}

/**
 * @param {string} tool
 * @param {string[]} args
 * @returns {Promise<Ending>}
 */
async function check(tool, args = []) {
  const { code, output } = await run(path.join(root, "node_modules/.bin", tool), args, { cwd: root, env: process.env });
  const line = code === 0 ? `${tool}: passed` : `${tool}: failed\n${output.trimEnd()}`;
  return { counts: countCheck(code), lines: [line] };
}

/** @param {Ending[]} endings */
function together(endings) {
  return { counts: sum(endings.map(({ counts }) => counts)), lines: endings.flatMap(({ lines }) => lines) };
}

module.exports = { parts };
