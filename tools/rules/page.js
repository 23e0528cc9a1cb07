// @ts-check
const { docCommentOf } = require("./doc-comment");

/** @typedef {import("@pulumi/policy").ResourceValidationPolicy | import("@pulumi/policy").StackValidationPolicy} Rule */
/** @typedef {import("./doc-comment").Example} Example */

const NOTE = "<!-- Written by `npm run rules` from the rule's doc comment: change it there. -->";

/** The page of one rule. @param {Rule} rule */
function pageOf(rule) {
  const { summary, why, fix, rest, allowed, refused, see } = docCommentOf(rule.name);
  return joined([
    NOTE,
    `# ${rule.name}`,
    summary,
    facts(rule),
    "## Why",
    sentence(why),
    "## What it refuses",
    ...exampleOf(refused),
    "## What it allows",
    ...exampleOf(allowed),
    "## How to fix",
    sentence(fix),
    ...(rest.length > 0 ? ["## What it can't tell, and when it judges", ...rest] : []),
    "## Configuration",
    configurationOf(rule),
    see === undefined ? "" : `GitLab's own page: ${see}`,
    "[All rules](README.md)",
  ]);
}

/** The table of contents. @param {readonly Rule[]} rules */
function indexOf(rules) {
  const rows = rules.map(({ name, enforcementLevel, description }) => [
    `[\`${name}\`](${name}.md)`,
    String(enforcementLevel),
    description,
  ]);
  return joined([
    NOTE,
    "# The rules of the policy pack",
    "A rule's level is what it is without configuration: `mandatory` stops a preview, `advisory` prints a line, `disabled` is silent.",
    table([["rule", "level", "what it holds"], ...rows]),
    "How to configure them, and how to make a pack of your own: [policies](../policies.md).",
  ]);
}

/** @param {Rule} rule */
function facts({ enforcementLevel, severity, framework }) {
  const risk =
    framework === undefined
      ? ""
      : ` It reduces ${framework.reference} of [${framework.name}](${framework.specification}).`;
  return `Level without configuration: **${enforcementLevel}**. Severity: **${severity}**.${risk}`;
}

/** @param {Example} example */
function exampleOf({ config, program }) {
  const isConfigured = Object.keys(config).length > 0;
  return [
    ...(isConfigured ? [`Configured with \`${JSON.stringify(config)}\`:`] : []),
    `\`\`\`ts\n${importsOf(program)}\n${program}\`\`\``,
  ];
}

/** @param {string} program */
function importsOf(program) {
  const packages = { gitlab: "pulumi-gitlab-ci-access", pulumi: "@pulumi/pulumi" };
  const used = Object.entries(packages).filter(([name]) => program.includes(`${name}.`));
  return used.map(([name, from]) => `import * as ${name} from "${from}";\n`).join("");
}

/** @param {Rule} rule */
function configurationOf({ name, configSchema }) {
  const rows = Object.entries(configSchema?.properties ?? {}).map(([key, schema]) => {
    const { description = "", default: preset } = /** @type {{ description?: string, default?: unknown }} */ (schema);
    return [`\`${key}\``, `\`${JSON.stringify(preset)}\``, description.replaceAll("*", "\\*")];
  });
  const example = JSON.stringify({ [name]: { enforcementLevel: "mandatory", ...WAIVER } }, null, 2);
  return joined([
    table([["key", "default", "what it does"], ...rows]),
    "In the file for `--policy-pack-config`, with a waiver, which excuses one project until a day:",
    `\`\`\`json\n${example}\n\`\`\``,
  ]).trimEnd();
}

const WAIVER = { except: [{ match: "acme/legacy", reason: "moves in spring, INFRA-7", until: "2027-03-31" }] };

/** Its columns are as wide as the formatter makes them. @param {readonly (readonly string[])[]} rows */
function table(rows) {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const line = (/** @type {readonly string[]} */ row) =>
    `| ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(" | ")} |`;
  const rule = line(widths.map((width) => "-".repeat(width)));
  return rows.flatMap((row, index) => (index === 0 ? [line(row), rule] : [line(row)])).join("\n");
}

/** @param {string} text */
function sentence(text) {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** @param {readonly string[]} parts */
function joined(parts) {
  return `${parts.filter((part) => part !== "").join("\n\n")}\n`;
}

module.exports = { pageOf, indexOf };
