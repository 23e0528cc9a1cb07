// @ts-check
const fs = require("node:fs");
const path = require("node:path");
const { root } = require("./paths");

/** The oldest that starts policy packs through the language host, as ours are started. */
const OLDEST = { major: 3, minor: 221 };

/** The version that go.mod pins is the one that we build and download. */
function pinnedVersion(goMod = fs.readFileSync(path.join(root, "tools/pulumi/cli/go.mod"), "utf8")) {
  const version = /^\s*github\.com\/pulumi\/pulumi\/pkg\/v3 v(\S+)(?: \/\/.*)?$/m.exec(goMod)?.[1];
  if (!version) throw new Error("tools/pulumi/cli/go.mod names no version of github.com/pulumi/pulumi/pkg/v3");
  return version;
}

/**
 * What `pulumi version` printed, as a version without `v`; undefined when it is none.
 * @param {string} output
 */
function parseVersion(output) {
  return /^v?(\d+\.\d+\.\d+\S*)$/m.exec(output.trim())?.[1];
}

/** @param {string | undefined} version */
function fits(version) {
  const [major, minor] = (version ?? "").split(".").map(Number);
  return major === OLDEST.major && Number(minor) >= OLDEST.minor;
}

/**
 * Newest first.
 * @param {string} a
 * @param {string} b
 */
function byVersionDescending(a, b) {
  return b.localeCompare(a, "en", { numeric: true });
}

module.exports = { pinnedVersion, parseVersion, fits, byVersionDescending };
