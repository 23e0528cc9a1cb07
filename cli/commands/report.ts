import { clockOf } from "../../provider/domain/clock";
import { type Environment, filled } from "../../provider/domain/environment";
import { type Command, exitCodes, misused, optionsOf } from "../command";
import { compared } from "../comparison/compare";
import { connectionsOf } from "../comparison/connections";
import { comment, destinationIn, whyNoDestination } from "../notes/comment";
import type { Preview } from "../preview/events";
import { namesOf } from "../preview/names";
import { preview } from "../preview/preview";
import { provenanceIn } from "../provenance";
import { ambientAddress } from "../report/declared";
import { markdownOf } from "../report/markdown";
import { instancesOf, type Reading, readingOf, type Widening, wideningOf } from "../report/reading";
import { overdueWithin } from "../report/tokens";
import { removeReport, writeReport } from "../report-file";

const usage = `Usage: gitlab-ci-access report [options] [-- options of pulumi preview]

Runs \`pulumi preview\` and says in Markdown whose job tokens gain or lose access, which tokens rotate, which runners
appear, and what the policies found. In a merge request's pipeline with GITLAB_CI_ACCESS_REPORT_TOKEN it writes or
updates one comment; otherwise it prints.
  --stack <name>               the stack; the selected one by default
  --cwd <folder>               where the program is
  --policy-pack <folder>       a policy pack; may be given again
  --policy-pack-config <file>  its configuration; may be given again
  --refresh                    ask GitLab what changed behind Pulumi's back (needs a credential that can read)
  --output <file>              write the report there too; a file that is there already is removed first
  --fail-on widening|drift     end with 10 if anything gives more access than before; if anything has drifted
  --due-within <days>d         end with 10 if a rotation is overdue and its token ends within so many days

Ends with 0 if all is well, 10 for what --fail-on and --due-within ask for, 2 if the preview failed or a policy refused
it, 3 if the report could not be made or written.`;

const conditions = ["drift", "widening"] as const;
type Condition = (typeof conditions)[number];

const options = {
  stack: { type: "string", short: "s" },
  cwd: { type: "string", short: "C" },
  "policy-pack": { type: "string", multiple: true },
  "policy-pack-config": { type: "string", multiple: true },
  refresh: { type: "boolean" },
  output: { type: "string" },
  "fail-on": { type: "string", multiple: true },
  "due-within": { type: "string" },
} as const;

interface Wanted {
  readonly stack: string | undefined;
  readonly cwd: string;
  readonly output: string | undefined;
  readonly failOn: readonly Condition[];
  readonly dueWithinDays: number | undefined;
  /** Arguments for `pulumi preview`. */
  readonly args: readonly string[];
}

export const report: Command = {
  name: "report",
  summary: "previews a stack and says whose job tokens gain or lose access",
  usage,
  run: (argv, env) => run(wantedIn(argv), env),
};

/** What the arguments ask for. */
export function wantedIn(argv: readonly string[]): Wanted {
  const end = argv.includes("--") ? argv.indexOf("--") : argv.length;
  const { values, positionals } = optionsOf(report, options, argv.slice(0, end));
  if (positionals.length > 0)
    throw misused(usage, `report takes no arguments, and these are: ${positionals.join(" ")}`);
  const { stack, cwd = ".", output, "due-within": dueWithin } = values;
  return {
    stack,
    cwd,
    output,
    failOn: (values["fail-on"] ?? []).map(conditionIn),
    dueWithinDays: dueWithin === undefined ? undefined : daysIn(dueWithin),
    args: [...forPulumi(values), ...argv.slice(end + 1)],
  };
}

function forPulumi(values: ReturnType<typeof optionsOf<typeof options>>["values"]): string[] {
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
  if (found === undefined) throw misused(usage, `--fail-on takes ${conditions.join(" or ")}, and this is "${text}".`);
  return found;
}

function daysIn(text: string): number {
  const days = Number(/^(\d{1,4})d$/.exec(text)?.[1]);
  if (Number.isNaN(days)) throw misused(usage, `--due-within takes a number of days like 14d, and this is "${text}".`);
  return days;
}

async function run(wanted: Wanted, env: Environment): Promise<number> {
  const { now } = clockOf(env);
  if (wanted.output !== undefined) removeReport(wanted.output);
  const seen = await preview(wanted.args, wanted.cwd, env);
  const reading = await read(seen, now, env);
  const markdown = markdownOf(reading, { ...(await namesOf(seen, wanted, env)), provenance: provenanceIn(env) });
  if (wanted.output !== undefined) writeReport(wanted.output, markdown);
  await publish(markdown, wanted, env);
  return codeFor(reading, wanted, now);
}

/** What the preview says, compared with GitLab where there is a credential for it. */
async function read(seen: Preview, now: Date, env: Environment): Promise<Reading> {
  const instances = instancesOf(seen, ambientAddress(env, seen));
  const reading = readingOf(seen, { now, instances });
  const { open, notes } = connectionsOf(seen, instances, env);
  try {
    return await compared({ ...reading, notes }, open, instances);
  } finally {
    await Promise.all([...open.values()].map((connection) => connection.close()));
  }
}

/** What `--fail-on widening` says. Only a run that was judged and gives nothing more passes. */
const WIDENING: Readonly<Record<Widening, string | undefined>> = {
  widens: "Access widens.",
  "may widen":
    "Access may widen: something is declared for the first time, or its value is not known before the update.",
  unjudged: "Nobody can say whether access widens: not everything was judged.",
  nothing: undefined,
};

function codeFor(reading: Reading, { failOn, dueWithinDays }: Wanted, now: Date): number {
  if (!reading.hasSucceeded) return exitCodes.previewFailed;
  const late = dueWithinDays === undefined ? [] : overdueWithin(reading.tokens, dueWithinDays, now);
  const found = [
    failOn.includes("widening") ? WIDENING[wideningOf(reading)] : undefined,
    failOn.includes("drift") ? driftIn(reading) : undefined,
    late.length > 0 ? `Overdue: ${late.map(({ name }) => name).join(", ")}.` : undefined,
  ].filter((line) => line !== undefined);
  for (const line of found) console.error(line);
  return found.length > 0 ? exitCodes.finding : exitCodes.well;
}

function driftIn({ drift, notSeen }: Reading): string | undefined {
  if (drift !== undefined) return "GitLab holds something else than the state says.";
  return notSeen.length > 0 ? "Nobody can say whether anything has drifted: not everything was seen." : undefined;
}

/** Writes the comment or prints the report. A report whose comment fails is printed, so that it isn't lost. */
async function publish(markdown: string, { output }: Wanted, env: Environment): Promise<void> {
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
