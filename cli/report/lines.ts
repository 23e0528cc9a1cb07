import { markup } from "./escape";

/** Nobody reads more lines of one list in a comment. */
const MOST_LINES = 50;

/** A line of a report, and the project or resource that it is about. */
export interface Line {
  readonly about: string;
  readonly text: string;
}

/** All lines, because gains and losses are never cut. Long lists are folded by what their lines are about. */
export function all(lines: readonly Line[]): string[] {
  if (lines.length <= MOST_LINES) return bullets(lines.map(({ text }) => text));
  const groups = new Map<string, string[]>();
  for (const { about, text } of lines) groups.set(about, [...(groups.get(about) ?? []), text]);
  return [...groups].flatMap(([about, texts]) => folded(`${markup(about)}: ${texts.length}`, bullets(texts)));
}

/** The first lines of a list that may be cut. */
export function first(lines: readonly string[]): string[] {
  const more = lines.length > MOST_LINES ? [`and ${lines.length - MOST_LINES} more`] : [];
  return bullets([...lines.slice(0, MOST_LINES), ...more]);
}

/** A folded block. The summary is HTML, because GitLab reads no Markdown in it. */
export function folded(summary: string, parts: readonly string[]): string[] {
  return parts.length === 0 ? [] : [`<details><summary>${summary}</summary>`, ...parts, "</details>"];
}

function bullets(lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [lines.map((line) => `- ${line}`).join("\n")];
}
