import { type ParseArgsConfig, parseArgs } from "node:util";
import type { Environment } from "../provider/domain/environment";

/** The exit codes of all commands. A job lets findings pass with `allow_failure: exit_codes: 10`, so no other failure may end with 10. */
export const exitCodes = { well: 0, previewFailed: 2, noReport: 3, finding: 10 } as const;

/** One command of `gitlab-ci-access`. */
export interface Command {
  readonly name: string;
  /** One line for the list of commands. */
  readonly summary: string;
  readonly usage: string;
  /** Returns the exit code. */
  readonly run: (argv: readonly string[], env: Environment) => Promise<number>;
}

type Options = NonNullable<ParseArgsConfig["options"]>;

/** A command can't do its work. Its message is for people and is printed without the stack. */
export class CommandError extends Error {
  override readonly name = "CommandError";
}

/** Reads the options of one command. An unknown option is an error, so that no job relies on an option that does nothing. */
export function optionsOf<const Own extends Options>(
  { name, usage }: Pick<Command, "name" | "usage">,
  options: Own,
  argv: readonly string[],
): ReturnType<typeof parseArgs<{ options: Own; allowPositionals: true }>> {
  const given = { args: [...argv], allowPositionals: true, options } as const;
  const known = Object.keys(options).map((option) => `--${option}`);
  for (const token of parseArgs({ ...given, strict: false, tokens: true }).tokens) {
    if (token.kind === "option" && !(token.name in options))
      throw misused(usage, `${name} has no option ${token.rawName}. ${optionsInWords(name, known)}`);
  }
  try {
    return parseArgs({ ...given, strict: true });
  } catch (error) {
    throw misused(usage, error instanceof Error ? error.message : String(error));
  }
}

export function misused(usage: string, problem: string): CommandError {
  return new CommandError(`${problem}\n\n${usage}`);
}

function optionsInWords(name: string, options: readonly string[]): string {
  return options.length === 0 ? `${name} has no options but --help.` : `Its options are ${options.join(", ")}.`;
}
