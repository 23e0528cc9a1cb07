// @ts-check
const { readFileSync, writeFileSync } = require("node:fs");
const { join } = require("node:path");
const { limitsAsMarkdown } = require("../dist/simulator/areas/limits-table.js");

const page = join(__dirname, "../docs/simulator.md");
const [before = ""] = readFileSync(page, "utf8").split("<!-- limits -->");
writeFileSync(page, `${before}<!-- limits -->\n\n${limitsAsMarkdown()}\n\n<!-- /limits -->\n`);
