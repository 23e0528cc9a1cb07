// @ts-check
const fs = require("node:fs");
const path = require("node:path");
const { filesOfRules } = require("./rules/files");
const rules = require("../dist/policies/index");
const { configFileSchema } = require("../dist/policies/config/config-file");
const { fileSchema, setsSchema } = require("../dist/provider/map/schema");

const root = path.join(__dirname, "..");
const policies = Object.values(rules);

fs.rmSync(path.join(root, "docs/rules"), { recursive: true, force: true });
fs.mkdirSync(path.join(root, "docs/rules"));
for (const [file, text] of Object.entries(filesOfRules(policies, configFileSchema(policies)))) {
  fs.writeFileSync(path.join(root, file), text);
}

fs.mkdirSync(path.join(root, "schemas"), { recursive: true });
for (const [name, schema] of Object.entries({ access: fileSchema(), sets: setsSchema() }))
  fs.writeFileSync(path.join(root, `schemas/${name}.schema.json`), `${JSON.stringify(schema, null, 2)}\n`);
