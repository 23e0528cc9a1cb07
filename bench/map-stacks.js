// @ts-check
const { mkdir, writeFile } = require("node:fs/promises");
const path = require("node:path");
const { importFile } = require("../dist/cli/import/import-file");
const { filesOf, textOf } = require("../dist/cli/import/map-text");
const { openStack } = require("./stack");

/** @typedef {import("../dist/cli/import/estate").ImportedList} List */
/** @typedef {{ url: string, token: string }} GitLab */

const NAMES = { project: "bench", stack: "bench", map: "access" };
const MAP = 'const { AccessMap } = require("pulumi-gitlab-ci-access");\nnew AccessMap("access", { from: "access" });\n';
const PLAIN = `const { JobTokenAllowlist } = require("pulumi-gitlab-ci-access");
for (const [name, args] of require("./lists.json")) new JobTokenAllowlist(name, args);
`;

/**
 * The stack of a program with an access map.
 * @param {GitLab} gitlab
 * @param {readonly List[]} lists
 * @param {Readonly<Record<string, string>>} [env]
 */
async function openMap(gitlab, lists, env = {}) {
  const stack = await openStack({ "index.js": MAP }, { env: { ...envOf(gitlab), ...env } });
  for (const file of filesOf(lists)) await put(stack.folder, `access/${file.name}`, textOf(file, "access"));
  return actsOf(stack, importFile(lists, NAMES, gitlab.url));
}

/**
 * The stack of a program that declares the same lists one by one.
 * @param {GitLab} gitlab
 * @param {readonly List[]} lists
 */
async function openPlain(gitlab, lists) {
  /** @type {{ resources: { name: string, component?: boolean, parent?: string, inputs?: Record<string, unknown> }[] }} */
  const file = JSON.parse(JSON.stringify(importFile(lists, NAMES, gitlab.url)));
  const resources = file.resources.filter(({ component }) => !component).map(({ parent: _, ...one }) => one);
  const declared = resources.map(({ name, inputs = {} }) => [name, argsOf(inputs)]);
  const stack = await openStack({ "index.js": PLAIN, "lists.json": JSON.stringify(declared) }, { env: envOf(gitlab) });
  return actsOf(stack, { resources });
}

/** @param {Record<string, unknown>} inputs what a program says of what a state has */
function argsOf({ entries: _, __key, __provider, replaceExisting, ...args }) {
  return args;
}

/** @param {GitLab} gitlab */
function envOf({ url, token }) {
  return { GITLAB_BASE_URL: url, GITLAB_TOKEN: token };
}

/**
 * @param {Awaited<ReturnType<typeof openStack>>} stack
 * @param {object} file
 */
async function actsOf({ folder, pulumi, close }, file) {
  await put(folder, "import.json", JSON.stringify(file));
  const given = ["--file", "import.json", "--generate-code=false", "--protect=false", "--yes", "--skip-preview"];
  return {
    import: () => pulumi("import", ...given),
    preview: () => pulumi("preview", "--expect-no-changes"),
    up: () => pulumi("up", "--yes", "--skip-preview", "--expect-no-changes"),
    first: () => pulumi("up", "--yes", "--skip-preview"),
    destroy: () => pulumi("destroy", "--yes", "--skip-preview"),
    close,
  };
}

/**
 * @param {string} folder
 * @param {string} name
 * @param {string} text
 */
async function put(folder, name, text) {
  await mkdir(path.dirname(path.join(folder, name)), { recursive: true });
  await writeFile(path.join(folder, name), text);
}

module.exports = { openMap, openPlain };
