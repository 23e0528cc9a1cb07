import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import type { Environment } from "../../provider/domain/environment";
import { codeOf } from "../../provider/domain/error-code";
import { redact } from "../../provider/domain/redact";
import { CommandError } from "../command";

/** Where the stack of an error begins. The text before it says what went wrong. */
const STACK_FRAME = /\n\s+at .*/s;
const LONGEST_STDERR = 4_000;

interface Run {
  readonly code: number | null;
  readonly stderr: string;
}

/** Where and with what a command of Pulumi's CLI runs. */
export interface Surroundings {
  readonly cwd: string;
  readonly env: Environment;
}

/** Runs a command of Pulumi's CLI and reads its lines from a pipe. */
export async function runPulumi(
  args: readonly string[],
  { cwd, env }: Surroundings,
  onLine: (line: string) => void,
): Promise<Run> {
  const child = spawn("pulumi", args, { cwd, env, stdio: ["ignore", "pipe", "pipe"] });
  const stopForwarding = forwardSignals(child);
  const stderr: string[] = [];
  child.stderr.on("data", (chunk) => stderr.push(String(chunk)));
  createInterface({ input: child.stdout }).on("line", onLine);
  try {
    const [code] = await once(child, "close");
    return { code, stderr: stderr.join("").slice(-LONGEST_STDERR) };
  } catch (error) {
    if (codeOf(error) === "ENOENT") throw notFound(cwd, error);
    throw error;
  } finally {
    stopForwarding();
  }
}

/** Ends the command when the job is cancelled. */
function forwardSignals(child: ChildProcess): () => void {
  const forward = (signal: NodeJS.Signals) => child.kill(signal);
  const signals = ["SIGINT", "SIGTERM"] as const;
  for (const signal of signals) process.once(signal, forward);
  return () => {
    for (const signal of signals) process.removeListener(signal, forward);
  };
}

function notFound(cwd: string, cause: unknown): CommandError {
  return new CommandError(
    `pulumi can't be started in ${cwd}: either the folder does not exist, or the CLI is not on PATH (https://www.pulumi.com/docs/install/).`,
    { cause },
  );
}

/** What a command said, without the frames of a stack and without what the environment keeps secret. */
export function readable(text: string, env: Environment): string {
  return redact(text, secretsIn(env)).replace(STACK_FRAME, "").trim();
}

/** The values of variables whose names say that they are secret. Short ones are left out, because they occur in other words. */
function secretsIn(env: Environment): string[] {
  return Object.entries(env).flatMap(([name, value]) =>
    /TOKEN|SECRET|PASS|CREDENTIAL|_KEY/i.test(name) && value !== undefined && value.length >= 6 ? [value] : [],
  );
}
