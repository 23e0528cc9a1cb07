import { lstatSync, mkdirSync, openSync, readdirSync, readFileSync, rmSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { codeOf } from "../../http/transport";
import { Declarations, type Notice, type Rival } from "./declarations";

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
  private readonly own = new Declarations();
  private file: number | undefined;

  /** Without a meeting place a process knows its own declarations only. */
  constructor(private readonly place: MeetingPlace | undefined) {
    if (place === undefined) return;
    for (const file of readdirSync(place.folder))
      if (!isOfLivingProcess(file)) rmSync(join(place.folder, file), { force: true });
  }

  note(notice: Notice): void {
    if (!this.own.note(notice) || this.place === undefined) return;
    this.file ??= openSync(join(this.place.folder, fileOf(this.place)), "a", 0o600);
    writeSync(this.file, `${JSON.stringify(notice)}\n`);
  }

  isDeclared(claim: { readonly byId: string; readonly byText: string }): boolean {
    return this.own.isDeclared(claim) || this.others().some((declarations) => declarations.isDeclared(claim));
  }

  rivalOf(notice: Notice): Rival | undefined {
    const boards = [this.own, ...this.others()];
    return boards.map((declarations) => declarations.rivalOf(notice)).find((rival) => rival !== undefined);
  }

  /** The name of a declaration of this process. */
  nameOf(key: string): string {
    return this.own.nameOf(key);
  }

  /** Called when the process ends. */
  takeDown(): void {
    if (this.place !== undefined) rmSync(join(this.place.folder, fileOf(this.place)), { force: true });
  }

  private others(): Declarations[] {
    const { place } = this;
    if (place === undefined) return [];
    const ofEngine = readdirSync(place.folder).filter(
      (file) => file.startsWith(`${place.port}-`) && file !== fileOf(place),
    );
    return ofEngine.filter(isOfLivingProcess).map((file) => replay(contentOf(join(place.folder, file))));
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

/** A process may take its file down at any moment: what it declared ends with it. */
function contentOf(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    if (codeOf(error) === "ENOENT") return "";
    throw error;
  }
}

function replay(lines: string): Declarations {
  const declarations = new Declarations();
  for (const line of lines.split("\n").filter((text) => text !== "")) declarations.note(JSON.parse(line));
  return declarations;
}
