import { Declarations, type Notice, type Rival, type Thing } from "./declarations";
import { type MeetingPlace, problemOf } from "./meeting-place";
import { clearUp, OthersFile, othersIn } from "./others-file";
import { firstOf, OwnFile } from "./own-file";

/**
 * Declarations of all provider processes of one engine. A resource that moves to another provider, or whose provider is replaced with
 * it (`--replace '**'`), is created by one process and deleted by another. Each process writes a file of its own; the files of dead
 * processes are ignored.
 *
 * A fault of the files stops no step: the process goes on with what it knows, which may be its own declarations only, and warns once.
 */
export class Noticeboard {
  readonly #own = new Declarations();
  readonly #place: MeetingPlace | undefined;
  readonly #warn: (text: string) => void;
  readonly #file: OwnFile | undefined;
  readonly #others = new Map<string, OthersFile>();
  /** The folder that could be used when the process started. */
  #home: string | undefined;
  #hasWarned = false;

  /** Without a meeting place a process knows its own declarations only. */
  constructor(place: MeetingPlace | undefined, warn: (text: string) => void = process.emitWarning) {
    this.#place = place;
    this.#warn = warn;
    if (place === undefined) return;
    this.#file = new OwnFile(place);
    this.#attempt(() => {
      this.#home = firstOf(place.folders, (folder) => folder);
    });
    for (const folder of this.#folders()) this.#attempt(() => clearUp(folder));
  }

  note(notice: Notice): void {
    if (this.#own.note(notice)) this.#attempt(() => this.#file?.add(JSON.stringify(notice)));
  }

  isDeclared(thing: Thing): boolean {
    return this.#own.isDeclared(thing) || this.#ofOthers().some((declarations) => declarations.isDeclared(thing));
  }

  rivalOf(notice: Notice): Rival | undefined {
    const boards = [this.#own, ...this.#ofOthers()];
    return boards.map((declarations) => declarations.rivalOf(notice)).find((rival) => rival !== undefined);
  }

  /** The name of a declaration of this process. */
  nameOf(key: string): string {
    return this.#own.nameOf(key);
  }

  /** Called when the process ends. */
  takeDown(): void {
    this.#attempt(() => this.#file?.remove());
  }

  #ofOthers(): Declarations[] {
    return this.#folders().flatMap((folder) => {
      const files: OthersFile[] = [];
      this.#attempt(() => files.push(...othersIn(folder, this.#place?.port ?? "").map((path) => this.#at(path))));
      for (const file of files) this.#attempt(() => file.catchUp());
      return files.map(({ declarations }) => declarations);
    });
  }

  #at(path: string): OthersFile {
    const file = this.#others.get(path) ?? new OthersFile(path);
    this.#others.set(path, file);
    return file;
  }

  /** Folders that can be trusted. Another folder is a fault only if this process trusted it before: otherwise none of our processes writes there. */
  #folders(): string[] {
    return (this.#place?.folders ?? []).filter((folder) => {
      const problem = problemOf(folder);
      if (problem !== undefined && folder === this.#home) this.#tell(problem);
      return problem === undefined;
    });
  }

  #attempt(step: () => unknown): void {
    try {
      step();
    } catch (error) {
      this.#tell(error instanceof Error ? error.message : String(error));
    }
  }

  #tell(problem: string): void {
    if (this.#hasWarned) return;
    this.#hasWarned = true;
    this.#warn(
      `The provider processes of this run can't tell each other what they declare: ${problem}. The run goes on. Where a resource moves to ` +
        "another provider, or with --replace, it may remove from GitLab what is still declared; `pulumi up --refresh` puts that back. " +
        "To mend it, set PULUMI_HOME or XDG_RUNTIME_DIR to a folder that you can write to.",
    );
  }
}
