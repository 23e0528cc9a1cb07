import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";

const root = resolve(__dirname, "../..");

/** A fenced block of code. */
export interface Block {
  readonly where: string;
  readonly language: string;
  readonly code: string;
}

/** The blocks of a file in the repository: of a doc comment without its stars, of Markdown as they are. */
export function blocksOf(file: string): Block[] {
  const text = readFileSync(join(root, file), "utf8").replace(/^ \* ?/gm, "");
  return [...text.matchAll(/^```(\w*)\n(.*?)^```/gms)].map(([, language = "", code = ""], index) => ({
    where: `${file}, block ${index + 1}`,
    language,
    code,
  }));
}

/** The one block of a language that contains a text. */
export function blockWith(file: string, language: string, text: string): string {
  const blocks = blocksOf(file).filter((block) => block.language === language);
  return onlyWith(
    text,
    blocks.map(({ code }) => code),
    `${file}, blocks of ${language}`,
  );
}

/** The one piece of code within a line that contains a text. */
export function inlineWith(file: string, text: string): string {
  const pieces = readFileSync(join(root, file), "utf8").match(/(?<=`)[^`\n]+(?=`)/g) ?? [];
  return onlyWith(text, pieces, `${file}, code within a line`);
}

function onlyWith(text: string, pieces: readonly string[], where: string): string {
  const found = pieces.filter((piece) => piece.includes(text));
  if (found.length !== 1) throw new Error(`${where}: "${text}" is in ${found.length} of them`);
  return found[0] ?? "";
}

/** The rows of the Markdown table whose first heading begins like this; the first cell without its code marks. */
export function tableIn(file: string, heading: string): string[][] {
  return tablesIn(readFileSync(join(root, file), "utf8"), heading)[0] ?? [];
}

/** The rows of every such table in a text. */
export function tablesIn(text: string, heading: string): string[][][] {
  const tables = text.match(/(?:^\|.*\n)+/gm) ?? [];
  return tables
    .filter((table) => new RegExp(`^\\| ${heading} +\\|`).test(table))
    .map((table) => rowsOf(table).slice(2));
}

function rowsOf(table: string): string[][] {
  const lines = table.trimEnd().split("\n");
  return lines.map((line) => {
    const [first = "", ...others] = line
      .slice(1, -1)
      .split("|")
      .map((cell) => cell.trim());
    return [first.replace(/^`(.+)`$/, "$1"), ...others];
  });
}
