import { readFileSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { clockOf } from "../provider/domain/clock";
import { type Environment, filled } from "../provider/domain/environment";
import { UserError } from "../provider/domain/user-error";
import { codeOf } from "../provider/http/transport";
import { commandIn, type ReportCommand, usage } from "./arguments";
import { comment, destinationIn, whyNoDestination } from "./comment";
import { originIn } from "./environment";
import type { Preview } from "./preview/events";
import { preview, selectedStack } from "./preview/preview";
import { accessOf, widens } from "./report/access";
import { isDrifted } from "./report/drift";
import { markdownOf, succeeded } from "./report/markdown";
import { overdueWithin, tokensOf } from "./report/tokens";
import { ReportError } from "./report-error";

/** How the command ends. A job can let a finding pass, with `allow_failure: exit_codes: [1]`, and nothing else. */
const exitCodes = { well: 0, finding: 1, previewFailed: 2, noReport: 3 } as const;

export async function main(argv: readonly string[], env: Environment): Promise<number> {
  try {
    const command = commandIn(argv);
    if (command.command === "report") return await report(command, env);
    if (command.command === "comment") await publishFile(command.file, env);
    else console.log(usage);
    return exitCodes.well;
  } catch (error) {
    if (!(error instanceof ReportError || error instanceof UserError)) throw error;
    console.error(error.message);
    return exitCodes.noReport;
  }
}

async function report(command: ReportCommand, env: Environment): Promise<number> {
  const { now } = clockOf(env);
  const seen = await preview(command.args, command.cwd, env);
  const origin = originIn(env);
  const subject = { ...(await nameOf(seen, command, env)), now, ...(origin === undefined ? {} : { origin }) };
  const markdown = markdownOf(seen, subject);
  if (command.output !== undefined) writeFileSync(resolve(command.output), markdown);
  await publish(markdown, command, env);
  return codeFor(seen, command, now);
}

function codeFor(seen: Preview, { failOn, dueWithinDays }: ReportCommand, now: Date): number {
  const { changes } = seen;
  if (!succeeded(seen)) return exitCodes.previewFailed;
  const late = dueWithinDays === undefined ? [] : overdueWithin(tokensOf(changes, now), dueWithinDays, now);
  const found = [
    ...(failOn.includes("widening") && widens(accessOf(changes)) ? ["Access widens."] : []),
    ...(failOn.includes("drift") && isDrifted(changes) ? ["GitLab holds something else than the state says."] : []),
    ...(late.length > 0 ? [`Overdue: ${late.map(({ name }) => name).join(", ")}.`] : []),
  ];
  for (const line of found) console.error(line);
  return found.length > 0 ? exitCodes.finding : exitCodes.well;
}

/** A report that can't be written as a comment is printed, so that it isn't lost. */
async function publish(markdown: string, { output }: ReportCommand, env: Environment): Promise<void> {
  const destination = destinationIn(env);
  if (destination === undefined) {
    console.log(markdown);
    const isForAnotherJob = output !== undefined;
    if (!isForAnotherJob && filled(env.CI_MERGE_REQUEST_IID) !== undefined) console.error(whyNoDestination(env));
    return;
  }
  try {
    console.log(
      `The comment of merge request ${env.CI_MERGE_REQUEST_IID} was ${await comment(destination, markdown)}.`,
    );
  } catch (error) {
    console.log(markdown);
    throw error;
  }
}

async function publishFile(file: string, env: Environment): Promise<void> {
  const destination = destinationIn(env);
  if (destination === undefined) throw new ReportError(whyNoDestination(env));
  const markdown = textOf(file);
  if (markdown === undefined)
    throw new ReportError(`There is no report in ${file}: did the job that makes it end early?`);
  console.log(`The comment of merge request ${env.CI_MERGE_REQUEST_IID} was ${await comment(destination, markdown)}.`);
}

/** The names in the events; before the first event, what the settings say, which is the same. */
async function nameOf(
  { changes }: Preview,
  { cwd, stack }: ReportCommand,
  env: Environment,
): Promise<{ readonly project: string; readonly stack: string }> {
  const [, ofEvents, project] = /^urn:pulumi:(.+?)::(.+?)::/.exec(changes[0]?.urn ?? "") ?? [];
  if (ofEvents !== undefined && project !== undefined) return { project, stack: ofEvents };
  const wanted = stack ?? filled(env.PULUMI_STACK) ?? (await selectedStack(cwd, env));
  return { project: projectAround(resolve(cwd)), stack: wanted.slice(wanted.lastIndexOf("/") + 1) };
}

function projectAround(folder: string): string {
  const settings = textOf(join(folder, "Pulumi.yaml"));
  const name = /^name:\s*["']?([\w.-]+)/m.exec(settings ?? "")?.[1];
  if (name !== undefined) return name;
  const above = dirname(folder);
  if (above === folder)
    throw new ReportError("There is no Pulumi.yaml here or above: name the program's folder with --cwd.");
  return projectAround(above);
}

function textOf(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    if (codeOf(error) === "ENOENT") return undefined;
    throw error;
  }
}
