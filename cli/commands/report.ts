import { parseArgs } from "node:util";
import { ReportError } from "./report-error";

export const usage = `Usage: gitlab-ci-access report [options] [-- options of pulumi preview]
       gitlab-ci-access comment <file>

report   runs \`pulumi preview\` and says in Markdown whose job tokens gain or lose access, which tokens rotate, which runners
         appear, and what the policies found. In a merge request's pipeline with GITLAB_CI_ACCESS_REPORT_TOKEN it writes or
         updates one comment; otherwise it prints.
  --stack <name>               the stack; the selected one by default
  --cwd <folder>               where the program is
  --policy-pack <folder>       a policy pack; may be given again
  --policy-pack-config <file>  its configuration; may be given again
  --refresh                    ask GitLab what changed behind Pulumi's back (needs a credential that can read)
  --output <file>              write the report there too
  --fail-on widening|drift     end with 1 if a job token gains access or a project is opened; if anything has drifted
  --due-within <days>d         end with 1 if a rotation is overdue and its token ends within so many days

comment  writes a report that an earlier job has made, so that no job has both the branch's program and the token.

Ends with 0 if all is well, 1 for what --fail-on and --due-within ask for, 2 if the preview failed or a policy refused it,
3 if the report could not be made or written.`;

const conditions = ["drift", "widening"] as const;
type Condition = (typeof conditions)[number];

export interface ReportCommand {
  readonly command: "report";
  readonly stack: string | undefined;
  readonly cwd: string;
  readonly output: string | undefined;
  readonly failOn: readonly Condition[];
  readonly dueWithinDays: number | undefined;
  /** For `pulumi preview`. */
  readonly args: readonly string[];
}

export type Command =
  | ReportCommand
  | { readonly command: "comment"; readonly file: string }
  | { readonly command: "help" };

const options = {
  stack: { type: "string", short: "s" },
  cwd: { type: "string", short: "C" },
  "policy-pack": { type: "string", multiple: true },
  "policy-pack-config": { type: "string", multiple: true },
  refresh: { type: "boolean" },
  output: { type: "string" },
  "fail-on": { type: "string", multiple: true },
  "due-within": { type: "string" },
  help: { type: "boolean", short: "h" },
} as const;

export function commandIn(argv: readonly string[]): Command {
  const end = argv.includes("--") ? argv.indexOf("--") : argv.length;
  const { values, positionals } = parsed(argv.slice(0, end));
  const [command, ...rest] = positionals;
  if (values.help) return { command: "help" };
  if (command === "comment") return commentIn(rest);
  if (command !== "report" || rest.length > 0) throw misused(`"${positionals.join(" ")}" is no command.`);
  const { stack, cwd = ".", output, "due-within": dueWithin } = values;
  return {
    command,
    stack,
    cwd,
    output,
    failOn: (values["fail-on"] ?? []).map(conditionIn),
    dueWithinDays: dueWithin === undefined ? undefined : daysIn(dueWithin),
    args: [...forPulumi(values), ...argv.slice(end + 1)],
  };
}

function parsed(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true });
  } catch (error) {
    throw misused(error instanceof Error ? error.message : String(error));
  }
}

function commentIn([file, ...rest]: readonly string[]): Command {
  if (file === undefined || rest.length > 0) throw misused("comment takes one file.");
  return { command: "comment", file };
}

function forPulumi(values: ReturnType<typeof parsed>["values"]): string[] {
  const each = (name: "policy-pack-config" | "policy-pack") =>
    (values[name] ?? []).flatMap((value) => [`--${name}`, value]);
  return [
    ...(values.stack === undefined ? [] : ["--stack", values.stack]),
    ...each("policy-pack"),
    ...each("policy-pack-config"),
    ...(values.refresh ? ["--refresh"] : []),
  ];
}

function conditionIn(text: string): Condition {
  const found = conditions.find((condition) => condition === text);
  if (found === undefined) throw misused(`--fail-on takes ${conditions.join(" or ")}, and this is "${text}".`);
  return found;
}

function daysIn(text: string): number {
  const days = Number(/^(\d{1,4})d$/.exec(text)?.[1]);
  if (Number.isNaN(days)) throw misused(`--due-within takes a number of days like 14d, and this is "${text}".`);
  return days;
}

function misused(problem: string): ReportError {
  return new ReportError(`${problem}\n${usage}`);
}
