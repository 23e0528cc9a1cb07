import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { check } from "../../policies/config/check";
import * as rules from "../../policies/index";
import { clockOf } from "../../provider/domain/clock";
import type { Environment } from "../../provider/domain/environment";
import { codeOf } from "../../provider/domain/error-code";
import { nearest } from "../../provider/domain/nearest";
import { auditOf } from "../audit/audit";
import { CHECKS } from "../audit/checks/names";
import { type Finding, isRefused } from "../audit/finding";
import { markdownOf } from "../audit/formats/markdown";
import { sarifOf } from "../audit/formats/sarif";
import { tablesOf } from "../audit/formats/table";
import type { PolicyConfig } from "../audit/rules";
import { type StateSource, stateFrom } from "../audit/state";
import { type Command, CommandError, exitCodes, misused, optionsOf } from "../command";
import { makeInventory } from "../inventory/make";
import { caveatsOf, type Inventory, inventoryIn } from "../inventory/reading";
import { removeReport, writeReport } from "../report-file";

const usage = `Usage: gitlab-ci-access audit --inventory <file> [options]
       gitlab-ci-access audit --group <path> [options]

Judges a whole GitLab as it is: by the rules of the policy pack, as they judge a preview, and by what only a live estate
shows, such as entries that nobody uses, targets that are archived, hidden or somebody else's, and tokens that end soon.
Each finding says what is wrong, why it matters, and the command or the line that mends it. It changes nothing.
  --inventory <file>           what \`gitlab-ci-access inventory\` wrote
  --group <path>               read the group first, with runners and tokens, into inventory.jsonl; may be given again
  --policy-pack-config <file>  the configuration of the rules, with its waivers; the one that previews have
  --state <file>               compare with the code: a file that \`pulumi stack export\` wrote
  --stack <name>               compare with the code: the stack in the backend
  --cwd <folder>               where the program of --stack is
  --without <name>             leave out a rule or a check; may be given again
  --format <name>              table (default), markdown, json or sarif
  --output <file>              write it there instead of printing it
  --fail-on mandatory          end with 10 if anything must be mended

Ends with 0 if all is well, 10 for what --fail-on asks for, 3 if there is nothing to go by.

  gitlab-ci-access audit --inventory inventory.jsonl --fail-on mandatory
  gitlab-ci-access audit --inventory inventory.jsonl --format sarif --output audit.sarif`;

const FORMATS = ["table", "markdown", "json", "sarif"] as const;
type Format = (typeof FORMATS)[number];

const options = {
  inventory: { type: "string" },
  group: { type: "string", multiple: true },
  "policy-pack-config": { type: "string" },
  state: { type: "string" },
  stack: { type: "string", short: "s" },
  cwd: { type: "string", short: "C" },
  without: { type: "string", multiple: true },
  format: { type: "string" },
  output: { type: "string" },
  "fail-on": { type: "string" },
} as const;

interface Order {
  readonly file: string;
  /** Read these first. */
  readonly groups: readonly string[];
  readonly config: string | undefined;
  readonly state: StateSource;
  readonly without: readonly string[];
  readonly format: Format;
  readonly output: string | undefined;
  readonly failsOnMandatory: boolean;
}

export const audit: Command = {
  name: "audit",
  summary: "judges a whole GitLab as it is, and says what mends it",
  usage,
  run: (argv, env) => run(orderIn(argv), env),
};

function orderIn(argv: readonly string[]): Order {
  const { values, positionals } = optionsOf(audit, options, argv);
  const { inventory: file, group = [], format = "table", "fail-on": failOn } = values;
  if (positionals.length > 0)
    throw misused(
      usage,
      `audit takes no arguments, and these are: ${positionals.join(" ")}. Did you mean --inventory?`,
    );
  if ((file === undefined) === (group.length === 0))
    throw misused(usage, "audit needs an --inventory or a --group, and not both.");
  if (values.state !== undefined && values.stack !== undefined)
    throw misused(usage, "audit takes --state or --stack, and not both.");
  if (failOn !== undefined && failOn !== "mandatory")
    throw misused(usage, `--fail-on takes mandatory, and this is "${failOn}".`);
  const known = FORMATS.find((one) => one === format);
  if (known === undefined) throw misused(usage, `--format takes ${FORMATS.join(", ")}, and this is "${format}".`);
  return {
    file: file ?? "inventory.jsonl",
    groups: group,
    config: values["policy-pack-config"],
    state: { file: values.state, stack: values.stack, cwd: values.cwd ?? "." },
    without: (values.without ?? []).map(nameIn),
    format: known,
    output: values.output,
    failsOnMandatory: failOn === "mandatory",
  };
}

function nameIn(text: string): string {
  const names: readonly string[] = [...CHECKS, ...Object.values(rules).map(({ name }) => name)];
  if (names.includes(text)) return text;
  const meant = nearest(text, names);
  throw misused(
    usage,
    `--without takes a rule or a check, and this is "${text}".${meant ? ` Did you mean ${meant}?` : ""}`,
  );
}

async function run(order: Order, env: Environment): Promise<number> {
  const { now } = clockOf(env);
  if (order.output !== undefined) removeReport(order.output);
  const config = configIn(order.config, now);
  if (order.groups.length > 0) await readFirst(order, env, now);
  const inventory = inventoryIn(order.file);
  const state = await stateFrom(order.state, env);
  const all = await auditOf(inventory, { rules: Object.values(rules), config, now, state });
  const findings = all.filter(({ rule }) => !order.without.includes(rule));
  const caveats = caveatsOf(inventory, order.file);
  for (const caveat of caveats) console.error(`! ${caveat}`);
  publish(textOf(findings, order, { inventory, caveats }), order.output);
  return order.failsOnMandatory && findings.some(isRefused) ? exitCodes.finding : exitCodes.well;
}

async function readFirst({ groups, file }: Order, env: Environment, now: Date): Promise<void> {
  const order = {
    groups,
    projects: [],
    with: ["runners", "tokens"],
    file: resolve(file),
    maxAgeMs: undefined,
  } as const;
  await makeInventory({ ...order, with: [...order.with] }, env, now);
}

/** The configuration of the rules. A misspelt rule or waiver would excuse nothing, or everything. */
function configIn(file: string | undefined, now: Date): PolicyConfig {
  if (file === undefined) return {};
  const content = jsonIn(file);
  const { problems } = check(content, Object.values(rules), { today: now.toISOString().slice(0, 10) });
  if (problems.length > 0)
    throw new CommandError(`${file} can't be used:\n${problems.map((line) => `✖ ${line}`).join("\n")}`);
  return content as PolicyConfig; // `check` has seen that it is an object.
}

function jsonIn(file: string): unknown {
  try {
    return JSON.parse(readFileSync(resolve(file), "utf8"));
  } catch (error) {
    const why = error instanceof SyntaxError ? `is no JSON: ${error.message}` : `can't be read (${codeOf(error)})`;
    throw new CommandError(`${file} ${why}.`);
  }
}

interface Seen {
  readonly inventory: Inventory;
  readonly caveats: readonly string[];
}

function textOf(findings: readonly Finding[], { format, file }: Order, { inventory, caveats }: Seen): string {
  const { header } = inventory;
  const scope = [...header.scope.groups, ...header.scope.projects].join(", ");
  if (format === "sarif") return sarifOf(findings);
  if (format === "markdown") return markdownOf(findings, `Who can open what in ${scope}`, caveats);
  if (format === "json") return `${JSON.stringify({ schema: 1, file, header, caveats, findings }, null, 2)}\n`;
  return tablesOf(findings);
}

function publish(text: string, output: string | undefined): void {
  if (output === undefined) process.stdout.write(text);
  else writeReport(output, text);
}
