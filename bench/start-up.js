// @ts-check
const { readFile } = require("node:fs/promises");
const path = require("node:path");
const { openStack } = require("./stack");

/** The provider's own handler, which also writes down when its first check is done. */
const text = `exports.handler=()=>{
  const hooks = require("pulumi-gitlab-ci-access/runtime").provider("JobTokenAllowlist");
  const check = async (olds, news) => {
    const checked = await hooks.check(olds, news);
    require("node:fs").writeFileSync(process.env.BENCH_FIRST_CHECK, String(Date.now()));
    return checked;
  };
  return { ...hooks, check };
}`;

const declaration = `new gitlab.JobTokenAllowlist(
  "billing",
  { project: "acme/billing", projects: ["acme/deploy"] },
  { transformations: [({ props, opts }) => ({ props: { ...props, __provider: ${JSON.stringify(text)} }, opts })] },
);
`;
const typed = `import * as gitlab from "pulumi-gitlab-ci-access";\n${declaration}`;
/** As most programs are: Pulumi's configuration and outputs are in `@pulumi/pulumi`, which loads the Automation API and TypeScript as well. */
const usual = `import * as pulumi from "@pulumi/pulumi";\n${typed}export const stack = pulumi.getStack();\n`;
const compilerOptions = { target: "es2022", module: "node16", moduleResolution: "node16", strict: true };
const settings = (/** @type {object} */ more = {}) => JSON.stringify({ compilerOptions, ...more });

const ways = [
  {
    name: "TypeScript, types checked at each run (Pulumi's default)",
    files: { "index.ts": usual, "tsconfig.json": settings() },
  },
  {
    name: 'TypeScript, `"ts-node": { "transpileOnly": true }` (the README\'s)',
    files: { "index.ts": usual, "tsconfig.json": settings({ "ts-node": { transpileOnly: true } }) },
  },
  {
    name: "the same without a line of `@pulumi/pulumi`",
    files: { "index.ts": typed, "tsconfig.json": settings({ "ts-node": { transpileOnly: true } }) },
  },
  {
    name: "JavaScript without a line of `@pulumi/pulumi`",
    files: { "index.js": `const gitlab = require("pulumi-gitlab-ci-access");\n${declaration}` },
  },
];

/**
 * From the start of `pulumi preview` to the end of the first check, and to the end of the preview.
 * @param {import("./gitlab").MeasuredGitLab} gitlab
 * @param {{ files: Readonly<Record<string, string>> }} way
 */
async function measureStartUp(gitlab, { files }) {
  const firstCheck = "first-check";
  const main = Object.keys(files).find((name) => name.startsWith("index")) ?? "index.js";
  const stack = await openStack(files, { main, env: { ...gitlab.env, BENCH_FIRST_CHECK: firstCheck } });
  try {
    const started = Date.now();
    await stack.pulumi("preview");
    const ended = Date.now();
    const checked = Number(await readFile(path.join(stack.folder, firstCheck), "utf8"));
    return { firstCheck: checked - started, preview: ended - started };
  } finally {
    await stack.close();
  }
}

module.exports = { measureStartUp, ways };
