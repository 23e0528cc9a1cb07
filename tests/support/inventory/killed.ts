import { spawn } from "node:child_process";
import { once } from "node:events";
import { resolve } from "node:path";
import type { Simulator } from "../../../simulator";

const program = resolve(__dirname, "../../../dist/cli/main.js");

interface Killing {
  readonly env: Readonly<Record<string, string>>;
  readonly file: string;
  /** After so many requests it is killed. */
  readonly after: number;
}

/** Runs `inventory` in a process of its own and kills it on its way. Returns whether it was still running. */
export async function killedAfter({ requests }: Simulator, { env, file, after }: Killing): Promise<boolean> {
  const args = [program, "inventory", "--group", "acme", "--out", file];
  const child = spawn(process.execPath, args, { env: { ...env }, stdio: "ignore" });
  const end = once(child, "exit");
  const before = requests.length;
  while (requests.length < before + after && child.exitCode === null) await new Promise(setImmediate);
  const wasRunning = child.kill("SIGKILL");
  await end;
  return wasRunning;
}
