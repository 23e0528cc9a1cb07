// @ts-check
// Bundles the page of the access map into two files of the package, so that its users get no further dependency.
const path = require("node:path");
const { root } = require("./setup/machine");

const SOURCE = "cli/map/page";
/** What the build makes of the folder; the rest of it is in them. */
const OUTPUTS = ["main.js", "page.css"].map((name) => `${SOURCE}/${name}`);

async function buildPage() {
  const { build } = require("esbuild");
  await build({
    absWorkingDir: root,
    entryPoints: [`${SOURCE}/main.ts`, `${SOURCE}/page.css`],
    outdir: path.join("dist", SOURCE),
    bundle: true,
    minify: true,
    platform: "browser",
    format: "iife",
    target: "es2022",
    charset: "ascii",
    legalComments: "none",
    logLevel: "error",
  });
}

if (require.main === module)
  buildPage().catch((error) => {
    console.error(error);
    process.exitCode = 1;
  });

module.exports = { OUTPUTS, SOURCE, buildPage };
