import { resolve } from "node:path";
import { clockOf } from "../../provider/domain/clock";
import type { Environment } from "../../provider/domain/environment";
import { type Command, exitCodes, misused, optionsOf } from "../command";
import { type Order as Making, makeInventory } from "../inventory/make";
import { FORMATS, type Format, shown } from "../inventory/output";
import type { HeaderRecord } from "../inventory/record";

const usage = `Usage: gitlab-ci-access inventory --group <path> [options]

Reads whose job tokens open which project, for all projects of a group and of the groups below it: switches, allowlists
with permissions, who added an entry and when, and who used it last. It only reads, and writes one file with one JSON
object a line, which only you can read. \`audit\` and the other commands work on that file.
  --group <path>         a group, with all that is below it; may be given again
  --project <path>       one project; may be given again
  --with <what>          what to read as well: runners, tokens, or runners,tokens
  --out <file>           where to write; inventory.jsonl by default
  --max-age <n>h|<n>d    read only what the file there has not, or has from before so long
  --format <name>        what to print at the end: table (default), json, csv (a row a project) or markdown

The GitLab is that of GITLAB_BASE_URL, of CI_API_V4_URL in a pipeline, or gitlab.com; the token is in GITLAB_TOKEN. The
scope read_api and the Maintainer role in the group are enough, for tokens of groups the Owner role. Keep such a token
like an administrator's: GitLab lets it read the value of every CI/CD variable by GraphQL. This command asks for none.

An interrupted run goes on where it stopped when the same command is given again within a day. GitLab's rate limits are
obeyed, also when they say hours. It asks GITLAB_CI_ACCESS_CONCURRENCY (10) things at a time.

Ends with 0 if the inventory is finished, 3 if not. What could not be read is in the file, with the reason.

  gitlab-ci-access inventory --group acme --with runners,tokens
  gitlab-ci-access inventory --group acme --max-age 24h --format markdown > summary.md`;

const options = {
  group: { type: "string", multiple: true },
  project: { type: "string", multiple: true },
  with: { type: "string", multiple: true },
  out: { type: "string", short: "o" },
  "max-age": { type: "string" },
  format: { type: "string" },
} as const;

interface Order extends Making {
  readonly format: Format;
}

export const inventory: Command = {
  name: "inventory",
  summary: "reads whose job tokens open which project of a whole group",
  usage,
  run: (argv, env) => run(orderIn(argv), env),
};

function orderIn(argv: readonly string[]): Order {
  const { values, positionals } = optionsOf(inventory, options, argv);
  if (positionals.length > 0)
    throw misused(
      usage,
      `inventory takes no arguments, and these are: ${positionals.join(" ")}. Did you mean --group?`,
    );
  const { group = [], project = [], out = "inventory.jsonl", "max-age": maxAge } = values;
  if (group.length + project.length === 0) throw misused(usage, "inventory needs a --group or a --project.");
  return {
    groups: group,
    projects: project,
    with: extrasIn(values.with ?? []),
    file: resolve(out),
    maxAgeMs: maxAge === undefined ? undefined : ageIn(maxAge),
    format: formatIn(values.format ?? "table"),
  };
}

function extrasIn(given: readonly string[]): HeaderRecord["with"] {
  const words = new Set(given.flatMap((text) => text.split(",")).map((word) => word.trim()));
  const extras = (["runners", "tokens"] as const).filter((extra) => words.delete(extra));
  const [strange] = words;
  if (strange !== undefined) throw misused(usage, `--with takes runners and tokens, and this is "${strange}".`);
  return extras;
}

function ageIn(text: string): number {
  const [, count, unit] = /^(\d{1,4})([hd])$/.exec(text) ?? [];
  if (count === undefined) throw misused(usage, `--max-age takes hours or days like 24h or 7d, and this is "${text}".`);
  return Number(count) * (unit === "d" ? 24 : 1) * 3_600_000;
}

function formatIn(text: string): Format {
  const found = FORMATS.find((format) => format === text);
  if (found === undefined) throw misused(usage, `--format takes ${FORMATS.join(", ")}, and this is "${text}".`);
  return found;
}

async function run(order: Order, env: Environment): Promise<number> {
  const { now } = clockOf(env);
  const summary = await makeInventory(order, env, now);
  process.stdout.write(shown(order.file, order.format, summary));
  return exitCodes.well;
}
