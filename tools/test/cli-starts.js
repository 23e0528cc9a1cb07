// @ts-check
const fs = require("node:fs");
const path = require("node:path");
const { stampFolder } = require("../setup/stamp");

/** `tools/bin/pulumi`, through which every test starts the CLI, adds a line to this file while it exists. */
const FILE = "cli-starts";

/** Counts the starts of the CLI across all processes of a test run: they are what the engine tests' time is made of. */
class CliStarts {
  /** @param {string} folder */
  constructor(folder = stampFolder) {
    this.file = path.join(folder, FILE);
  }

  begin() {
    fs.mkdirSync(path.dirname(this.file), { recursive: true });
    fs.writeFileSync(this.file, "");
  }

  /** None before `begin`: a set-up that failed has started no CLI. */
  count() {
    return fs.existsSync(this.file) ? fs.readFileSync(this.file, "utf8").split("\n").length - 1 : 0;
  }

  end() {
    fs.rmSync(this.file, { force: true });
  }
}

module.exports = { CliStarts };
