// @ts-check
// Stands in for rsync, which gitlab-ci-local copies files with: a machine that only has Node, npm, git and a shell runs the pipelines too.
const { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync } = require("node:fs");
const path = require("node:path");
const { parseArgs } = require("node:util");

/** An option that is not here is an error, so that a later gitlab-ci-local doesn't get a copy of another kind unnoticed. */
const { values, positionals } = parseArgs({
  options: {
    archive: { type: "boolean", short: "a" },
    recursive: { type: "boolean", short: "r" },
    relative: { type: "boolean", short: "R" },
    delete: { type: "boolean", default: false },
    "delete-excluded": { type: "boolean" },
    exclude: { type: "string", multiple: true, default: [] },
    "exclude-from": { type: "string", multiple: true, default: [] },
    "files-from": { type: "string" },
  },
  allowPositionals: true,
});
const [from = "", to = ""] = positionals;
const listed = values["files-from"];
const excluded = [...values.exclude, ...values["exclude-from"].flatMap(linesOf)].map(pathOf);
const isWanted = (/** @type {string} */ source) => !excluded.includes(path.resolve(source));
/** A pattern that no file matched stands in the list as it was written. */
const names =
  listed === undefined ? readdirSync(from) : linesOf(listed).filter((name) => existsSync(path.join(from, name)));

if (values.delete) rmSync(to, { recursive: true, force: true });
mkdirSync(to, { recursive: true });
// Node refuses to copy a folder into one of its own, also where that one is excluded: so each entry is copied.
for (const name of names.filter((entry) => isWanted(path.join(from, entry)))) {
  const options = { recursive: true, verbatimSymlinks: true, preserveTimestamps: true, filter: isWanted };
  cpSync(path.join(from, name), path.join(to, name), options);
}

/** @param {string} pattern */
function pathOf(pattern) {
  const name = pattern.replace(/^\//, "").replace(/\/(\*\*)?$/, "");
  if (name.includes("*")) throw new Error(`the stand-in for rsync does not know the pattern ${pattern}`);
  return path.resolve(from, name);
}

/** @param {string} file */
function linesOf(file) {
  return readFileSync(file, "utf8").split("\n").filter(Boolean);
}
