// @ts-check
const fs = require("node:fs");
const path = require("node:path");

/** @typedef {{ config: object, program: string }} Example */
/**
 * What a rule's doc comment says. `rest` is what stands between the fix and the examples: what the rule can't tell, and when it judges.
 * @typedef {{ summary: string, why: string, fix: string, rest: readonly string[], allowed: Example, refused: Example, see: string | undefined }} DocComment
 */

const root = path.join(__dirname, "../..");

/** @param {string} rule @returns {DocComment} */
function docCommentOf(rule) {
  const file = `policies/rules/${rule}.ts`;
  const source = fs.readFileSync(path.join(root, file), "utf8");
  const comment = /^\/\*\*\n((?: \*.*\n)+?) \*\/\nexport const \w+ = (?:resource|stack)Rule\(/m.exec(source)?.[1];
  if (comment === undefined) throw new Error(`${file}: no doc comment stands above the rule.`);
  const text = comment.replace(/^ \* ?/gm, "");
  const [prose = ""] = text.split(/^@/m);
  const [summary = "", ...paragraphs] = prose.trim().split("\n\n").map(onOneLine);
  const after = (/** @type {string} */ mark) =>
    paragraphs.find((one) => one.startsWith(mark))?.slice(mark.length) ?? "";
  return {
    summary,
    why: after("**Why**: "),
    fix: after("**How to fix**: "),
    rest: paragraphs.filter((one) => !/^\*\*(Why|How to fix)\*\*/.test(one)),
    allowed: exampleIn(text, "Allowed"),
    refused: exampleIn(text, "Refused"),
    see: /^@see (.+)$/m.exec(text)?.[1],
  };
}

/** @param {string} text @param {string} title @returns {Example} */
function exampleIn(text, title) {
  const example = new RegExp(`^@example ${title}\\n(?:\`\`\`json\\n(.*?)\`\`\`\\n)?\`\`\`ts\\n(.*?)\`\`\``, "ms").exec(
    text,
  );
  const [, config = "{}", program = ""] = example ?? [];
  return { config: JSON.parse(config), program };
}

/** Markdown joins the lines of a paragraph. @param {string} paragraph */
function onOneLine(paragraph) {
  return paragraph.replaceAll("\n", " ");
}

module.exports = { docCommentOf };
