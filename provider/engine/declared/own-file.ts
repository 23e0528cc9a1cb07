import { randomBytes } from "node:crypto";
import { fstatSync, openSync, rmSync, writeSync } from "node:fs";
import { join } from "node:path";
import { type MeetingPlace, prepare } from "./meeting-place";

/** The file in which one process tells the others what it declares, a line for each declaration. */
export class OwnFile {
  readonly #place: MeetingPlace;
  /** Containers that share a folder have the same ports and process ids, but not the same random text. */
  readonly #name: string;
  #opened: { readonly path: string; readonly descriptor: number } | undefined;
  /** Lines that a full disk has not taken yet. */
  #waiting = Buffer.alloc(0);

  constructor(place: MeetingPlace) {
    this.#place = place;
    this.#name = `${place.port}-${process.pid}-${randomBytes(4).toString("hex")}`;
  }

  /** Writes the line, after those that could not be written before. */
  add(line: string): void {
    this.#waiting = Buffer.concat([this.#waiting, Buffer.from(`${line}\n`)]);
    this.#opened ??= firstOf(this.#place.folders, (folder) => create(folder, this.#name));
    const { path, descriptor } = this.#opened;
    while (this.#waiting.length > 0) this.#waiting = this.#waiting.subarray(writeSync(descriptor, this.#waiting));
    if (fstatSync(descriptor).nlink === 0) throw new Error(`${path} was removed`);
  }

  remove(): void {
    if (this.#opened !== undefined) rmSync(this.#opened.path, { force: true });
  }
}

/** Returns what `use` makes of the first folder that can be used. If none can, throws what is wrong with each. */
export function firstOf<T>(folders: readonly string[], use: (folder: string) => T): T {
  const problems: string[] = [];
  for (const folder of folders) {
    try {
      prepare(folder);
      return use(folder);
    } catch (error) {
      problems.push(error instanceof Error ? error.message : String(error));
    }
  }
  throw new Error(problems.join("; "));
}

/** "x": never another process's file, and never through a link. */
function create(folder: string, name: string) {
  const path = join(folder, name);
  return { path, descriptor: openSync(path, "ax", 0o600) };
}
