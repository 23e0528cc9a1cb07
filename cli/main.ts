#!/usr/bin/env node
import type { Environment } from "../provider/domain/environment";
import { redact } from "../provider/domain/redact";
import { UserError } from "../provider/domain/user-error";
import { type Command, CommandError, exitCodes } from "./command";
import { versionOf } from "./version";

/** Each is loaded when it is asked for: most of what starting takes would be the other commands' packages. */
const commands = new Map<string, () => Command>([
  ["report", () => (require("./commands/report") as typeof import("./commands/report")).report],
  ["comment", () => (require("./commands/comment") as typeof import("./commands/comment")).comment],
  ["policies", () => (require("./commands/policies") as typeof import("./commands/policies")).policies],
  ["inventory", () => (require("./commands/inventory") as typeof import("./commands/inventory")).inventory],
  ["audit", () => (require("./commands/audit") as typeof import("./commands/audit")).audit],
  ["map", () => (require("./commands/map") as typeof import("./commands/map")).map],
  ["suggest", () => (require("./commands/suggest") as typeof import("./commands/suggest")).suggest],
  ["import", () => (require("./commands/import") as typeof import("./commands/import")).import],
  ["doctor", () => (require("./commands/doctor") as typeof import("./commands/doctor")).doctor],
]);

const usage = () => `Usage: gitlab-ci-access <command> [options]

${[...commands.values()]
  .map((load) => load())
  .map(({ name, summary }) => `  ${name.padEnd(11)}${summary}`)
  .join("\n")}

\`gitlab-ci-access <command> --help\` shows the options of a command, \`gitlab-ci-access --version\` the version of this package.`;

/** Runs one command and returns the exit code. Every error that is not a finding ends with `exitCodes.noReport`. */
export async function main(argv: readonly string[], env: Environment): Promise<number> {
  try {
    return await dispatch(argv, env);
  } catch (error) {
    console.error(inWords(error));
    return exitCodes.noReport;
  }
}

async function dispatch([name, ...rest]: readonly string[], env: Environment): Promise<number> {
  const command = commands.get(name ?? "")?.();
  if (command === undefined) return general(name);
  if (isHelp(rest)) return said(command.usage);
  return command.run(rest, env);
}

function general(name: string | undefined): number {
  if (name === "--help" || name === "-h" || name === "help") return said(usage());
  if (name === "--version" || name === "-v") return said(versionOf());
  throw new CommandError(`${name === undefined ? "No command was given." : `"${name}" is no command.`}\n\n${usage()}`);
}

/** What follows `--` belongs to Pulumi. */
function isHelp(argv: readonly string[]): boolean {
  const own = argv.includes("--") ? argv.slice(0, argv.indexOf("--")) : argv;
  return own.includes("--help") || own.includes("-h");
}

function said(text: string): number {
  console.log(text);
  return exitCodes.well;
}

/** The message of an error. An unexpected one has its stack, so that somebody can mend it. */
function inWords(error: unknown): string {
  if (error instanceof CommandError || error instanceof UserError) return error.message;
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return redact(`gitlab-ci-access failed unexpectedly. ${text}`);
}

if (require.main === module) {
  void main(process.argv.slice(2), process.env).then((code) => {
    process.exitCode = code;
  });
}
