import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { CommandError } from "../command";
import type { Files } from "./plan";

/** Writes the files into a folder. A file that is there with other content stops it before anything is written. */
export function writeInto(folder: string, files: Files): void {
  const differing = [...files].filter(([name, text]) => differs(join(folder, name), text)).map(([name]) => name);
  if (differing.length > 0)
    throw new CommandError(
      `${folder} has other content in ${named(differing)}: nothing was written. Name another folder, or use --update, which adds what no file names yet.`,
    );
  for (const [name, text] of files) write(join(folder, name), text);
}

export function write(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

function differs(file: string, text: string): boolean {
  return existsSync(file) && readFileSync(file, "utf8") !== text;
}

function named(files: readonly string[]): string {
  const [first = "", ...others] = files;
  return others.length === 0 ? first : `${first} and ${others.length} more`;
}
