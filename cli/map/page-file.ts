import { createHash } from "node:crypto";
import { chmodSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { codeOf } from "../../provider/domain/error-code";
import { CommandError } from "../command";
import type { Estate } from "./graph/estate";
import { packed } from "./packed";

/** Only its owner may read a page: it shows where an attacker would begin. */
const OWNER_ONLY = 0o600;

/** Writes the page of an estate. */
export function writePage(file: string, estate: Estate): void {
  try {
    writeFileSync(resolve(file), pageOf(estate), { mode: OWNER_ONLY });
    chmodSync(resolve(file), OWNER_ONLY); // A file that was there keeps its mode.
  } catch (error) {
    throw new CommandError(`The page can't be written to ${file} (${codeOf(error)}).`);
  }
}

/**
 * The page as one file. It may run its own script and use its own style, both by their hashes, and may do nothing else: no request, no other
 * script, no markup from a text.
 */
function pageOf(estate: Estate): string {
  const { script, style } = bundle();
  const rules = [
    "default-src 'none'",
    `script-src '${hashOf(script)}'`,
    `style-src '${hashOf(style)}'`,
    "base-uri 'none'",
    "form-action 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ];
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${rules.join("; ")}">
<meta name="referrer" content="no-referrer">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>Who can reach what</title>
<style>${style}</style>
</head>
<body>
<noscript>This page needs JavaScript, which it brings along: it asks no server for anything.</noscript>
<script type="application/json" id="estate">${withoutTags(JSON.stringify(packed(estate)))}</script>
<script>${script}</script>
</body>
</html>
`;
}

/** What the build has made of the page's sources. */
function bundle(): { script: string; style: string } {
  const folder = join(dirname(require.resolve("pulumi-gitlab-ci-access/package.json")), "dist/cli/map/page");
  const read = (name: string) => readFileSync(join(folder, name), "utf8");
  return { script: read("main.js").replaceAll("</script", "<\\/script"), style: read("page.css") };
}

function hashOf(text: string): string {
  return `sha256-${createHash("sha256").update(text).digest("base64")}`;
}

/** JSON in which no tag ends or begins. */
function withoutTags(json: string): string {
  return json.replaceAll("<", "\\u003c").replaceAll(">", "\\u003e");
}
