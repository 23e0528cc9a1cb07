const transform = {
  "\\.ts$": [
    "@swc/jest",
    { jsc: { target: "es2022", parser: { syntax: "typescript" } }, module: { type: "commonjs" } },
  ],
};
const project = (name, options = {}) => ({
  displayName: name,
  testMatch: [`<rootDir>/tests/${name}/**/*.test.ts`],
  transform,
  ...options,
});

module.exports = {
  testTimeout: 120_000,
  projects: [project("unit"), project("contract"), project("engine"), project("compat"), project("live")],
};
