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
  const found = blocksOf(file).filter((block) => block.language === language && block.code.includes(text));
  if (found.length !== 1) throw new Error(`${file} has ${found.length} blocks of ${language} with "${text}"`);
  return found[0]?.code ?? "";
}

/** The cells of the Markdown table whose first heading begins like this, code marks taken off. */
export function tableIn(file: string, heading: string): string[][] {
  const lines = readFileSync(join(root, file), "utf8").split("\n");
  const start = lines.findIndex((line) => new RegExp(`^\\| ${heading} +\\|`).test(line));
  if (start < 0) throw new Error(`${file} has no table that begins with "${heading}"`);
  const length = lines.slice(start).findIndex((line) => !line.startsWith("|"));
  return lines.slice(start + 2, start + length).map((line) =>
    line
      .split("|")
      .slice(1, -1)
      .map((cell) => cell.trim().replace(/^`([^`]+)`$/, "$1")),
  );
}
