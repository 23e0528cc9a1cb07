import { closeSync, fstatSync, lstatSync, openSync, readdirSync, readSync, rmSync } from "node:fs";
import { join } from "node:path";
import { codeOf } from "../../domain/error-code";
import { Declarations, type Notice } from "./declarations";

const DAY_MS = 24 * 60 * 60 * 1000;

/** Another process's file. It only grows, so each step of a run reads on from where the last one ended. */
export class OthersFile {
  readonly declarations = new Declarations();
  readonly #path: string;
  #position = 0;

  constructor(path: string) {
    this.#path = path;
  }

  /** Reads what is new. A line that can't be understood does not hide those after it; the first of them is thrown in the end. */
  catchUp(): void {
    const broken: Error[] = [];
    for (const line of this.#newLines()) {
      try {
        this.declarations.note(noticeIn(line));
      } catch {
        broken.push(new Error(`${this.#path} has a line that is no declaration`));
      }
    }
    if (broken[0] !== undefined) throw broken[0];
  }

  /** Whole lines only: what another process is still writing is read the next time. */
  #newLines(): string[] {
    const file = opened(this.#path);
    if (file === undefined) return [];
    try {
      const news = Buffer.alloc(Math.max(0, fstatSync(file).size - this.#position));
      const read = news.subarray(0, readSync(file, news, 0, news.length, this.#position));
      const whole = read.subarray(0, read.lastIndexOf("\n") + 1);
      this.#position += whole.length;
      return whole.toString("utf8").split("\n").slice(0, -1);
    } finally {
      closeSync(file);
    }
  }
}

/** The claims are taken as they are, because only processes of this package write here. */
function noticeIn(line: string): Notice {
  const notice = JSON.parse(line);
  if (typeof notice.key === "string" && typeof notice.origin === "string") return notice;
  throw new Error("without key and origin");
}

/** The files of other living processes of the engine. */
export function othersIn(folder: string, port: string): string[] {
  const isOther = ({ engine, pid }: Name) => engine === port && pid !== process.pid && isAlive(pid);
  return names(folder)
    .filter(isOther)
    .map(({ path }) => path);
}

/**
 * Removes the files of killed processes. A young file stays: its process may live in another container, which shares the
 * folder but not the process ids.
 */
export function clearUp(folder: string): void {
  for (const { path, pid } of names(folder)) if (!isAlive(pid) && isOld(path)) rmSync(path, { force: true });
}

interface Name {
  readonly path: string;
  readonly engine: string;
  readonly pid: number;
}

function names(folder: string): Name[] {
  return readdirSync(folder).flatMap((file) => {
    const [, engine, pid] = /^(\d+)-(\d+)(?:-|$)/.exec(file) ?? [];
    return engine === undefined ? [] : [{ path: join(folder, file), engine, pid: Number(pid) }];
  });
}

function isOld(path: string): boolean {
  const found = lstatSync(path, { throwIfNoEntry: false });
  return found !== undefined && !found.isDirectory() && Date.now() - found.mtimeMs > DAY_MS;
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false; // No such process, or another user's: none of this engine's.
  }
}

/** A process may remove its file at any moment, and then declares nothing any more. */
function opened(file: string): number | undefined {
  try {
    return openSync(file, "r");
  } catch (error) {
    if (codeOf(error) === "ENOENT") return undefined;
    throw error;
  }
}
