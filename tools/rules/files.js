// @ts-check
const { indexOf, pageOf } = require("./page");

/** @typedef {import("./page").Rule} Rule */

/**
 * Every file that is made of the rules, by its path in the repository.
 * @param {readonly Rule[]} rules
 * @param {object} schema of the file for `--policy-pack-config`
 * @returns {Record<string, string>}
 */
function filesOfRules(rules, schema) {
  const pages = rules.map((rule) => [`docs/rules/${rule.name}.md`, pageOf(rule)]);
  return {
    ...Object.fromEntries(pages),
    "docs/rules/README.md": indexOf(rules),
    "policies/config.schema.json": `${JSON.stringify(schema, null, 2)}\n`,
  };
}

module.exports = { filesOfRules };
