import {
  closeSync,
  fstatSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readSync,
  rmSync,
  writeSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { codeOf } from "../../domain/error-code";
import { Declarations, type Notice, type Rival, type Thing } from "./declarations";

/** Where the provider processes of one engine meet: a folder that only this user can write to, and the engine's port. */
export interface MeetingPlace {
  readonly folder: string;
  readonly port: string;
}

/**
 * Declarations of all provider processes of one engine. A resource that moves to another provider, or whose provider is replaced with
 * it (`--replace '**'`), is created by one process and deleted by another. Each process writes a file of its own, `<port>-<pid>`; what
 * dead processes left behind counts for nothing.
 */
export class Noticeboard {
  readonly #own = new Declarations();
  readonly #place: MeetingPlace | undefined;
  readonly #readings = new Map<string, Reading>();
  #file: number | undefined;

  /** Without a meeting place a process knows its own declarations only. */
  constructor(place: MeetingPlace | undefined) {
    this.#place = place;
    if (place === undefined) return;
    for (const file of readdirSync(place.folder))
      if (!isOfLivingProcess(file)) rmSync(join(place.folder, file), { force: true });
  }

  note(notice: Notice): void {
    if (!this.#own.note(notice) || this.#place === undefined) return;
    this.#file ??= openSync(join(this.#place.folder, fileOf(this.#place)), "a", 0o600);
    writeSync(this.#file, `${JSON.stringify(notice)}\n`);
  }

  isDeclared(thing: Thing): boolean {
    return this.#own.isDeclared(thing) || this.#others().some((declarations) => declarations.isDeclared(thing));
  }

  rivalOf(notice: Notice): Rival | undefined {
    const boards = [this.#own, ...this.#others()];
    return boards.map((declarations) => declarations.rivalOf(notice)).find((rival) => rival !== undefined);
  }

  /** The name of a declaration of this process. */
  nameOf(key: string): string {
    return this.#own.nameOf(key);
  }

  /** Called when the process ends. */
  takeDown(): void {
    if (this.#place !== undefined) rmSync(join(this.#place.folder, fileOf(this.#place)), { force: true });
  }

  #others(): Declarations[] {
    const place = this.#place;
    if (place === undefined) return [];
    const ofEngine = readdirSync(place.folder).filter(
      (file) => file.startsWith(`${place.port}-`) && file !== fileOf(place) && isOfLivingProcess(file),
    );
    return ofEngine.map((file) => this.#readingOf(join(place.folder, file)).catchUp());
  }

  #readingOf(file: string): Reading {
    const reading = this.#readings.get(file) ?? new Reading(file);
    this.#readings.set(file, reading);
    return reading;
  }
}

/** Another process's file, read from where the last reading ended: it only grows, and is asked at each step of a run. */
class Reading {
  readonly #declarations = new Declarations();
  readonly #file: string;
  #position = 0;
  /** A line that was not written to its end yet. */
  #beginning = "";

  constructor(file: string) {
    this.#file = file;
  }

  catchUp(): Declarations {
    const [...lines] = (this.#beginning + this.#news()).split("\n");
    this.#beginning = lines.pop() ?? "";
    for (const line of lines) this.#declarations.note(JSON.parse(line));
    return this.#declarations;
  }

  #news(): string {
    const file = opened(this.#file);
    if (file === undefined) return "";
    try {
      const news = Buffer.alloc(Math.max(0, fstatSync(file).size - this.#position));
      const read = readSync(file, news, 0, news.length, this.#position);
      this.#position += read;
      return news.toString("utf8", 0, read);
    } finally {
      closeSync(file);
    }
  }
}

export function meetingPlace(engineAddress: string | undefined, base = tmpdir()): MeetingPlace | undefined {
  const port = /:(\d+)$/.exec(engineAddress ?? "")?.[1];
  if (port === undefined) return undefined;
  const user = process.getuid?.();
  const folder = join(base, `pulumi-gitlab-ci-access-${user ?? "user"}`);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  return user === undefined || lstatSync(folder).uid === user ? { folder, port } : undefined;
}

function fileOf({ port }: MeetingPlace): string {
  return `${port}-${process.pid}`;
}

function isOfLivingProcess(file: string): boolean {
  try {
    return process.kill(Number(file.slice(file.indexOf("-") + 1)), 0);
  } catch {
    return false; // No such process, or another user's: none of this engine's.
  }
}

/** A process may take its file down at any moment: what it declared later is nothing. */
function opened(file: string): number | undefined {
  try {
    return openSync(file, "r");
  } catch (error) {
    if (codeOf(error) === "ENOENT") return undefined;
    throw error;
  }
}
