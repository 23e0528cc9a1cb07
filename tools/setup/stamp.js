// @ts-check
const { createHash } = require("node:crypto");
const fs = require("node:fs");
const path = require("node:path");
const { root } = require("./machine");

/** Inside node_modules: a removed or reinstalled node_modules takes its stamps with it. */
const stampFolder = path.join(root, "node_modules/.cache/setup");

/** A note that some work is done for certain inputs; cleared before the work begins, so that it never outlives a failure. */
class Stamp {
  /**
   * @param {string} name
   * @param {string} folder
   */
  constructor(name, folder = stampFolder) {
    this.file = path.join(folder, name);
  }

  read() {
    return fs.existsSync(this.file) ? fs.readFileSync(this.file, "utf8") : undefined;
  }

  /** @param {string} value */
  write(value) {
    fs.mkdirSync(path.dirname(this.file), { recursive: true });
    const partial = `${this.file}.${process.pid}`;
    fs.writeFileSync(partial, value);
    fs.renameSync(partial, this.file);
  }

  clear() {
    fs.rmSync(this.file, { force: true });
  }
}

/**
 * Every file below a folder, as sorted paths; a missing folder has none.
 * @param {string} folder
 * @returns {string[]}
 */
function filesBelow(folder) {
  if (!fs.existsSync(folder)) return [];
  return fs
    .readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.name !== "node_modules")
    .flatMap((entry) => {
      const file = path.join(folder, entry.name);
      return entry.isDirectory() ? filesBelow(file) : [file];
    })
    .sort();
}

/**
 * @param {string[]} files
 * @param {string} base names count relative to it, so that the hash is the same in every clone
 */
function hashFiles(files, base = root) {
  const hash = createHash("sha256");
  for (const file of files) {
    const content = fs.readFileSync(file);
    hash.update(`${path.relative(base, file)}\0${content.length}\0`).update(content);
  }
  return hash.digest("hex");
}

module.exports = { Stamp, stampFolder, filesBelow, hashFiles };
