// @ts-check
const fs = require("node:fs");
const path = require("node:path");
const { stampFolder } = require("../setup/stamp");

/** `tools/bin/pulumi`, through which every test starts the CLI, adds a line to this file while it exists. */
const FILE = "cli-starts";

/** Counts the starts of the CLI across all processes of a test run: they are what the engine tests' time is made of. */
class CliStarts {
  #isOwn = false;

  /** @param {string} folder */
  constructor(folder = stampFolder) {
    this.file = path.join(folder, FILE);
  }

  /** The first line names who counts: a test may run the tests of a part, and that run must leave the count alone. */
  begin() {
    if (isAlive(this.#lines()[0])) return;
    this.#isOwn = true;
    fs.mkdirSync(path.dirname(this.file), { recursive: true });
    fs.writeFileSync(this.file, `${process.pid}\n`);
  }

  /** None before `begin`: a set-up that failed has started no CLI. */
  count() {
    return Math.max(0, this.#lines().length - 1);
  }

  end() {
    if (this.#isOwn) fs.rmSync(this.file, { force: true });
  }

  #lines() {
    return fs.existsSync(this.file) ? fs.readFileSync(this.file, "utf8").trimEnd().split("\n") : [];
  }
}

/** @param {string | undefined} pid */
function isAlive(pid) {
  if (!pid) return false;
  try {
    return process.kill(Number(pid), 0);
  } catch {
    return false; // No such process: a run that was killed has left its file.
  }
}

module.exports = { CliStarts };
