// @ts-check
const path = require("node:path");

const installed = path.resolve(__dirname, "../../../../node_modules");

/**
 * A module that is loaded when somebody takes something from it. Pulumi's SDK needs TypeScript and npm's arborist to write functions into a
 * state, which no test does; both together are three quarters of what loading the SDK costs.
 * @param {string} file below `node_modules`
 * @returns {object}
 */
function lazily(file) {
  const real = path.join(installed, file);
  return new Proxy({}, { get: (_, key) => (key === "__esModule" ? true : Reflect.get(require(real), key)) });
}

module.exports = { lazily };
