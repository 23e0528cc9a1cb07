import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";

const root = resolve(__dirname, "../..");
const read = (file: string) => readFileSync(join(root, file), "utf8");
const filesIn = (folder: string) =>
  readdirSync(join(root, folder), { recursive: true, encoding: "utf8" }).map((file) => `${folder}/${file}`);

const PROMISE = /\b(?:never|nothing|always)\b/i;
export const LEDGER = "docs/promises.md";

/** Every sentence that says "never", "nothing" or "always" to users: in the README, in the guides, in the documentation of classes. */
export function promises(): { readonly where: string; readonly sentence: string }[] {
  const pages = ["README.md", ...filesIn("docs").filter((file) => file.endsWith(".md") && file !== LEDGER)];
  const classes = [...filesIn("provider/resources"), "provider/provider.ts"].filter((file) =>
    /^export (?:abstract )?class \w+ extends \w/m.test(code(file)),
  );
  return [
    ...pages.flatMap((file) => sentencesIn(proseOf(read(file))).map((sentence) => ({ where: file, sentence }))),
    ...classes.flatMap((file) => sentencesIn(commentsOf(read(file))).map((sentence) => ({ where: file, sentence }))),
  ].filter(({ sentence }) => PROMISE.test(sentence));
}

function code(file: string): string {
  return file.endsWith(".ts") ? read(file) : "";
}

/** Markdown without its blocks of code; each cell of a table and each item of a list ends a sentence. */
function proseOf(markdown: string): string {
  return markdown
    .replace(/^(`{3,4})\w*\n.*?^\1$/gms, "\n\n")
    .replace(/^#+ .*$/gm, "\n\n$&\n\n")
    .replace(/^\|/gm, "\n\n")
    .replace(/ \|/g, "\n\n")
    .replace(/^ *(?:-|\d+\.) /gm, "\n\n");
}

/** The documentation comments of a source, without their examples. */
function commentsOf(source: string): string {
  const comments = source.match(/\/\*\*.*?\*\//gs) ?? [];
  return comments
    .map((comment) => proseOf(comment.replace(/^ *\/?\*+\/?| *\*\/$/gm, "").replace(/^ /gm, "")))
    .join("\n\n");
}

function sentencesIn(text: string): string[] {
  return text
    .split(/\n\s*\n/)
    .flatMap((paragraph) => plain(paragraph).split(/(?<=[.!?:;]["”)]?) (?=["“(`A-Z0-9])/))
    .map((sentence) => sentence.trim());
}

/** A text without the marks of Markdown and its line breaks, so that it is found wherever it is broken. */
export function plain(text: string): string {
  return text
    .replace(/\[([^\]]+)\]\([^)]*\)/g, "$1")
    .replace(/\*\*|__|\b_|_\b|`/g, "")
    .replace(/^[>#\s]+/gm, "")
    .replace(/\s+/g, " ")
    .trim();
}
