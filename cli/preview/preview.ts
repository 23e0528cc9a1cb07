import type { Environment } from "../../provider/domain/environment";
import { CommandError } from "../command";
import { withoutReportToken } from "../environment";
import { EventReader, type Preview } from "./events";
import { readable, runPulumi } from "./run";

/**
 * Runs `pulumi preview` and reads its events from a pipe. Nothing is written to disk, because the events hold secrets in plain text in
 * places that a report does not need. Pulumi's own texts are kept for errors only.
 */
export async function preview(args: readonly string[], cwd: string, env: Environment): Promise<Preview> {
  const reader = new EventReader();
  const command = ["preview", "--json", "--non-interactive", ...args];
  const streaming = { ...withoutReportToken(env), PULUMI_ENABLE_STREAMING_JSON_PREVIEW: "true" };
  const { code, stderr } = await runPulumi(command, { cwd, env: streaming }, (line) => reader.take(line));
  const seen = reader.preview;
  const errors = seen.errors.map((text) => readable(text, env));
  if (seen.result === undefined) return { ...seen, errors: [...errors, silence(code, readable(stderr, env))] };
  return { ...seen, errors, result: code === 0 ? seen.result : "failed" };
}

/** The stack that Pulumi has selected. It is needed only if no event names it. */
export async function selectedStack(cwd: string, env: Environment): Promise<string> {
  const lines: string[] = [];
  const command = ["stack", "--show-name", "--non-interactive"];
  const { code, stderr } = await runPulumi(command, { cwd, env: withoutReportToken(env) }, (line) => lines.push(line));
  const [name = ""] = lines;
  if (code === 0 && name !== "") return name;
  throw new CommandError(`No stack is selected: name one with --stack or PULUMI_STACK. ${readable(stderr, env)}`);
}

function silence(code: number | null, stderr: string): string {
  if (stderr !== "") return stderr;
  return code === 0
    ? "pulumi preview ended without a result: this CLI does not know PULUMI_ENABLE_STREAMING_JSON_PREVIEW; update it."
    : `pulumi preview ended with ${code === null ? "a signal" : `exit code ${code}`} and without a word.`;
}
