import { redact } from "../../provider/domain/redact";

/** Names are short; what is longer is meant to hide something, or a mistake. */
const LONGEST_NAME = 200;
const LONGEST_MESSAGE = 2_000;

/**
 * A name, shown as it is: in a code span nothing is a link, a mention or a tag. Whoever opens a merge request chooses the names, and the
 * comment is written with somebody else's token.
 */
export function code(name: unknown): string {
  const text = oneLine(name, LONGEST_NAME);
  const fence = "`".repeat(longestRun(text) + 1);
  const pad = text === "" || /^`|`$/.test(text) ? " " : "";
  return fence + pad + text + pad + fence;
}

/** A sentence from elsewhere, on one line and without effect: no markup, and nobody is notified. */
export function sentence(text: unknown): string {
  // A word joiner after the @: what follows is no user's name any more.
  return oneLine(text, LONGEST_MESSAGE)
    .replace(/[\\`*_[\]<>#|~$&]/g, "\\$&")
    .replaceAll("@", "@\u2060");
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
