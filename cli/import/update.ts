import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { canonical } from "../../provider/domain/address";
import { type MapText, readTexts } from "../../provider/map/files";
import { inLines } from "../../provider/map/problem";
import { readMap } from "../../provider/map/read";
import { CommandError } from "../command";
import type { ImportedList } from "./estate";
import { write } from "./folder";
import { filesOf, linesOf, textOf } from "./map-text";
import { NAME } from "./plan";

/** What an update did. */
export interface Updated {
  readonly added: readonly ImportedList[];
  /** Lists for a person to add, by file: these files are written in a form that can't be extended automatically. */
  readonly byHand: ReadonlyMap<string, readonly ImportedList[]>;
}

/**
 * Adds to a map the projects that no file names. It only appends lines, or writes files that are not there: whatever somebody wrote stays as it
 * is, byte by byte. A map that has mistakes afterwards is put back.
 */
export function updateMap(root: string, lists: readonly ImportedList[]): Updated {
  const before = wellRead(root, "Mend it first:");
  const named = new Set(before.map(({ project }) => canonical(project)));
  const missing = lists.filter(({ path }) => !named.has(canonical(path)));
  const texts = readTexts({ root, from: NAME }, () => {});
  const { appended, byHand } = appendedTo(texts, missing);
  const covered = (list: ImportedList) => ownerOf(texts, list) !== undefined;
  const fresh = filesOf(missing.filter((list) => !covered(list))).map((file) => [
    `${NAME}/${file.name}`,
    textOf(file, NAME),
  ]);
  writeAll(root, new Map([...appended, ...fresh.map(([name = "", text = ""]) => [name, text] as const)]));
  const left = new Set([...byHand.values()].flat());
  return { added: missing.filter((list) => !left.has(list)), byHand };
}

function wellRead(root: string, hint: string) {
  const { lists, problems } = readMap({ root, from: NAME });
  if (problems.length > 0) throw new CommandError([`The map has mistakes. ${hint}`, ...inLines(problems)].join("\n  "));
  return lists;
}

function appendedTo(texts: readonly MapText[], missing: readonly ImportedList[]) {
  const [appended, byHand] = [new Map<string, string>(), new Map<string, readonly ImportedList[]>()];
  for (const owner of texts) {
    const lists = missing.filter((list) => ownerOf(texts, list) === owner);
    if (lists.length === 0) continue;
    const indent = indentOf(owner.text);
    if (indent === undefined) byHand.set(owner.file, lists);
    else {
      const lines = lists.flatMap((list) => linesOf(list, indent));
      appended.set(owner.file, `${owner.text.replace(/\n*$/, "\n")}${lines.join("\n")}\n`);
    }
  }
  return { appended, byHand };
}

/** The deepest file that speaks for the project. */
function ownerOf(texts: readonly MapText[], { path }: ImportedList): MapText | undefined {
  const covering = texts.filter(
    ({ place }) => place !== "sets" && `${canonical(path)}/`.startsWith(`${canonical(place)}/`),
  );
  return covering.sort((a, b) => b.place.length - a.place.length)[0];
}

/** How far projects are indented; undefined where more lines at the end would not be projects. */
function indentOf(text: string): string | undefined {
  const lines = text.split("\n").filter((line) => !/^\s*(?:#.*)?$/.test(line));
  const at = lines.findIndex((line) => /^projects:\s*(?:#.*)?$/.test(line));
  const below = lines.slice(at + 1);
  const [, indent] = /^( +)\S/.exec(below[0] ?? "") ?? [];
  return at >= 0 && below.every((line) => line.startsWith(" ")) ? indent : undefined;
}

/** Puts everything back if the map has mistakes afterwards. */
function writeAll(root: string, texts: ReadonlyMap<string, string>): void {
  const before = new Map([...texts.keys()].map((name) => [name, contentOf(join(root, name))]));
  for (const [name, text] of texts) write(join(root, name), text);
  try {
    wellRead(root, "Nothing was changed: add the projects by hand.");
  } catch (error) {
    for (const [name, text] of before) {
      if (text === undefined) rmSync(join(root, name));
      else writeFileSync(join(root, name), text);
    }
    throw error;
  }
}

function contentOf(file: string): string | undefined {
  return existsSync(file) ? readFileSync(file, "utf8") : undefined;
}

/** What is left for a person, as lines to paste. */
export function linesByHand({ byHand }: Pick<Updated, "byHand">): string[] {
  return [...byHand].flatMap(([file, lists]) => [
    `${file} has another form: add these lines below its projects`,
    ...lists.flatMap((list) => linesOf(list)),
  ]);
}
