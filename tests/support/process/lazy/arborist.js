// @ts-check
const { lazily } = require("./lazily");

module.exports = lazily("@npmcli/arborist/lib/index.js");
