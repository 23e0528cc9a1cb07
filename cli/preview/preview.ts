import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import type { Environment } from "../../provider/domain/environment";
import { codeOf } from "../../provider/domain/error-code";
import { redact } from "../../provider/domain/redact";
import { CommandError } from "../command";
import { withoutReportToken } from "../environment";
import { EventReader, type Preview } from "./events";

/** Where the stack of an error begins. The text before it says what went wrong. */
const STACK_FRAME = /\n\s+at .*/s;
const LONGEST_STDERR = 4_000;

interface Run {
  readonly code: number | null;
  readonly stderr: string;
}

/**
 * Runs `pulumi preview` and reads its events from a pipe. Nothing is written to disk, because the events hold secrets in plain text in
 * places that a report does not need. Pulumi's own texts are kept for errors only.
 */
export async function preview(args: readonly string[], cwd: string, env: Environment): Promise<Preview> {
  const reader = new EventReader();
  const command = ["preview", "--json", "--non-interactive", ...args];
  const streaming = { ...withoutReportToken(env), PULUMI_ENABLE_STREAMING_JSON_PREVIEW: "true" };
  const { code, stderr } = await run(command, cwd, streaming, (line) => reader.take(line));
  const seen = reader.preview;
  const errors = seen.errors.map((text) => readable(text, env));
  if (seen.result === undefined) return { ...seen, errors: [...errors, silence(code, readable(stderr, env))] };
  return { ...seen, errors, result: code === 0 ? seen.result : "failed" };
}

/** The stack that Pulumi has selected. It is needed only if no event names it. */
export async function selectedStack(cwd: string, env: Environment): Promise<string> {
  const lines: string[] = [];
  const command = ["stack", "--show-name", "--non-interactive"];
  const { code, stderr } = await run(command, cwd, withoutReportToken(env), (line) => lines.push(line));
  const [name = ""] = lines;
  if (code === 0 && name !== "") return name;
  throw new CommandError(`No stack is selected: name one with --stack or PULUMI_STACK. ${readable(stderr, env)}`);
}

async function run(
  args: readonly string[],
  cwd: string,
  env: Environment,
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

/** Ends the preview when the job is cancelled. */
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

function silence(code: number | null, stderr: string): string {
  if (stderr !== "") return stderr;
  return code === 0
    ? "pulumi preview ended without a result: this CLI does not know PULUMI_ENABLE_STREAMING_JSON_PREVIEW; update it."
    : `pulumi preview ended with ${code === null ? "a signal" : `exit code ${code}`} and without a word.`;
}

function readable(text: string, env: Environment): string {
  return redact(text, secretsIn(env)).replace(STACK_FRAME, "").trim();
}

/** The values of variables whose names say that they are secret. Short ones are left out, because they occur in other words. */
function secretsIn(env: Environment): string[] {
  return Object.entries(env).flatMap(([name, value]) =>
    /TOKEN|SECRET|PASS|CREDENTIAL|_KEY/i.test(name) && value !== undefined && value.length >= 6 ? [value] : [],
  );
}
