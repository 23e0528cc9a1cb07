// @ts-check
const { LAZY } = require("./tests/support/process/lazy/names");

const transform = {
  "\\.ts$": [
    "@swc/jest",
    { jsc: { target: "es2022", parser: { syntax: "typescript" } }, module: { type: "commonjs" } },
  ],
};
const project = (name) => ({
  displayName: name,
  testMatch: [`<rootDir>/tests/${name}/**/*.test.ts`],
  transform,
  moduleNameMapper: Object.fromEntries(
    Object.entries(LAZY).map(([name, file]) => [`^${name.replaceAll(".", "\\.")}$`, file]),
  ),
});

module.exports = {
  testTimeout: 300_000,
  testSequencer: "<rootDir>/tools/test/longest-first.js",
  projects: ["unit", "contract", "engine", "nightly", "compat", "live"].map((name) => project(name)),
};
