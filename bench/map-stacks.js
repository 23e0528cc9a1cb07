// @ts-check
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
  const map = filesOf(lists).map((file) => [`access/${file.name}`, textOf(file, "access")]);
  const files = { "index.js": MAP, ...Object.fromEntries(map), ...forImport(importFile(lists, NAMES, gitlab.url)) };
  return actsOf(await openStack(files, { env: { ...envOf(gitlab), ...env } }));
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
  const files = { "index.js": PLAIN, "lists.json": JSON.stringify(declared), ...forImport({ resources }) };
  return actsOf(await openStack(files, { env: envOf(gitlab) }));
}

/** @param {Record<string, unknown>} inputs what a program says of what a state has */
function argsOf({ entries: _, __key, __provider, replaceExisting, ...args }) {
  return args;
}

/** @param {GitLab} gitlab */
function envOf({ url, token }) {
  return { GITLAB_BASE_URL: url, GITLAB_TOKEN: token };
}

/** @param {object} file */
function forImport(file) {
  return { "import.json": JSON.stringify(file) };
}

/** @param {Awaited<ReturnType<typeof openStack>>} stack */
function actsOf({ pulumi, close }) {
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

module.exports = { openMap, openPlain };
