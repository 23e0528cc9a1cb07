import { type ChildProcess, type SpawnOptions, spawn } from "node:child_process";

/** How long a program may take to end by itself: as long as the engine gives us. */
const GRACE_MS = 4_000;

export interface Ending {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** The Node processes that this host started: none of them outlives it. */
export class Children {
  readonly #endings = new Map<ChildProcess, Promise<Ending>>();
  readonly #graceMs: number;

  constructor(graceMs = GRACE_MS) {
    this.#graceMs = graceMs;
  }

  start(args: readonly string[], options: SpawnOptions, command = process.execPath): ChildProcess {
    const child = spawn(command, args, options);
    const ending = new Promise<Ending>((resolve, reject) => {
      child.once("error", reject);
      child.once("close", (code, signal) => resolve({ code, signal }));
    });
    this.#endings.set(child, ending);
    const forget = () => this.#endings.delete(child);
    ending.then(forget, forget);
    return child;
  }

  /** Its end, once all of its output has been read; rejects when it could not be started. */
  ended(child: ChildProcess): Promise<Ending> {
    return this.#endings.get(child) ?? Promise.resolve({ code: child.exitCode, signal: child.signalCode });
  }

  stop(child: ChildProcess): void {
    child.kill("SIGTERM");
    const kill = setTimeout(() => child.kill("SIGKILL"), this.#graceMs);
    const cancel = () => clearTimeout(kill);
    this.ended(child).then(cancel, cancel);
  }

  async stopAll(): Promise<void> {
    const running = [...this.#endings];
    for (const [child] of running) this.stop(child);
    await Promise.allSettled(running.map(([, ending]) => ending));
  }
}
