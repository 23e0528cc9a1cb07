import { clearLine, cursorTo } from "node:readline";

/** Says how far a command is. */
export interface Progress {
  /** Begins something that has so many parts, as far as that is known. */
  begin(what: string, total?: number): void;
  advance(by: number): void;
  /** So many parts more are known of. */
  expect(more: number): void;
  /** A line that stays. */
  say(text: string): void;
  /** Removes what does not stay. */
  end(): void;
}

/** A terminal can't be read faster. */
const REDRAW_MS = 100;
/** Nobody who looks at a job's log wants more lines. */
const LINE_EVERY_MS = 30_000;

/** One line that changes on a terminal, and plain lines now and then in a pipeline's log. */
export function progressOn(stream: NodeJS.WriteStream, now: () => number = Date.now): Progress {
  return stream.isTTY ? new TerminalProgress(stream, now) : new LogProgress(stream, now);
}

class Counter {
  #what = "";
  #total: number | undefined;
  #done = 0;

  begin(what: string, total: number | undefined): void {
    [this.#what, this.#total, this.#done] = [what, total, 0];
  }

  advance(by: number): void {
    this.#done += by;
  }

  expect(more: number): void {
    this.#total = (this.#total ?? 0) + more;
  }

  get text(): string {
    const count = (value: number) => value.toLocaleString("en-US");
    if (this.#total === undefined) return `${this.#what} …`;
    const percent = this.#total === 0 ? 100 : Math.floor((100 * this.#done) / this.#total);
    return `${this.#what}: ${count(this.#done)} of ${count(this.#total)} (${percent} %)`;
  }
}

class TerminalProgress implements Progress {
  readonly #counter = new Counter();
  #drawnAt = Number.NEGATIVE_INFINITY;

  constructor(
    readonly stream: NodeJS.WriteStream,
    readonly now: () => number,
  ) {}

  begin(what: string, total?: number): void {
    this.#counter.begin(what, total);
    this.#draw();
  }

  advance(by: number): void {
    this.#counter.advance(by);
    if (this.now() - this.#drawnAt >= REDRAW_MS) this.#draw();
  }

  expect(more: number): void {
    this.#counter.expect(more);
  }

  say(text: string): void {
    this.end();
    this.stream.write(`${text}\n`);
  }

  end(): void {
    clearLine(this.stream, 0);
    cursorTo(this.stream, 0);
  }

  #draw(): void {
    this.end();
    this.stream.write(this.#counter.text.slice(0, (this.stream.columns || 80) - 1));
    this.#drawnAt = this.now();
  }
}

class LogProgress implements Progress {
  readonly #counter = new Counter();
  #saidAt = 0;

  constructor(
    readonly stream: Pick<NodeJS.WriteStream, "write">,
    readonly now: () => number,
  ) {}

  begin(what: string, total?: number): void {
    this.#counter.begin(what, total);
    this.say(this.#counter.text);
  }

  advance(by: number): void {
    this.#counter.advance(by);
    if (this.now() - this.#saidAt >= LINE_EVERY_MS) this.say(this.#counter.text);
  }

  expect(more: number): void {
    this.#counter.expect(more);
  }

  say(text: string): void {
    this.stream.write(`${text}\n`);
    this.#saidAt = this.now();
  }

  end(): void {}
}
