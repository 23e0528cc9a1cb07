// @ts-check
const path = require("node:path");

/** What Pulumi's SDK calls the modules that it hardly ever uses. @type {Readonly<Record<string, string>>} */
const LAZY = {
  "../../typescript-shim": path.join(__dirname, "typescript-shim.js"),
  "@npmcli/arborist": path.join(__dirname, "arborist.js"),
};

module.exports = { LAZY };
