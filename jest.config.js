// @ts-check
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
});

module.exports = {
  testTimeout: 300_000,
  testSequencer: "<rootDir>/tools/test/longest-first.js",
  projects: ["unit", "contract", "engine", "nightly", "compat", "live"].map((name) => project(name)),
};
