import { closeSync, openSync, readSync } from "node:fs";
import { z } from "zod";
import { codeOf } from "../../provider/domain/error-code";
import { CommandError } from "../command";
import {
  type EndRecord,
  type HeaderRecord,
  type InventoryRecord,
  type ProjectRecord,
  type RunnerRecord,
  record,
  SCHEMA_VERSION,
  type TargetRecord,
  type TokenRecord,
  type UnseenRecord,
} from "./record";

/** A whole inventory in memory. */
export interface Inventory {
  readonly header: HeaderRecord;
  readonly projects: readonly ProjectRecord[];
  readonly targets: readonly TargetRecord[];
  readonly runners: readonly RunnerRecord[];
  readonly tokens: readonly TokenRecord[];
  readonly unseen: readonly UnseenRecord[];
  /** Undefined if the inventory is unfinished: its last record is missing. */
  readonly end: EndRecord | undefined;
}

const CHUNK_BYTES = 1 << 16;
const anyRecord = z.looseObject({ kind: z.string() });
const KINDS: ReadonlySet<string> = new Set(record.options.map(({ shape }) => shape.kind.value));

/** The lines of a file, without the whole file in memory. A last line without its end is given too. */
export function* linesOf(file: string): Generator<string> {
  const handle = opened(file);
  const decoder = new TextDecoder();
  const buffer = Buffer.alloc(CHUNK_BYTES);
  let rest = "";
  try {
    for (let read = readSync(handle, buffer); read > 0; read = readSync(handle, buffer)) {
      const lines = (rest + decoder.decode(buffer.subarray(0, read), { stream: true })).split("\n");
      rest = lines.pop() ?? "";
      yield* lines;
    }
    if (rest !== "") yield rest;
  } finally {
    closeSync(handle);
  }
}

/** Reads an inventory, or throws an error that names the line. Records of an unknown kind are passed over. */
export function inventoryIn(file: string): Inventory {
  const byKind = { project: [], target: [], runner: [], token: [], unseen: [] } as Collected;
  let header: HeaderRecord | undefined;
  let end: EndRecord | undefined;
  for (const one of recordsIn(file)) {
    if (one.kind === "inventory") header = one;
    else if (one.kind === "end") end = one;
    else (byKind[one.kind] as InventoryRecord[]).push(one); // The key and the record have the same kind.
  }
  if (header === undefined) throw new CommandError(`${file} is empty: it is no inventory.`);
  const { project: projects, target: targets, runner: runners, token: tokens, unseen } = byKind;
  return { header, projects, targets, runners, tokens, unseen, end };
}

type Collected = { [Kind in "project" | "runner" | "target" | "token" | "unseen"]: RecordOf<Kind>[] };
type RecordOf<Kind> = Extract<InventoryRecord, { kind: Kind }>;

/** The records of a file, one after the other. */
export function* recordsIn(file: string): Generator<InventoryRecord> {
  let number = 0;
  for (const line of linesOf(file)) {
    number += 1;
    const where = `${file}, line ${number}`;
    if (number === 1 && kindOf(line, where) !== "inventory") throw noInventory(file);
    const found = recordIn(line, where);
    if (found !== undefined) yield found;
  }
}

/** The record of a line; undefined for a kind that a newer version has added. `where` is for the error. */
export function recordIn(line: string, where: string): InventoryRecord | undefined {
  const value = looseRecordIn(line, where);
  if (value.kind === "inventory") requireVersion(value.schema, where);
  if (!KINDS.has(value.kind)) return undefined;
  const parsed = record.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new CommandError(`${where}: this is no ${value.kind} of an inventory. ${z.prettifyError(parsed.error)}`);
}

function kindOf(line: string, where: string): string {
  return looseRecordIn(line, where).kind;
}

function looseRecordIn(line: string, where: string): z.output<typeof anyRecord> {
  const value = anyRecord.safeParse(jsonIn(line, where));
  if (value.success) return value.data;
  throw new CommandError(`${where}: this is no record of an inventory, because it has no kind.`);
}

/** What every command says first about an inventory that can't be relied on as a whole. */
export function caveatsOf({ header, end }: Pick<Inventory, "end" | "header">, file: string): string[] {
  return [
    ...(end === undefined
      ? [
          `${file} is unfinished: its last record is missing. What follows is about the part that was read; run inventory again to finish it.`,
        ]
      : []),
    ...(header.coverage.isComplete ? [] : [`${file} may miss private projects: ${header.coverage.why}`]),
  ];
}

function requireVersion(schema: unknown, where: string): void {
  if (schema === SCHEMA_VERSION) return;
  throw new CommandError(
    `${where}: this inventory has version ${String(schema)} of the record format, and this package reads version ${SCHEMA_VERSION}. Make it again with this package.`,
  );
}

function jsonIn(line: string, where: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    throw new CommandError(`${where}: this is no JSON. An inventory has one JSON object a line.`);
  }
}

function noInventory(file: string): CommandError {
  return new CommandError(
    `${file} is no inventory: its first line is not of the kind "inventory". Make one with: gitlab-ci-access inventory --group <path> --out ${file}`,
  );
}

function opened(file: string): number {
  try {
    return openSync(file, "r");
  } catch (error) {
    throw new CommandError(
      `${file} can't be read (${codeOf(error)}). Make an inventory with: gitlab-ci-access inventory --group <path> --out ${file}`,
    );
  }
}
