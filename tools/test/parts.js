// @ts-check
const fs = require("node:fs");
const os = require("node:os");
const path = require("node:path");
const { cliEnvironment } = require("../pulumi/environment");
const { SetupError, run } = require("../setup/command");
const { root } = require("../setup/machine");
const { countCheck, countJest, sum } = require("./counts");

/** @typedef {import("./counts").Counts} Counts */
/** @typedef {{ heading: string, run: (args: string[]) => Promise<Counts> }} Part */

const LIVE_VARIABLES = ["GITLAB_ACCEPTANCE_URL", "GITLAB_ACCEPTANCE_TOKEN"];

/** In the order in which `npm test` runs them; `compat` and `live` only run when asked for. @type {Record<string, Part>} */
const parts = {
  unit: { heading: "Unit tests", run: (args) => jest("unit", args) },
  check: {
    heading: "Format, lint, types, unused code, API reference",
    run: async () =>
      sum(
        await Promise.all([check("biome", ["ci", "."]), check("tsc", ["--noEmit"]), check("knip"), check("typedoc")]),
      ),
  },
  contract: {
    heading: "Contract tests: simulated GitLab, real provider process",
    run: (args) => jest("contract", args),
  },
  engine: { heading: "Engine tests: the real Pulumi CLI", run: (args) => jest("engine", args) },
  package: {
    heading: "Package shape",
    // One after the other: both pack, and packing builds.
    run: async () => sum([await check("publint"), await check("attw", ["--pack", ".", "--profile", "node16"])]),
  },
  compat: {
    heading: "Node 20, 22 and 24 with the oldest, the pinned and the newest @pulumi/pulumi",
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
 */
async function jest(project, args) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "jest-"));
  try {
    const results = path.join(folder, "results.json");
    const entry = path.join(root, "node_modules/jest/bin/jest.js");
    const flags = ["--selectProjects", project, "--json", `--outputFile=${results}`, ...args];
    const { code } = await run(process.execPath, [entry, ...flags], { cwd: root, env: cliEnvironment(), show: true });
    return countJest(fs.existsSync(results) ? JSON.parse(fs.readFileSync(results, "utf8")) : undefined, code);
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
}

/**
 * @param {string} tool
 * @param {string[]} args
 */
async function check(tool, args = []) {
  const { code, output } = await run(path.join(root, "node_modules/.bin", tool), args, { cwd: root, env: process.env });
  console.log(code === 0 ? `${tool}: passed` : `${tool}: failed\n${output.trimEnd()}`);
  return countCheck(code);
}

module.exports = { parts };
