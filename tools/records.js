// @ts-check
const fs = require("node:fs");
const path = require("node:path");
const { recordSchema } = require("../dist/cli/inventory/record");

const file = path.join(__dirname, "..", "cli/inventory/record.schema.json");
fs.writeFileSync(file, `${JSON.stringify(recordSchema(), null, 2)}\n`);
