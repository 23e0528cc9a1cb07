// @ts-check
const { execFileSync } = require("node:child_process");
const { readFileSync, writeFileSync } = require("node:fs");
const path = require("node:path");

const biome = path.resolve(__dirname, "../node_modules/.bin/biome");

/**
 * Puts figures between the two marks that bench/README.md has for them, formatted as `npm run check` wants the page.
 * @param {string} mark
 * @param {readonly string[]} lines
 */
function publish(mark, lines) {
  const page = path.join(__dirname, "README.md");
  const marked = new RegExp(`(?<=<!-- ${mark} -->\n).*(?=\n<!-- end of ${mark} -->)`, "s");
  const before = readFileSync(page, "utf8");
  if (!marked.test(before))
    throw new Error(`bench/README.md has no place for the figures: <!-- ${mark} --> … <!-- end of ${mark} -->`);
  writeFileSync(
    page,
    before.replace(marked, () => `\n${lines.join("\n")}\n`),
  );
  execFileSync(biome, ["format", "--write", page], { stdio: ["ignore", "ignore", "inherit"] });
}

module.exports = { publish };
