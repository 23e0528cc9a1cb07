import {
  chmodSync,
  closeSync,
  existsSync,
  fstatSync,
  ftruncateSync,
  openSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from "node:fs";
import { codeOf } from "../../provider/domain/error-code";
import { CommandError } from "../command";
import { linesOf, recordIn, recordsIn } from "./reading";
import type { HeaderRecord, InventoryRecord, ProjectRecord, TokenRecord } from "./record";
import type { Earlier } from "./run";
import { Summary } from "./summary";

/** Nobody but the owner: an inventory says which doors are open. */
const MODE = 0o600;

interface Opening {
  readonly file: string;
  readonly header: HeaderRecord;
  readonly now: Date;
  /** How old what an earlier run has read may be. */
  readonly maxAgeMs: number;
  /** Records of a finished inventory count as well, as far as they are young enough. */
  readonly reuse: boolean;
  /** Gets each project that is in the draft already. */
  readonly note: (project: ProjectRecord) => void;
}

/**
 * The file of an inventory while it is made: `<file>.part`, which becomes the file when it is finished. A run goes on with what an
 * interrupted one has left.
 */
export class Draft {
  readonly earlier: Earlier;
  /** Whether this run goes on from an interrupted one. */
  readonly isResumed: boolean;
  readonly #file: string;
  readonly #handle: number;
  readonly #summary: Summary;

  constructor({ file, header, now, maxAgeMs, reuse, note }: Opening) {
    this.#file = file;
    this.#summary = new Summary(now);
    const left = leftBy(partOf(file), header, now.getTime() - maxAgeMs);
    this.isResumed = left !== undefined;
    if (left === undefined) rmSync(partOf(file), { force: true });
    this.#handle = opened(partOf(file), left === undefined);
    if (left === undefined) this.write([header]);
    else {
      ftruncateSync(this.#handle, left.bytes);
      for (const one of projectsIn(partOf(file), left.lines)) this.#keep(one, note);
    }
    const old = reuse && existsSync(file) ? new Fresh(file, header, now.getTime() - maxAgeMs) : undefined;
    this.earlier = {
      after: left?.lastProject ?? 0,
      fresh: (id) => old?.take(id),
      tokens: left?.tokens ?? new Map(),
    };
  }

  /** Writes records that belong together. */
  write(records: readonly InventoryRecord[]): void {
    if (records.length === 0) return;
    for (const record of records) this.#summary.add(record);
    writeSync(this.#handle, records.map((record) => `${JSON.stringify(record)}\n`).join(""));
  }

  /** Writes the end, and puts the draft in the place of the file. */
  finish(now: Date, requests: number): Summary {
    this.write([{ kind: "end", endedAt: now.toISOString(), ...this.#summary.counts, requests }]);
    this.close();
    renameSync(partOf(this.#file), this.#file);
    return this.#summary;
  }

  close(): void {
    closeSync(this.#handle);
  }

  #keep(record: InventoryRecord, note: (project: ProjectRecord) => void): void {
    this.#summary.add(record);
    if (record.kind === "project") note(record);
  }
}

function partOf(file: string): string {
  return `${file}.part`;
}

function opened(part: string, isNew: boolean): number {
  try {
    const handle = openSync(part, isNew ? "wx" : "r+", MODE);
    if (!fstatSync(handle).isFile()) throw new CommandError(`${part} is no file.`);
    chmodSync(part, MODE);
    return isNew ? handle : atEnd(part, handle);
  } catch (error) {
    if (error instanceof CommandError) throw error;
    throw new CommandError(
      `The inventory can't be written to ${part} (${codeOf(error)}): name a file in a folder that exists with --out.`,
    );
  }
}

/** A handle that appends at the end of the file, also after the file was cut shorter. */
function atEnd(part: string, handle: number): number {
  closeSync(handle);
  return openSync(part, "a");
}

interface Left {
  /** Up to the end of the last project, which is where the run goes on. */
  readonly bytes: number;
  readonly lines: number;
  readonly lastProject: number;
  readonly tokens: ReadonlyMap<string, readonly TokenRecord[]>;
}

/** What an interrupted run of the same inventory has left; undefined if there is none, or if it is too old. */
function leftBy(part: string, header: HeaderRecord, notBefore: number): Left | undefined {
  if (!existsSync(part)) return undefined;
  let [bytes, lines, number, at, lastProject] = [0, 0, 0, 0, 0];
  const tokens = new Tokens();
  const { size } = statSync(part);
  for (const line of linesOf(part)) {
    const isWhole = at + Buffer.byteLength(line) < size;
    const record = isWhole ? wholeRecordIn(line) : undefined;
    if (record === undefined) break; // The run ended while it wrote this line.
    number += 1;
    at += Buffer.byteLength(line) + 1;
    if (number === 1 && !isSame(record, header, notBefore)) return undefined;
    if (record.kind === "token") tokens.add(record);
    if (record.kind !== "project" && number > 1) continue;
    [bytes, lines] = [at, number];
    if (record.kind === "project") lastProject = record.id;
  }
  return number === 0 ? undefined : { bytes, lines, lastProject, tokens: tokens.complete() };
}

/** A line that is cut off is no JSON, or no record. */
function wholeRecordIn(line: string): InventoryRecord | undefined {
  try {
    return recordIn(line, "");
  } catch (error) {
    if (error instanceof CommandError) return undefined;
    throw error;
  }
}

/** Tokens by owner. Of the last owner some may be missing. */
class Tokens {
  readonly #byOwner = new Map<string, TokenRecord[]>();
  #last: string | undefined;

  add(record: TokenRecord): void {
    this.#last = `${record.of} ${record.owner.id}`;
    const known = this.#byOwner.get(this.#last);
    if (known) known.push(record);
    else this.#byOwner.set(this.#last, [record]);
  }

  complete(): ReadonlyMap<string, readonly TokenRecord[]> {
    if (this.#last !== undefined) this.#byOwner.delete(this.#last);
    return this.#byOwner;
  }
}

function isSame(found: InventoryRecord, header: HeaderRecord, notBefore: number): boolean {
  if (found.kind !== "inventory" || Date.parse(found.startedAt) < notBefore) return false;
  const identityOf = ({ gitlab, readAs, scope, with: extras, by }: HeaderRecord) =>
    JSON.stringify([gitlab, readAs.id, scope, extras, by]);
  return identityOf(found) === identityOf(header);
}

function* projectsIn(part: string, lines: number): Generator<InventoryRecord> {
  let number = 0;
  for (const record of recordsIn(part)) {
    number += 1;
    if (number > lines) return;
    yield record;
  }
}

/** The projects of a finished inventory that were read not too long ago. They are taken in the order of ids. */
class Fresh {
  readonly #records: Generator<InventoryRecord> | undefined;
  readonly #notBefore: number;
  #next: ProjectRecord | undefined;
  /** Projects of which something was not readable are read again. */
  readonly #partial = new Set<number>();

  constructor(file: string, { gitlab, by }: HeaderRecord, notBefore: number) {
    this.#notBefore = notBefore;
    const records = recordsIn(file);
    const first = records.next().value;
    if (first?.kind !== "inventory" || first.gitlab !== gitlab || first.by !== by) return;
    this.#records = records;
    this.#advance();
  }

  take(id: number): ProjectRecord | undefined {
    while (this.#next !== undefined && this.#next.id < id) this.#advance();
    const found = this.#next;
    if (found?.id !== id || Date.parse(found.readAt) < this.#notBefore || this.#partial.has(id)) return undefined;
    return found;
  }

  #advance(): void {
    this.#next = undefined;
    for (let step = this.#records?.next(); step?.done === false; step = this.#records?.next()) {
      const { value } = step;
      if (value.kind === "unseen" && value.id !== null) this.#partial.add(value.id);
      if (value.kind !== "project") continue;
      this.#next = value;
      return;
    }
  }
}
