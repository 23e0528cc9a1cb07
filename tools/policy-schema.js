// @ts-check
const fs = require("node:fs");
const path = require("node:path");
const rules = require("../dist/policies/index");
const { configFileSchema } = require("../dist/policies/config/config-file");

const file = path.join(__dirname, "../policies/config.schema.json");
fs.writeFileSync(file, `${JSON.stringify(configFileSchema(Object.values(rules)), null, 2)}\n`);
