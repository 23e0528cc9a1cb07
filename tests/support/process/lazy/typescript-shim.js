// @ts-check
const { lazily } = require("./lazily");

module.exports = lazily("@pulumi/pulumi/typescript-shim.js");
