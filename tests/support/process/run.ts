import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";

export interface Outcome {
  readonly code: number | null;
  /** What a user sees: both streams, in order. */
  readonly output: string;
}

interface Surroundings {
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
}

/** Starts a program that reads nothing; `output` is what it has printed so far. */
export function start(
  [command = "", ...args]: readonly string[],
  surroundings: Surroundings,
): { child: ChildProcess; output: () => string } {
  const child = spawn(command, args, { ...surroundings, stdio: ["ignore", "pipe", "pipe"] });
  const chunks: string[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => chunks.push(String(chunk)));
  return { child, output: () => chunks.join("") };
}

/** Runs a program to its end. */
export async function run(command: readonly string[], surroundings: Surroundings): Promise<Outcome> {
  const { child, output } = start(command, surroundings);
  const [code] = await once(child, "close");
  return { code, output: output() };
}
