import { redact } from "../../provider/domain/redact";

/** Names are short. A longer one is a mistake, or is meant to hide something. */
const LONGEST_NAME = 200;
const LONGEST_MESSAGE = 2_000;
/** Room for the longest value that GitLab takes, 50 tags of 255 characters: what is new may stand at its end. */
const LONGEST_VALUE = 20_000;
/** A word joiner is not seen and takes no room, and GitLab no longer reads one word around it. */
const JOINER = "\u2060";

/**
 * A name in a code span, where nothing is a link, a mention or a tag. Anybody who opens a merge request chooses the names, and the comment
 * is written with somebody else's token.
 */
export function code(name: unknown): string {
  return span(oneLine(name, LONGEST_NAME));
}

/** The value of a setting in a code span. */
export function value(text: unknown): string {
  return span(oneLine(text, LONGEST_VALUE));
}

/** A name for places where GitLab reads HTML and no Markdown. It looks for no references in `code`. */
export function markup(name: unknown): string {
  const text = oneLine(name, LONGEST_NAME).replace(/[&<>"'`]/g, (found) => `&#${found.codePointAt(0)};`);
  return `<code>${text}</code>`;
}

function span(text: string): string {
  const fence = "`".repeat(longestRun(text) + 1);
  const pad = text === "" || /^`|`$/.test(text) ? " " : "";
  return fence + pad + text + pad + fence;
}

/**
 * A text from elsewhere on one line, without markup, links, references and mentions. Escaping is not enough, because GitLab looks for
 * references in the text that Markdown has made.
 * https://docs.gitlab.com/user/markdown/#gitlab-specific-references
 */
export function sentence(text: unknown): string {
  return oneLine(text, LONGEST_MESSAGE)
    .replace(/:(?=\/\/)|\bwww(?=\.)/gi, `$&${JOINER}`)
    .replace(/\b[\da-f]{7,}\b/gi, (hash) => hash.replace(/.{6}(?=.)/g, `$&${JOINER}`))
    .replace(/\b[A-Z][A-Z\d_]+-(?=\d)/g, `$&${JOINER}`)
    .replace(/[@#!&~%$^*[]/g, `$&${JOINER}`)
    .replace(/>/g, `${JOINER}>`)
    .replace(/[\\`*_[\]<>#|~$&!%^]/g, "\\$&");
}

/** Text from elsewhere as a block. Indented, because GitLab takes a slash at the start of a line for a command. */
export function block(text: string): string {
  const shown = redact(text).slice(0, LONGEST_MESSAGE).trimEnd();
  const lines = shown.split(/\r?\n/);
  const fence = "`".repeat(Math.max(3, longestRun(shown) + 1));
  return [fence, ...lines.map((line) => `  ${line}`), fence].join("\n");
}

/** A label in a Mermaid graph: quotes, markup and Markdown are written as Mermaid's own entities. */
export function label(name: string): string {
  const text = oneLine(name, LONGEST_NAME).replace(/[#"`<>&;\\{}[\]|]/g, (found) => `#${found.codePointAt(0)};`);
  return `"${text}"`;
}

function oneLine(value: unknown, limit: number): string {
  const text = redact(String(value))
    .replace(/[\s\p{Cc}\p{Cf}]+/gu, " ")
    .trim();
  return text.length <= limit ? text : `${text.slice(0, limit)}…`;
}

function longestRun(text: string): number {
  return Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
}
